package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.JourneyDefinition.CART_RECOVERY;
import static io.backstitch.sandbox.customerio.JourneyDefinition.CROSS_SELL;
import static io.backstitch.sandbox.customerio.JourneyEntry.Outcome.EXITED;
import static io.backstitch.sandbox.customerio.JourneyEntry.Outcome.MAILED;
import static io.backstitch.sandbox.customerio.JourneyEntry.Outcome.NO_CHANNEL;
import static io.backstitch.sandbox.customerio.JourneyEntry.Outcome.WAITING;
import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who enters, who leaves and who would have been mailed. */
class JourneysTest extends SandboxTestBase {

    private static final String ANN = id("ann");

    @BeforeEach
    void start() {
        start(traffic());
        client.ok(identify(ANN, "'email':'ann@shop.example'"));
    }

    private void abandon(String cart, long at) {
        client.ok(
                event(ANN, "cart_abandoned", at, "'cart_id':'" + cart + "','items':[{'sku':'s'}]"));
    }

    private List<JourneyEntry> recovery() {
        return sandbox.journeyEntries(CART_RECOVERY);
    }

    private JourneyEntry.Outcome outcome() {
        assertThat(recovery()).hasSize(1);
        return recovery().get(0).outcome();
    }

    @Test
    void anAbandonedCartIsMailedAfterHalfAnHour() {
        abandon("k", T0);
        sandbox.setClock(T0 + 30 * MINUTE);
        assertThat(outcome()).isEqualTo(WAITING);
        sandbox.setClock(T0 + 30 * MINUTE + 1);
        assertThat(outcome()).isEqualTo(MAILED);

        JourneyEntry entry = recovery().get(0);
        assertThat(entry.label()).isEqualTo("ann@shop.example");
        assertThat(entry.cartId()).isEqualTo("k");
        assertThat(entry.enteredAt()).isEqualTo(T0);
        assertThat(entry.dueAt()).isEqualTo(T0 + 30 * MINUTE);
        assertThat(entry.outcomeAt()).isEqualTo(entry.dueAt());
        assertThat(entry.items().toString()).isEqualTo("[{\"sku\":\"s\"}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cart_recovery_suppressed", "cart_recovered", "order_completed"})
    void anExitInTimeStopsTheMail(String exit) {
        abandon("k", T0);
        client.ok(event(ANN, exit, T0 + 30 * MINUTE, "'cart_id':'k'"));
        sandbox.setClock(T0 + DAY);

        assertThat(outcome()).isEqualTo(EXITED);
        assertThat(recovery().get(0).exitedBy()).isEqualTo(exit);
        assertThat(recovery().get(0).outcomeAt()).isEqualTo(T0 + 30 * MINUTE);
    }

    @Test
    void anExitAfterTheDueTimeComesTooLate() {
        abandon("k", T0);
        client.ok(event(ANN, "cart_recovered", T0 + 30 * MINUTE + 1, "'cart_id':'k'"));

        assertThat(outcome()).isEqualTo(MAILED);
    }

    @Test
    void onlyTheReceiveTimeOfAnExitCounts() {
        abandon("k", T0);
        sandbox.setClock(T0 + 31 * MINUTE);
        client.ok(event(ANN, "order_completed", T0 - HOUR, "'cart_id':'k'"));

        assertThat(outcome()).isEqualTo(MAILED);
    }

    @Test
    void anotherCartsRecoveryChangesNothingButAnOrderEndsAllWaits() {
        abandon("k1", T0);
        abandon("k2", T0 + MINUTE);
        client.ok(event(ANN, "cart_recovered", T0 + 2 * MINUTE, "'cart_id':'k2'"));
        assertThat(recovery()).extracting(JourneyEntry::outcome).containsExactly(WAITING, EXITED);
        client.ok(event(ANN, "order_completed", T0 + 3 * MINUTE, "'cart_id':'k9'"));
        assertThat(recovery()).extracting(JourneyEntry::outcome).containsExactly(EXITED, EXITED);
    }

