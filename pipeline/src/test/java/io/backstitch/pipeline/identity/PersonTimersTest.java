package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.person.OrderRules;
import io.backstitch.pipeline.person.PersonSettings;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The person's timers in Flink's harness: they follow the watermark alone, survive a restore, and
 * are gone with what they were for.
 */
class PersonTimersTest {
    private static final String PERSON = "customer_id";
    private static final String[] SHOPPER = {"anonymous_id", "w", PERSON, "c"};
    private static final PersonSettings BACKEND_ONLY = backendOnly();

    private final Shopper shopper = new Shopper();
    private Staircase stairs;

    private static PersonSettings backendOnly() {
        PersonSettings usual = Staircase.PERSON;
        return new PersonSettings(
                usual.abandonAfter(),
                usual.cartGrace(),
                new OrderRules(true, "", true, 600_000, usual.orders().retention()),
                usual.channels(),
                usual.namespace(),
                usual.ulidKey(),
                usual.contractVersion(),
                usual.sabotage());
    }

    @BeforeEach
    void start() throws Exception {
        stairs = new Staircase(Staircase.SETTINGS, BACKEND_ONLY, Map.of(), step -> step);
    }

    @AfterEach
    void close() throws Exception {
        stairs.close();
    }

    /** The same steps, from a snapshot. */
    private void restore() throws Exception {
        Map<String, OperatorSubtaskState> snapshot = stairs.snapshot(1);
        stairs.close();
        stairs = new Staircase(Staircase.SETTINGS, BACKEND_ONLY, snapshot, step -> step);
    }

    private static String[] with(String... more) {
        String[] all = new String[SHOPPER.length + more.length];
        System.arraycopy(more, 0, all, 0, more.length);
        System.arraycopy(SHOPPER, 0, all, more.length, SHOPPER.length);
        return all;
    }

    @Test
    void anOrderWaitsForTheBackendAcrossARestoreAndGoesByTheWatermarkAlone() throws Exception {
        stairs.push(shopper.order("o", at(1), at(2), with("order_id", "7")));
        assertThat(stairs.told()).doesNotContain("id:c order_completed");
        assertThat(stairs.timers(PERSON)).isEqualTo(1);

        restore();
        assertThat(stairs.timers(PERSON)).isEqualTo(1);
        stairs.advance(at(12) - 1);
        assertThat(stairs.told()).isEmpty();
        stairs.advance(at(12));
        assertThat(stairs.told()).containsExactly("id:c identify", "id:c order_completed");
        assertThat(stairs.timers(PERSON)).isZero();

        restore();
        stairs.advance(at(100));
        assertThat(stairs.told()).as("once").isEmpty();
    }

    @Test
    void theBackendsReportAfterARestoreEndsTheWait() throws Exception {
        stairs.push(shopper.order("o", at(1), at(2), with("order_id", "7")));
        restore();
        stairs.push(shopper.order("b", at(1), at(5), "order_id", "7", PERSON, "c"));
        assertThat(stairs.told()).containsExactly("id:c identify", "id:c order_completed");
        assertThat(stairs.receipts)
                .extracting(receipt -> receipt.getEventId() + " " + receipt.getReason())
                .containsExactly("o order_id");
        assertThat(stairs.timers(PERSON)).isZero();
        stairs.advance(at(60));
        assertThat(stairs.told()).hasSize(2);
    }

    @Test
    void aWaitingOrderSuppressesItsCartAtOnce() throws Exception {
        stairs.push(shopper.add("a", at(0), with("cart_id", "k")));
        stairs.advance(at(80));
        assertThat(stairs.told()).endsWith("id:c cart_abandoned");
        stairs.push(shopper.order("o", at(70), at(85), with("cart_id", "k", "order_id", "7")));
        assertThat(stairs.told()).endsWith("id:c cart_recovery_suppressed");
        stairs.advance(at(95));
        assertThat(stairs.told()).endsWith("id:c order_completed");
        assertThat(stairs.timers(PERSON)).isZero();
    }

    @Test
    void aCartsTimerSurvivesARestoreAndMovesWithItsActivity() throws Exception {
        stairs.push(shopper.add("a", at(0), with("cart_id", "k")));
        restore();
        stairs.push(shopper.add("b", at(30), with("cart_id", "k")));
        assertThat(stairs.timers(PERSON)).as("one, not two").isEqualTo(1);
        stairs.advance(at(110) - 1);
        assertThat(stairs.told()).doesNotContain("id:c cart_abandoned");
        stairs.advance(at(110));
        assertThat(stairs.told()).endsWith("id:c cart_abandoned");
        assertThat(stairs.timers(PERSON)).isZero();
    }

    @Test
    void anOrderTakesItsCartsTimerAlong() throws Exception {
        stairs.push(shopper.add("a", at(0), with("cart_id", "k")));
        assertThat(stairs.timers(PERSON)).isEqualTo(1);
        stairs.push(shopper.order("b", at(5), at(5), "cart_id", "k", "order_id", "7", PERSON, "c"));
        assertThat(stairs.timers(PERSON)).isZero();
    }

    @Test
    void aGuestsTimersMoveWithTheGuest() throws Exception {
        stairs.push(
                shopper.add("a", at(0), "anonymous_id", "w", "cart_id", "k", "email", "g@x.org"));
        stairs.push(
                shopper.order(
                        "o",
                        at(1),
                        at(1),
                        "anonymous_id",
                        "w",
                        "order_id",
                        "7",
                        "email",
                        "g@x.org"));
        assertThat(stairs.timers("email")).as("the waiting order").isEqualTo(1);

        stairs.push(shopper.view("v", at(2), "anonymous_id", "w", "email", "g@x.org", PERSON, "c"));
        assertThat(stairs.timers("email")).as("none stays behind").isZero();
        assertThat(stairs.timers(PERSON)).isEqualTo(1);
        restore();
        stairs.advance(at(300));
        assertThat(stairs.told())
                .contains("id:c order_completed")
                .doesNotContain("id:c cart_abandoned", "email:g@x.org order_completed");
        assertThat(stairs.timers(PERSON)).isZero();
    }

    @Test
    void whenAllIsDoneNoTimerIsLeftAnywhere() throws Exception {
        stairs.push(shopper.add("a", at(0), with("cart_id", "k")));
        stairs.push(shopper.order("o", at(1), at(1), with("order_id", "7")));
        stairs.advance(at(500 * 1440));
        assertThat(stairs.timers()).isZero();
    }
}
