package io.backstitch.pipeline.identity;

import io.backstitch.model.Act;
import io.backstitch.model.History;
import io.backstitch.model.Plot;
import io.backstitch.model.Twist;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Generates shoppers' histories. */
public final class Stories {
    private Stories() {}

    /**
     * A story before it is played: the acts, what sources know of each shopper, races or not, and
     * in which kind of shop.
     */
    public record Story(List<Act> acts, boolean races, int style0, int style1, Set<Twist> twists) {
        /** What comes of it. */
        public History history() {
            return Plot.of(acts, races, twists, style0, style1, 0);
        }

        /** The same in a shop with the usual settings, as histories need that share a job. */
        public Story plain() {
            return new Story(acts, races, style0, style1, Set.of());
        }

        Story with(List<Act> others) {
            return new Story(others, races, style0, style1, twists);
        }

        @Override
        public String toString() {
            return "\n" + history();
        }
    }

    /** Stories of up to three shoppers and 24 acts. */
    public static Arbitrary<Story> stories() {
        return Combinators.combine(
                        acts().list().ofMinSize(1).ofMaxSize(24),
                        Arbitraries.of(false, true),
                        Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(2, 1), Tuple.of(1, 2)),
                        Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(2, 1), Tuple.of(1, 2)),
                        twists())
                .as(Story::new);
    }

    /** Every third story is a plain one. */
    private static Arbitrary<Set<Twist>> twists() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(Set.of())),
                Tuple.of(3, Arbitraries.of(Twist.class).set().ofSize(1)),
                Tuple.of(1, Arbitraries.of(Twist.class).set().ofSize(2)));
    }

    private static Arbitrary<Act> acts() {
        return Combinators.combine(
                        whats(),
                        Arbitraries.frequency(Tuple.of(6, 0), Tuple.of(3, 1), Tuple.of(1, 2)),
                        Arbitraries.frequency(
                                Tuple.of(5, 0), Tuple.of(2, 1), Tuple.of(4, 2), Tuple.of(1, 3)),
                        Combinators.combine(
                                        Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(2, 1)),
                                        Arbitraries.frequency(
                                                Tuple.of(4, 0), Tuple.of(2, 1), Tuple.of(1, 2)),
                                        Arbitraries.frequency(Tuple.of(3, 0), Tuple.of(1, 1)))
                                .as((device, cart, order) -> new int[] {device, cart, order}),
                        Arbitraries.frequency(
                                Tuple.of(5, 0),
                                Tuple.of(6, 1),
                                Tuple.of(4, 2),
                                Tuple.of(3, 3),
                                Tuple.of(2, 4),
                                Tuple.of(1, 5),
                                Tuple.of(1, 6),
                                Tuple.of(1, 7),
                                Tuple.of(1, 8)),
                        Arbitraries.frequency(
                                Tuple.of(8, 0),
                                Tuple.of(2, 2),
                                Tuple.of(2, 3),
                                Tuple.of(2, 4),
                                Tuple.of(1, 5),
                                Tuple.of(1, 6)),
                        Arbitraries.frequency(
                                Tuple.of(12, 0), Tuple.of(1, 1), Tuple.of(2, 2), Tuple.of(1, 3)),
                        Arbitraries.integers().between(1, 3))
                .as(
                        (what, shopper, as, things, gap, delay, mix, product) ->
                                new Act(
                                        what, shopper, as, things[0], things[1], things[2], gap,
                                        delay, mix, product));
    }

    private static Arbitrary<Act.What> whats() {
        return Arbitraries.frequency(
                Tuple.of(5, Act.What.VIEW),
                Tuple.of(5, Act.What.ADD),
                Tuple.of(1, Act.What.REMOVE),
                Tuple.of(3, Act.What.CHECKOUT),
                Tuple.of(2, Act.What.THANK_YOU_PAGE),
                Tuple.of(5, Act.What.BACKEND_ORDER),
                Tuple.of(1, Act.What.ORDER_UPDATE),
                Tuple.of(1, Act.What.REFUND),
                Tuple.of(1, Act.What.CANCEL),
                Tuple.of(4, Act.What.LOGIN),
                Tuple.of(1, Act.What.LOGOUT),
                Tuple.of(3, Act.What.CONSENT),
                Tuple.of(2, Act.What.UPLOAD_AGAIN),
                Tuple.of(1, Act.What.RESTART),
                Tuple.of(1, Act.What.CRASH));
    }
}