    @Test
    void aPersonWaitsOncePerCart() {
        abandon("k", T0);
        abandon("k", T0 + MINUTE);
        assertThat(recovery()).hasSize(1);

        abandon("k", T0 + HOUR);
        assertThat(recovery()).extracting(JourneyEntry::outcome).containsExactly(MAILED, WAITING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cart_Abandoned", "cart abandoned", "CartAbandoned"})
    void namesAreComparedLiterally(String name) {
        client.ok(event(ANN, name, T0, "'cart_id':'k'"));

        assertThat(recovery()).isEmpty();
    }

    @Test
    void anEventOlderThan72HoursTriggersNothingAndEndsNothing() {
        abandon("old", T0 - 72 * HOUR - 1);
        assertThat(recovery()).isEmpty();
        abandon("k", T0 - 72 * HOUR);
        assertThat(outcome()).isEqualTo(WAITING);
        client.ok(event(ANN, "order_completed", T0 - 72 * HOUR - 1, "'cart_id':'k'"));
        assertThat(outcome()).isEqualTo(WAITING);
    }

    @Test
    void withoutAnEmailAtTheDueTimeNothingIsMailed() {
        client.ok(event(id("bob"), "cart_abandoned", T0, "'cart_id':'b'"));
        client.ok(event(id("eve"), "cart_abandoned", T0, "'cart_id':'e'"));
        client.ok(identify(id("eve"), "'email':'eve@shop.example'", T0 + 10 * MINUTE));
        client.ok(identify(id("bob"), "'email':'bob@shop.example'", T0 + 31 * MINUTE));
        sandbox.setClock(T0 + DAY);

        assertThat(recovery())
                .extracting(JourneyEntry::outcome)
                .containsExactly(NO_CHANNEL, MAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "true,NO_CHANNEL",
        "'\"TRUE\"',NO_CHANNEL",
        "1,NO_CHANNEL",
        "'\"1\"',NO_CHANNEL",
        "false,MAILED",
        "0,MAILED",
        "'\"yes\"',MAILED",
        "'{}',MAILED"
    })
    void theUnsubscribedAreNotMailed(String unsubscribed, JourneyEntry.Outcome expected) {
        abandon("k", T0);
        client.ok(identify(ANN, "'unsubscribed':" + unsubscribed));
        sandbox.setClock(T0 + DAY);

        assertThat(outcome()).isEqualTo(expected);
    }

    @Test
    void anOrderIsFollowedByACrossSellOfExactlyItsItems() {
        client.ok(
                event(
                        ANN,
                        "order_completed",
                        T0,
                        "'order_id':'o1','items':[{'sku':'a'},{'sku':'b'}]"));
        sandbox.setClock(T0 + 2 * DAY + 1);

        JourneyEntry entry = sandbox.journeyEntries(CROSS_SELL).get(0);
        assertThat(entry.outcome()).isEqualTo(MAILED);
        assertThat(entry.orderId()).isEqualTo("o1");
        assertThat(entry.items()).hasSize(2);
    }

    @Test
    void whoBuysAgainMeanwhileIsMailedForTheLastOrderOnly() {
        client.ok(event(ANN, "order_completed", T0, "'order_id':'o1'"));
        client.ok(event(ANN, "order_completed", T0 + MINUTE, "'order_id':'o1'"));
        client.ok(event(ANN, "order_completed", T0 + DAY, "'order_id':'o2'"));
        sandbox.setClock(T0 + 4 * DAY);

        assertThat(sandbox.journeyEntries(CROSS_SELL))
                .extracting(JourneyEntry::orderId, JourneyEntry::outcome)
                .containsExactly(tuple("o1", EXITED), tuple("o2", MAILED));
    }

    @Test
    void theNaiveTeamTriggersOnTheCheckout() {
        start(traffic().journeys(JourneyDefinition.forNaiveForwarding()));
        client.ok(identify(ANN, "'email':'ann@shop.example'"));
        client.ok(event(ANN, "checkout_started", T0, "'cart_id':'k'"));
        sandbox.setClock(T0 + 80 * MINUTE + 1);

        assertThat(outcome()).isEqualTo(MAILED);
    }

    @Test
    void journeysAreData() {
        start(
                traffic()
                        .journeys(
                                List.of(
                                        new JourneyDefinition(
                                                "welcome",
                                                "Welcome",
                                                "Says hello.",
                                                "signed_up",
                                                Duration.ofMinutes(1),
                                                List.of(),
                                                "plan"))));
        client.ok(event(ANN, "signed_up", T0, "'plan':'p'"));
        sandbox.setClock(T0 + HOUR);

        assertThat(sandbox.journeyEntries("welcome").get(0).outcome()).isEqualTo(NO_CHANNEL);
        assertThat(sandbox.summary().journeys().get(0).noChannel()).isEqualTo(1);
        assertThat(sandbox.journeyEntries("unknown")).isEmpty();
    }

    @Test
    void aRepeatedEventTriggersOnce() {
        String order =
                "{'type':'person','action':'event','identifiers':{'id':'ann'},'name':'order_completed',"
                        + "'id':'01HF0000000000000000000001','attributes':{'order_id':'o1'}}";
        client.ok(order, order);

        assertThat(sandbox.journeyEntries(CROSS_SELL)).hasSize(1);
    }
}
