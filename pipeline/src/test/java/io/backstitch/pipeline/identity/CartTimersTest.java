package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.person.ChannelRules;
import io.backstitch.pipeline.person.PersonSettings;
import io.backstitch.pipeline.record.Operation;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** What pipeline time alone decides about people. A cart is due after eighty minutes. */
class CartTimersTest {
    private static final String[] ANN = {"anonymous_id", "w", "cart_id", "k", "customer_id", "c"};
    private static final String[] GUEST = {"anonymous_id", "w", "cart_id", "k", "email", "a@x.org"};

    private final Shopper shopper = new Shopper();

    @Test
    void aCartIsAnnouncedAlthoughNothingEverArrivesAgain() throws Exception {
        try (Staircase stairs = new Staircase()) {
            stairs.push(shopper.add("a", at(0), ANN));
            stairs.advance(at(80) - 1);
            assertThat(stairs.told()).doesNotContain("id:c cart_abandoned");
            stairs.advance(at(80));
            stairs.advance(at(500));
            assertThat(stairs.told()).containsOnlyOnce("id:c cart_abandoned");
        }
    }

    @Test
    void aTimerSurvivesARestoreAndFiresOnce() throws Exception {
        Map<String, OperatorSubtaskState> before;
        try (Staircase stairs = new Staircase()) {
            stairs.push(shopper.add("a", at(0), ANN));
            before = stairs.snapshot(1);
        }
        try (Staircase restored = new Staircase(Staircase.SETTINGS, before)) {
            restored.advance(at(80));
            assertThat(restored.told()).containsExactly("id:c cart_abandoned");
            restored.push(shopper.order("o", at(70), at(90), "order_id", "o1", "customer_id", "c"));
            assertThat(restored.told())
                    .endsWith("id:c order_completed", "id:c cart_recovery_suppressed");
        }
    }

    @Test
    void anOrderBeforeTheRestoreKeepsItsCartFromBeingAnnouncedAfterIt() throws Exception {
        Map<String, OperatorSubtaskState> before;
        try (Staircase stairs = new Staircase()) {
            stairs.push(shopper.add("a", at(0), ANN));
            stairs.push(shopper.order("o", at(5), at(6), "order_id", "o1", "customer_id", "c"));
            before = stairs.snapshot(1);
        }
        try (Staircase restored = new Staircase(Staircase.SETTINGS, before)) {
            restored.advance(at(500));
            assertThat(restored.told()).isEmpty();
        }
    }

    @Test
    void aGuestsCartIsAnnouncedToTheCustomerAfterTheHandover() throws Exception {
        try (Staircase stairs = new Staircase()) {
            stairs.push(shopper.add("a", at(0), GUEST));
            stairs.push(shopper.view("v", at(10), "email", "a@x.org", "customer_id", "c"));
            stairs.advance(at(80));
            assertThat(stairs.told()).endsWith("id:c cart_abandoned");
            assertThat(stairs.told()).doesNotContain("email:a@x.org cart_abandoned");
        }
    }

    @Test
    void whatWaitsForAChannelSurvivesARestoreAndGoesWhenItsTimeIsUp() throws Exception {
        PersonSettings waiting = waiting(30);
        Map<String, OperatorSubtaskState> before;
        try (Staircase stairs = new Staircase(Staircase.SETTINGS, waiting, Map.of())) {
            stairs.push(shopper.add("a", at(0), "anonymous_id", "w", "customer_id", "c"));
            assertThat(stairs.told()).isEmpty();
            before = stairs.snapshot(1);
        }
        try (Staircase restored = new Staircase(Staircase.SETTINGS, waiting, before)) {
            restored.advance(at(30));
            assertThat(restored.told()).containsExactly("id:c add_to_cart");
            assertThat(restored.operations)
                    .extracting(operation -> operation.subject().channel())
                    .containsExactly("none");
        }
    }

    @Test
    void whatWaitsForAChannelGoesBehindTheIdentifyThatNamesOne() throws Exception {
        try (Staircase stairs = new Staircase(Staircase.SETTINGS, waiting(30), Map.of())) {
            stairs.push(shopper.add("a", at(0), "anonymous_id", "w", "customer_id", "c"));
            stairs.push(shopper.view("v", at(1), "email", "a@x.org", "customer_id", "c"));
            assertThat(stairs.told())
                    .containsExactly("id:c identify", "id:c add_to_cart", "id:c product_viewed");
            assertThat(stairs.operations).extracting(Operation::seq).containsExactly(1L, 2L, 3L);
        }
    }

    private static PersonSettings waiting(long minutes) {
        PersonSettings usual = Staircase.PERSON;
        return new PersonSettings(
                usual.abandonAfter(),
                usual.cartGrace(),
                usual.orders(),
                new ChannelRules(ChannelRules.Unknown.OMIT, 300_000, minutes * 60_000),
                usual.namespace(),
                usual.ulidKey(),
                usual.contractVersion(),
                usual.sabotage());
    }
}
