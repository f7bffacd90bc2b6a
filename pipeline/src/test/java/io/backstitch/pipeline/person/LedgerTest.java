package io.backstitch.pipeline.person;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.schemas.wire.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final long MINUTE = 60_000L;
    private static final long NINE = 1_764_579_600_000L;
    private static final PersonKey PERSON = new PersonKey(PersonKey.ID, "c");
    private static final PersonSettings SETTINGS =
            new PersonSettings(
                    60 * MINUTE,
                    20 * MINUTE,
                    new OrderRules(true, "", false, 10 * MINUTE, 730 * 1440 * MINUTE),
                    ChannelRules.DEFAULT,
                    "test",
                    "key".getBytes(StandardCharsets.UTF_8),
                    "1.0.0",
                    PersonSettings.Sabotage.NONE);

    private final List<Operation> operations = new ArrayList<>();
    private final List<String> duplicates = new ArrayList<>();
    private LedgerState state = new LedgerState();

    @Test
    void aGuestsAndACustomersOrderAreOneWhenBothNameIt() {
        apply(order("client", "o1", 0, 1000L, "web"));
        apply(order("backend", "o1", 1, 990L, "backend"));
        assertThat(names()).containsExactly("identify", "order_completed", "identify");
        assertThat(duplicates).containsExactly("backend order_id");
        assertThat(body(2)).contains("\"lifetime_value\":9.90");
    }

    @Test
    void theBackendsFiguresStandWhoeverComesFirst() {
        apply(order("backend", "o1", 1, 990L, "backend"));
        apply(order("client", "o1", 0, 1000L, "web"));
        assertThat(names()).containsExactly("identify", "order_completed");
        assertThat(body(0)).contains("\"orders_count\":1", "\"lifetime_value\":9.90");
    }

    @Test
    void aRefundBeforeItsOrderCountsOnceTheOrderIsKnown() {
        apply(event("r1", "order_refunded", Commerce.Kind.REFUND, "o1", null, 5, 400L, "backend"));
        assertThat(names()).containsExactly("order_refunded");
        apply(order("b1", "o1", 1, 1000L, "backend"));
        assertThat(body(1)).contains("\"lifetime_value\":6.00");
    }

    @Test
    void onlyChangesOfTheProfileAreSent() {
        apply(profile("first_name", "\"Ada\"", 1));
        apply(profile("first_name", "\"Ada\"", 2));
        apply(profile("first_name", "\"Late\"", 0));
        assertThat(names()).containsExactly("identify");
    }

    @Test
    void identifyTimestampsRiseEvenWithinASecond() {
        apply(profile("first_name", "\"Ada\"", 1));
        apply(profile("last_name", "\"L\"", 1));
        assertThat(body(0)).contains("\"timestamp\":" + (NINE + MINUTE) / 1000 + ",");
        assertThat(body(1)).contains("\"timestamp\":" + ((NINE + MINUTE) / 1000 + 1) + ",");
    }

    @Test
    void eligibilityNeedsChannelAndConsent() {
        apply(profile("email_opt_in", "true", 1));
        assertThat(body(0)).contains("\"email_eligible\":false");
        apply(profile("email", "\"a@x.org\"", 2));
        assertThat(body(1)).contains("\"email_eligible\":true");
        apply(profile("email_opt_in", "false", 3));
        assertThat(body(2)).contains("\"email_eligible\":false");
    }

    @Test
    void ofTwoConsentsAtOnceTheRefusalStandsInAnyOrder() {
        apply(profile("email", "\"a@x.org\"", 1));
        apply(profile("email_opt_in", "false", 2));
        apply(profile("email_opt_in", "true", 2));
        assertThat(names()).containsExactly("identify", "identify");
        assertThat(body(1)).contains("\"email_opt_in\":false", "\"email_eligible\":false");
    }

    @Test
    void aCartIsAnnouncedOnceWithItsContents() {
        apply(cart("a1", Commerce.Kind.CART_ADD, "k", 0, items("p1", 1, "10.00")));
        apply(cart("a2", Commerce.Kind.CART_ADD, "k", 5, items("p1", 2, "10.00")));
        apply(cart("a3", Commerce.Kind.CART_ADD, "k", 6, items("p2", 1, "2.50")));
        assertThat(deadline()).isEqualTo(NINE + 86 * MINUTE);
        tick(86);
        tick(200);
        assertThat(names())
                .containsExactly("add_to_cart", "add_to_cart", "add_to_cart", "cart_abandoned");
        assertThat(body(3)).contains("\"value\":32.50", "\"quantity\":3", "\"cart_id\":\"k\"");
    }

    @Test
    void anEmptiedCartIsNotAnnounced() {
        apply(cart("a1", Commerce.Kind.CART_ADD, "k", 0, items("p1", 1, "10.00")));
        apply(cart("a2", Commerce.Kind.CART_REMOVE, "k", 5, items("p1", 1, "10.00")));
        tick(200);
        assertThat(names()).doesNotContain("cart_abandoned");
    }

    @Test
    void aCartThatIsTakenUpAgainMayBeAnnouncedAgain() {
        apply(cart("a1", Commerce.Kind.CART_ADD, "k", 0, items("p1", 1, "10.00")));
        tick(80);
        apply(cart("a2", Commerce.Kind.CHECKOUT, "k", 300, items("p1", 1, "10.00")));
        tick(380);
        assertThat(Collections.frequency(names(), "cart_abandoned")).isEqualTo(2);
        assertThat(operations.stream().map(Operation::id).distinct().count()).isEqualTo(4);
    }

    @Test
    void anOrderInTimeButKnownLateSuppresses() {
        apply(cart("a1", Commerce.Kind.CHECKOUT, "k", 0, items("p1", 1, "10.00")));
        tick(80);
        apply(orderOf("b1", "o1", "k", 2, 150));
        assertThat(names())
                .endsWith(
                        "cart_abandoned",
                        "identify",
                        "order_completed",
                        "cart_recovery_suppressed");
        String suppressed = body(operations.size() - 1);
        assertThat(suppressed)
                .contains("\"lateness\":8880")
                .contains("\"timestamp\":" + (NINE + 150 * MINUTE) / 1000);
    }

    @Test
    void anOrderAfterTheAnnouncementRecovers() {
        apply(cart("a1", Commerce.Kind.CHECKOUT, "k", 0, items("p1", 1, "10.00")));
        tick(80);
        apply(orderOf("b1", "o1", null, 100, 100));
        assertThat(names()).endsWith("cart_recovered");
        assertThat(body(operations.size() - 2)).contains("\"cart_id\":\"k\"");
    }

    @Test
    void whicheverOfTwoOrdersAnswersFirstTheAnswerHasOneId() {
        String late = answerTo(orderOf("b1", "o1", "k", 2, 150));
        String recovering = answerTo(orderOf("b2", "o2", "k", 100, 150));
        assertThat(late).isEqualTo(recovering);
    }

    private static String answerTo(Bundle order) {
        OnePerson person = new OnePerson();
        person.apply(cart("a1", Commerce.Kind.CHECKOUT, "k", 0, items("p1", 1, "10.00")));
        person.tick(80);
        person.apply(order);
        return person.operations.get(person.operations.size() - 1).id();
    }

    @Test
    void cartEventsAfterTheirOrderOpenNothing() {
        apply(orderOf("b1", "o1", "k", 2, 2));
        apply(cart("a1", Commerce.Kind.CHECKOUT, "k", 0, items("p1", 1, "10.00")));
        apply(cart("a2", Commerce.Kind.CART_ADD, "k", 3, items("p1", 1, "10.00")));
        assertThat(deadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aCartWithoutIdGetsOneOfTheLedger() {
        apply(cart("a1", Commerce.Kind.CART_ADD, null, 0, items("p1", 1, "10.00")));
        apply(cart("a2", Commerce.Kind.CHECKOUT, null, 5, items("p1", 1, "10.00")));
        assertThat(body(0)).contains("\"cart_id\":\"own-a1\"");
        assertThat(body(1)).contains("\"cart_id\":\"own-a1\"");
    }

    @Test
    void anAbsorbedLedgerGivesUnknownPeopleItsProfileAndMergesKnownOnes() {
        apply(order("b1", "o1", 1, 1000L, "backend"));
        LedgerState guest = LedgerState.fromBytes(state.toBytes());
        state = new LedgerState();
        operations.clear();
        absorb(guest);
        assertThat(names())
                .as("a merge if Customer.io has both; the identify names the email to link it")
                .containsExactly("merge", "identify");
        assertThat(body(0)).contains("\"known\":false");
        assertThat(body(1)).contains("\"email\":\"g@x.org\"");

        state = new LedgerState();
        apply(profile("first_name", "\"Ada\"", 1));
        operations.clear();
        absorb(guest);
        assertThat(names()).containsExactly("merge", "identify");
        assertThat(body(0)).contains("\"known\":true");
        assertThat(body(1)).contains("\"orders_count\":1");
    }

    /** What is known in the end does not depend on the order in which it was told. */
    @Property(tries = 300)
    void knowledgeIsOrderInsensitive(@ForAll @IntRange(min = 1, max = 1_000_000) int seed) {
        List<Bundle> history = history(new Random(seed));
        List<Bundle> shuffled = new ArrayList<>(history);
        shuffled.addAll(history.subList(0, history.size() / 2));
        Collections.shuffle(shuffled, new Random(seed + 1L));
        assertThat(known(shuffled)).isEqualTo(known(history));
    }

    private static List<Bundle> history(Random random) {
        List<Bundle> history = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            int minute = random.nextInt(500);
            String order = "o" + random.nextInt(3);
            String cart = "k" + random.nextInt(2);
            long money = 100L * (1 + random.nextInt(9));
            history.add(
                    switch (random.nextInt(5)) {
                        case 0 -> profile("first_name", "\"n" + random.nextInt(3) + "\"", minute);
                        case 1 ->
                                event(
                                        "e" + i,
                                        "order_completed",
                                        Commerce.Kind.ORDER,
                                        order,
                                        null,
                                        minute,
                                        money,
                                        random.nextBoolean() ? "web" : "backend");
                        case 2 ->
                                event(
                                        "e" + i,
                                        "order_refunded",
                                        Commerce.Kind.REFUND,
                                        order,
                                        null,
                                        minute,
                                        50L,
                                        "backend");
                        case 3 ->
                                cart(
                                        "e" + i,
                                        Commerce.Kind.CART_ADD,
                                        cart,
                                        minute,
                                        items("p" + random.nextInt(2), 1, "1.00"));
                        default ->
                                cart(
                                        "e" + i,
                                        Commerce.Kind.CHECKOUT,
                                        cart,
                                        minute,
                                        items("p1", 2, "1.00"));
                    });
        }
        return history;
    }

    private static String known(List<Bundle> history) {
        LedgerState fresh = new LedgerState();
        Ledger ledger =
                new Ledger(
                        fresh,
                        PERSON,
                        SETTINGS,
                        new Outbox() {
                            @Override
                            public void operation(Operation operation) {}

                            @Override
                            public void folded(int orders) {}

                            @Override
                            public void filled(int items) {}

                            @Override
                            public void withheld(Operation event, Outcome outcome, String why) {}

                            @Override
                            public void filtered(Bundle bundle, Event event, String reason) {
                                throw new AssertionError("nothing is filtered here");
                            }

                            @Override
                            public void duplicate(Bundle bundle, Event event, String reason) {}
                        });
        history.forEach(bundle -> ledger.apply(List.of(bundle)));
        StringBuilder known = new StringBuilder();
        fresh.profile.registers.forEach(
                (name, value) -> known.append(name).append(text(value.json())));
        TreeMap<String, byte[]> totals = new TreeMap<>();
        new OrderTotals(fresh.orders).derive("EUR", fresh.sent.attributes, totals);
        fresh.purchases.derive(fresh.orders, fresh.products, fresh.sent.attributes, totals);
        totals.forEach((name, value) -> known.append(' ').append(name).append(text(value)));
        fresh.carts.byId.forEach(
                (id, cart) ->
                        known.append(' ')
                                .append(id)
                                .append(cart.lastActivity)
                                .append(text(fresh.carts.contents(id, cart).items())));
        return known.append(ledger.nextDeadline()).toString();
    }

    private static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    // ---- short forms

    private void apply(Bundle bundle) {
        ledger().apply(List.of(bundle));
        state = LedgerState.fromBytes(state.toBytes());
    }

    private void tick(int minute) {
        ledger().tick(NINE + minute * MINUTE);
    }

    private long deadline() {
        return ledger().nextDeadline();
    }

    private void absorb(LedgerState guest) {
        ledger().absorb(
                        LedgerState.fromBytes(guest.toBytes()),
                        new PersonKey(PersonKey.EMAIL, "g@x.org"),
                        new Origin("orders", 0, 9, NINE),
                        List.of());
    }

    private Ledger ledger() {
        return new Ledger(
                state,
                PERSON,
                SETTINGS,
                new Outbox() {
                    @Override
                    public void operation(Operation operation) {
                        operations.add(operation);
                    }

                    @Override
                    public void folded(int orders) {}

                    @Override
                    public void filled(int items) {}

                    @Override
                    public void withheld(Operation event, Outcome outcome, String why) {}

                    @Override
                    public void filtered(Bundle bundle, Event event, String reason) {}

                    @Override
                    public void duplicate(Bundle bundle, Event event, String reason) {
                        duplicates.add(event.id() + " " + reason);
                    }
                });
    }

    private List<String> names() {
        return OnePerson.names(operations);
    }

    private String body(int index) {
        return text(operations.get(index).body());
    }

    private static byte[] items(String product, int quantity, String price) {
        return ("[{\"product_id\":\""
                        + product
                        + "\",\"quantity\":"
                        + quantity
                        + ",\"price\":"
                        + price
                        + "}]")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Bundle order(String id, String order, int minute, Long money, String platform) {
        return event(
                id, "order_completed", Commerce.Kind.ORDER, order, null, minute, money, platform);
    }

    private static Bundle orderOf(String id, String order, String cart, int minute, int arrival) {
        return bundle(
                id,
                "order_completed",
                new Commerce(Commerce.Kind.ORDER, order, cart, "EUR", 1000L, null),
                minute,
                arrival,
                "backend",
                List.of());
    }

    private static Bundle event(
            String id,
            String name,
            Commerce.Kind kind,
            String order,
            String cart,
            int minute,
            Long money,
            String platform) {
        return bundle(
                id,
                name,
                new Commerce(kind, order, cart, "EUR", money, null),
                minute,
                minute,
                platform,
                List.of());
    }

    private static Bundle cart(
            String id, Commerce.Kind kind, String cart, int minute, byte[] items) {
        return bundle(
                id,
                kind == Commerce.Kind.CHECKOUT ? "checkout_started" : "add_to_cart",
                new Commerce(kind, null, cart, "EUR", null, items),
                minute,
                minute,
                "web",
                List.of());
    }

    @Test
    void aLegacyNameIsForCustomerIoAloneAndRoutesKnowTheContracts() {
        byte[] none = "{}".getBytes(StandardCharsets.UTF_8);
        Event event = new Event("m", "add_to_cart", "Add", NINE, NINE, none, null, "Added_To_Cart");
        Bundle bundle = OnePerson.bundle(0, "web", List.of(), List.of(event));

        Operation operation = Ledger.anonymous("w", bundle, event, SETTINGS);

        assertThat(new String(operation.body(), StandardCharsets.UTF_8))
                .contains("\"name\":\"Added_To_Cart\"");
        assertThat(operation.subject().eventName()).isEqualTo("add_to_cart");
        assertThat(new Routes(Map.of("add_to_cart", "elsewhere")).deliver(bundle, event)).isFalse();
    }

    private static Bundle profile(String name, String json, int minute) {
        Attribute attribute =
                new Attribute(
                        name, json.getBytes(StandardCharsets.UTF_8), NINE + minute * MINUTE, 1);
        return bundle(null, null, null, minute, minute, "web", List.of(attribute));
    }

    private static Bundle bundle(
            String id,
            String name,
            Commerce commerce,
            int minute,
            int arrival,
            String platform,
            List<Attribute> profile) {
        long time = NINE + minute * MINUTE;
        List<Event> events =
                id == null
                        ? List.of()
                        : List.of(
                                new Event(
                                        id,
                                        name,
                                        name,
                                        time,
                                        time,
                                        "{}".getBytes(StandardCharsets.UTF_8),
                                        commerce));
        return OnePerson.bundle(arrival, platform, profile, events);
    }
}
