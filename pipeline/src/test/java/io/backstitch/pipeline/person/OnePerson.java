package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Feedback;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.schemas.wire.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * A ledger in the test's hands, written and read back after every call as the state backend does.
 * Times are minutes after nine.
 */
final class OnePerson implements Outbox {
    static final long MINUTE = 60_000L;
    static final long NINE = 1_764_579_600_000L;

    final List<Operation> operations = new ArrayList<>();
    int folded;
    int filled;
    final List<String> notSent = new ArrayList<>();
    final PersonKey key;
    private final PersonSettings settings;
    LedgerState state = new LedgerState();

    OnePerson() {
        this(ChannelRules.DEFAULT);
    }

    OnePerson(ChannelRules channels) {
        this(new PersonKey(PersonKey.ID, "c"), channels);
    }

    OnePerson(PersonKey key, ChannelRules channels) {
        this.key = key;
        this.settings =
                new PersonSettings(
                        60 * MINUTE,
                        20 * MINUTE,
                        Person.RULES,
                        channels,
                        "test",
                        "key".getBytes(StandardCharsets.UTF_8),
                        "1.0.0",
                        PersonSettings.Sabotage.NONE);
    }

    static long at(double minute) {
        return NINE + Math.round(minute * MINUTE);
    }

    // ---- what happens

    OnePerson apply(Bundle... bundles) {
        ledger().apply(List.of(bundles));
        return reread();
    }

    OnePerson tick(double minute) {
        ledger().tick(at(minute));
        return reread();
    }

    OnePerson absorb(OnePerson other, double minute) {
        ledger().absorb(
                        LedgerState.fromBytes(other.state.toBytes()),
                        other.key,
                        new Origin("orders", 0, 9, at(minute)),
                        List.of());
        return reread();
    }

    OnePerson erase(Erase request) {
        ledger().delete(request, List.of());
        return reread();
    }

    private OnePerson reread() {
        state = LedgerState.fromBytes(state.toBytes());
        return this;
    }

    /** Minutes after nine, or -1 for never. */
    double deadline() {
        long next = ledger().nextDeadline();
        return next == Long.MAX_VALUE ? -1 : (next - NINE) / (double) MINUTE;
    }

    private Ledger ledger() {
        return new Ledger(state, key, settings, this);
    }

    @Override
    public void operation(Operation operation) {
        operations.add(operation);
    }

    @Override
    public void folded(int orders) {
        folded += orders;
    }

    @Override
    public void filled(int items) {
        filled += items;
    }

    @Override
    public void filtered(Bundle bundle, Event event, String reason) {
        notSent.add(reason);
    }

    @Override
    public void duplicate(Bundle bundle, Event event, String reason) {
        notSent.add(event.id() + " " + reason);
    }

    @Override
    public void withheld(Operation event, Outcome outcome, String reason) {
        notSent.add(event.subject().eventId() + " " + outcome + " " + reason);
    }

    // ---- what came out

    List<String> names() {
        return names(operations);
    }

    /** Events by their names, other operations by their kinds. */
    static List<String> names(List<Operation> operations) {
        List<String> names = new ArrayList<>();
        for (Operation operation : operations) {
            names.add(
                    operation.kind() == Operation.Kind.EVENT
                            ? operation.subject().eventName()
                            : operation.kind().name().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    int count(String name) {
        return Collections.frequency(names(), name);
    }

    /** Body of the last operation of that name. */
    String last(String name) {
        return text(operations.get(names().lastIndexOf(name)).body());
    }

    /** An attribute as Customer.io has it; null if it was never told. */
    String told(String attribute) {
        byte[] json = state.sent.attributes.get(attribute);
        return json == null ? null : text(json);
    }

    static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    static byte[] json(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    // ---- short forms of input

    static Bundle profile(double minute, String... namesAndJson) {
        List<Attribute> attributes = new ArrayList<>();
        for (int i = 0; i < namesAndJson.length; i += 2) {
            byte[] value = namesAndJson[i + 1] == null ? null : json(namesAndJson[i + 1]);
            attributes.add(new Attribute(namesAndJson[i], value, at(minute), 1));
        }
        return bundle(minute, "web", attributes, List.of());
    }

    static Bundle feedback(double minute, Feedback feedback) {
        return bundle(minute, "web", List.of(feedback.at(at(minute))), List.of());
    }

    static Bundle feedback(double minute, Feedback feedback, String text) {
        Attribute fact = feedback.at(Json.text(text), at(minute));
        return bundle(minute, "web", List.of(fact), List.of());
    }

    static Bundle view(String id, double minute) {
        return event(id, "product_viewed", minute, minute, Commerce.Kind.VIEW, null, null, null);
    }

    static Bundle add(String id, String cart, double minute) {
        return event(
                id, "add_to_cart", minute, minute, Commerce.Kind.CART_ADD, null, cart, items(1));
    }

    static Bundle remove(String id, String cart, double minute) {
        return event(
                id,
                "remove_from_cart",
                minute,
                minute,
                Commerce.Kind.CART_REMOVE,
                null,
                cart,
                items(1));
    }

    static Bundle checkout(String id, String cart, double minute) {
        return event(
                id,
                "checkout_started",
                minute,
                minute,
                Commerce.Kind.CHECKOUT,
                null,
                cart,
                items(2));
    }

    static Bundle order(String id, String order, String cart, double minute, double arrival) {
        return event(
                id, "order_completed", minute, arrival, Commerce.Kind.ORDER, order, cart, null);
    }

    static Bundle refund(String id, String order, double minute) {
        return event(id, "order_refunded", minute, minute, Commerce.Kind.REFUND, order, null, null);
    }

    static Bundle cancel(String id, String order, double minute) {
        return event(
                id, "order_cancelled", minute, minute, Commerce.Kind.CANCEL, order, null, null);
    }

    static byte[] items(int quantity) {
        return json("[{\"product_id\":\"p1\",\"quantity\":" + quantity + ",\"price\":10.00}]");
    }

    static Bundle event(
            String id,
            String name,
            double minute,
            double arrival,
            Commerce.Kind kind,
            String order,
            String cart,
            byte[] items) {
        boolean money = kind == Commerce.Kind.ORDER || kind == Commerce.Kind.REFUND;
        Event event =
                new Event(
                        id,
                        name,
                        name,
                        at(minute),
                        at(minute),
                        json("{}"),
                        new Commerce(kind, order, cart, "EUR", money ? 1000L : null, items));
        boolean backend = order != null;
        return bundle(arrival, backend ? "backend" : "web", List.of(), List.of(event));
    }

    static Bundle bundle(
            double arrival, String platform, List<Attribute> profile, List<Event> events) {
        return new Bundle(
                "customer_id",
                "c",
                "customer_id:c",
                new Origin("t", 0, 0, at(arrival)),
                "backend".equals(platform) ? "orders" : "mparticle",
                platform,
                "w",
                Ids.of("customer_id", "c"),
                profile,
                events,
                0,
                Stitch.KNOWN,
                List.of(),
                List.of());
    }
}
