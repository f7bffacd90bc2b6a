package io.backstitch.sandbox.customerio;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A campaign as a retention team builds it: a person who performs {@code trigger} enters, waits for
 * {@code delay}, and is mailed unless an exit happened meanwhile.
 *
 * @param name stable name, used in addresses
 * @param title what the team calls it
 * @param description one sentence for the reader of the page
 * @param trigger event name, compared literally
 * @param delay time between entering and the mail, whole seconds
 * @param exits events that end the wait without a mail
 * @param keyAttribute event attribute that tells one entry of a person from another (cart_id,
 *     order_id): at most one entry per person and key waits at a time
 * @param itemCategory trigger and exits count only with an item of this category; null for all
 * @param unlessIn name of the segment whose members are not mailed when the mail is due; null for
 *     none
 */
public record JourneyDefinition(
        String name,
        String title,
        String description,
        String trigger,
        Duration delay,
        List<Exit> exits,
        String keyAttribute,
        String itemCategory,
        String unlessIn) {

    /** Name of the cart recovery journey. */
    public static final String CART_RECOVERY = "cart-recovery";

    /** Name of the post-purchase cross-sell journey. */
    public static final String CROSS_SELL = "cross-sell";

    /** Name of the win-back journey. */
    public static final String WIN_BACK = "win-back";

    /** Name of the replenishment journey. */
    public static final String REPLENISHMENT = "replenishment";

    public JourneyDefinition {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(trigger, "trigger");
        Objects.requireNonNull(delay, "delay");
        Objects.requireNonNull(keyAttribute, "keyAttribute");
        exits = List.copyOf(exits);
    }

    /** A journey for items of any category and members of any segment. */
    public JourneyDefinition(
            String name,
            String title,
            String description,
            String trigger,
            Duration delay,
            List<Exit> exits,
            String keyAttribute) {
        this(name, title, description, trigger, delay, exits, keyAttribute, null, null);
    }

    /** The journey in plain sentences, in order. */
    public List<String> steps() {
        List<String> steps = new ArrayList<>();
        String what = itemCategory == null ? "" : " with an item of " + itemCategory;
        steps.add("Enter on " + trigger + what + ", if it happened within the last 72 hours.");
        steps.add("Wait for " + words(delay) + ".");
        for (Exit exit : exits) {
            steps.add("Leave without a mail on " + exit.event() + what + of(exit.match()) + ".");
        }
        if (unlessIn != null) {
            steps.add("Leave without a mail if by then in the segment " + unlessIn + ".");
        }
        steps.add("Mail the items of " + trigger + " to those who have an email by then.");
        return steps;
    }

    private String of(Match match) {
        return switch (match) {
            case ANY -> "";
            case SAME_KEY -> " of the same " + keyAttribute;
            case OTHER_KEY -> " of another " + keyAttribute;
        };
    }

    private static String words(Duration delay) {
        long minutes = delay.toMinutes();
        if (minutes % (24 * 60) == 0) {
            return minutes / (24 * 60) + " days";
        }
        return minutes + " minutes";
    }

    /** Which of a person's waiting entries an exit event ends. */
    public enum Match {
        /** All of them. */
        ANY,
        /** Those with the event's key; all if either side has none. */
        SAME_KEY,
        /** Those with a key other than the event's; all if either side has none. */
        OTHER_KEY
    }

    /** An event that ends the wait. */
    public record Exit(String event, Match match) {
        public Exit {
            Objects.requireNonNull(event, "event");
            Objects.requireNonNull(match, "match");
        }
    }

    /** The journeys behind Backstitch: they listen to its derived events. */
    public static List<JourneyDefinition> forBackstitch() {
        return List.of(
                new JourneyDefinition(
                        CART_RECOVERY,
                        "Cart recovery",
                        "Reminds a person of an abandoned cart, unless the cart was bought.",
                        "cart_abandoned",
                        Duration.ofMinutes(30),
                        List.of(
                                new Exit("cart_recovery_suppressed", Match.SAME_KEY),
                                new Exit("cart_recovered", Match.SAME_KEY),
                                new Exit("order_completed", Match.ANY)),
                        "cart_id"),
                crossSell(),
                winBack(),
                replenishment());
    }

    /** The journeys of a team that has only what a forwarder sends. */
    public static List<JourneyDefinition> forNaiveForwarding() {
        return List.of(
                new JourneyDefinition(
                        CART_RECOVERY,
                        "Cart recovery",
                        "Reminds a person 80 minutes after the checkout started, unless an order arrives.",
                        "checkout_started",
                        Duration.ofMinutes(80),
                        List.of(new Exit("order_completed", Match.ANY)),
                        "cart_id"),
                crossSell());
    }

    private static JourneyDefinition crossSell() {
        return new JourneyDefinition(
                CROSS_SELL,
                "Post-purchase cross-sell",
                "Two days after an order: more for exactly what was bought, unless bought again.",
                "order_completed",
                Duration.ofDays(2),
                List.of(new Exit("order_completed", Match.OTHER_KEY)),
                "order_id");
    }

    private static JourneyDefinition winBack() {
        return new JourneyDefinition(
                WIN_BACK,
                "Win-back",
                "Sixty days after an order: come back, unless an order is known by then, however late.",
                "order_completed",
                Duration.ofDays(60),
                List.of(new Exit("order_completed", Match.OTHER_KEY)),
                "order_id",
                null,
                SegmentDefinition.PURCHASED_60_DAYS);
    }

    private static JourneyDefinition replenishment() {
        return new JourneyDefinition(
                REPLENISHMENT,
                "Replenishment",
                "Thirty days after a cleanser: time for the next one, unless it was bought already.",
                "order_completed",
                Duration.ofDays(30),
                List.of(new Exit("order_completed", Match.OTHER_KEY)),
                "order_id",
                "Skincare/Cleanser",
                null);
    }
}
