package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Stitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One person's ledger at work: takes bundles, timers and other ledgers, and hands operations to
 * delivery, profile before events.
 *
 * <p>What is known (attributes, orders, carts) does not depend on the order in which it was told.
 * What was handed to delivery is a fact too: later input compensates it and never unsends.
 *
 * <p>Not thread-safe; lives for one call of the operator, around state that was read once and is
 * written once.
 */
public final class Ledger {
    /** Kafka time of what no record caused. */
    private static final String NO_TOPIC = "";

    private final LedgerState state;
    private final PersonKey person;
    private final PersonSettings settings;
    private final Operations operations;
    private final Outbox outbox;

    /** Events decided in this call, to follow the identify. */
    private final List<Operation> pending = new ArrayList<>();

    public Ledger(LedgerState state, PersonKey person, PersonSettings settings, Outbox outbox) {
        this.state = state == null ? new LedgerState() : state;
        this.person = person;
        this.settings = settings;
        this.operations = new Operations(settings);
        this.outbox = outbox;
    }

    public LedgerState state() {
        return state;
    }

    /** When {@link #tick} wants to be called next, epoch milliseconds; greatest long for never. */
    public long nextDeadline() {
        return Carts.nextDeadline(state, settings);
    }

    /** Takes what input records say about this person; one identify for all, before the events. */
    public void apply(List<Bundle> bundles) {
        for (Bundle bundle : bundles) {
            state.awaits.addAll(bundle.laneAwaits());
            bundle.profile().forEach(attribute -> Profile.learn(state, attribute));
            for (Event event : bundle.events()) {
                apply(bundle, event);
            }
        }
        Bundle last = bundles.get(bundles.size() - 1);
        flush(last.origin(), last.source());
    }

    private void apply(Bundle bundle, Event event) {
        Commerce commerce = event.commerce();
        Commerce.Kind kind = commerce == null ? Commerce.Kind.VIEW : commerce.kind();
        switch (kind) {
            case VIEW -> plan(bundle, event, commerce == null ? null : commerce.cartId());
            case CART_ADD, CART_REMOVE, CHECKOUT -> plan(bundle, event, Carts.learn(state, event));
            case ORDER -> order(bundle, event);
            default -> {
                Orders.learn(state, event, rank(bundle));
                plan(bundle, event, commerce.cartId());
            }
        }
    }

    private void order(Bundle bundle, Event event) {
        OrderState order = Orders.learn(state, event, rank(bundle));
        if (order == null) {
            plan(bundle, event, event.commerce().cartId());
            return;
        }
        String orderId = event.commerce().orderId();
        String cartId = order.cartId == null ? Carts.closedBy(state, order) : order.cartId;
        boolean first = !order.announced;
        order.announced = true;
        if (first) {
            plan(bundle, event, cartId);
        } else {
            outbox.duplicate(bundle, event, "order_id");
        }
        for (Carts.Answer answer : Carts.close(state, orderId, order)) {
            answer(bundle.origin(), orderId, order, answer);
        }
    }

    private void answer(Origin origin, String orderId, OrderState order, Carts.Answer answer) {
        if (answer.late() && settings.sabotage() == PersonSettings.Sabotage.LATE) {
            return;
        }
        Json attributes =
                new Json()
                        .open()
                        .string("order_id", orderId)
                        .string("cart_id", answer.cartId())
                        .number("lateness", (origin.kafkaTime() - order.time) / 1000);
        pending.add(
                operations.derived(
                        person,
                        0,
                        origin,
                        answer.late() ? "cart_recovery_suppressed" : "cart_recovered",
                        answer.cartId() + "#" + answer.cart().announcements,
                        answer.late() ? origin.kafkaTime() : order.time,
                        orderId,
                        answer.cartId(),
                        attributes));
    }

    private void plan(Bundle bundle, Event event, String cartId) {
        pending.add(operations.event(person, 0, bundle, event, cartId, bundle.stitch()));
    }

    private static int rank(Bundle bundle) {
        return "backend".equals(bundle.platform()) ? OrderState.BACKEND : OrderState.CLIENT;
    }

    /** Pipeline time has reached {@code now}: announces the carts that are due. */
    public void tick(long now) {
        for (Carts.Due due : Carts.takeDue(state, now, settings)) {
            CartContents contents = due.contents();
            Json attributes =
                    new Json()
                            .open()
                            .string("cart_id", due.cartId())
                            .key("items")
                            .raw(contents.items());
            if (contents.valueMinor() != null) {
                attributes.key("value").raw(Json.money(contents.valueMinor(), contents.currency()));
            }
            if (contents.currency() != null) {
                attributes.string("currency", contents.currency());
            }
            pending.add(
                    operations.derived(
                            person,
                            0,
                            new Origin(NO_TOPIC, -1, -1, due.deadline()),
                            "cart_abandoned",
                            due.cartId() + "#" + due.cart().announcements,
                            due.deadline(),
                            null,
                            due.cartId(),
                            attributes));
        }
        flush(new Origin(NO_TOPIC, -1, -1, now), "derived");
    }

    /**
     * Takes over the ledger of somebody who turned out to be this person.
     *
     * <p>If Customer.io does not know this person yet, the next identify gives the other's profile
     * this id, and what was sent for the other holds. If it knows both, they must be merged there.
     */
    public void absorb(LedgerState other, PersonKey from, Origin origin, List<String> laneAwaits) {
        state.awaits.addAll(laneAwaits);
        other.profile.forEach((name, attribute) -> Profile.learn(state, name, attribute));
        other.orders.forEach((orderId, order) -> Orders.merge(state, orderId, order));
        other.carts.forEach((cartId, cart) -> Carts.merge(state, cartId, cart));
        state.lastIdentify = Math.max(state.lastIdentify, other.lastIdentify);
        boolean sameProfile = state.seq == 0 || from.value().equals(state.bornAs);
        if (other.seq > 0 && !sameProfile) {
            hand(operations.merge(person, from, ++state.seq, origin));
        } else if (other.seq > 0) {
            state.sent.putAll(other.sent);
            // The identify that assigns the id names the other by this attribute.
            state.sent.remove(from.type());
            Profile.learn(
                    state,
                    from.type(),
                    new LedgerState.AttributeState(Json.text(from.value()), Long.MIN_VALUE, 0));
        }
        for (Map.Entry<String, OrderState> entry : new TreeMap<>(state.orders).entrySet()) {
            if (entry.getValue().counts()) {
                for (Carts.Answer answer : Carts.close(state, entry.getKey(), entry.getValue())) {
                    answer(origin, entry.getKey(), entry.getValue(), answer);
                }
            }
        }
        flush(origin, "derived");
    }

    private void flush(Origin origin, String source) {
        TreeMap<String, byte[]> derived = new TreeMap<>();
        if (PersonKey.EMAIL.equals(person.type()) && !state.profile.containsKey("email")) {
            derived.put("email", Json.text(person.value()));
        }
        Profile.eligibility(state, derived);
        if (settings.sendOrderTotals()) {
            Orders.totals(state, settings.currency(), derived);
        }
        Map<String, byte[]> changes = Profile.takeChanges(state, derived);
        boolean profileLast = settings.sabotage() == PersonSettings.Sabotage.IDENTIFY;
        if (profileLast) {
            handEvents();
        }
        if (!changes.isEmpty()) {
            long second = Math.floorDiv(origin.kafkaTime(), 1000L);
            state.lastIdentify = Math.max(second, state.lastIdentify + 1);
            if (state.seq == 0 && changes.containsKey(PersonKey.EMAIL)) {
                state.bornAs = Json.read(changes.get(PersonKey.EMAIL));
            }
            hand(
                    operations.identify(
                            person, ++state.seq, origin, source, state.lastIdentify, changes));
        }
        handEvents();
    }

    private void handEvents() {
        for (Operation event : pending) {
            hand(event.withSeq(++state.seq));
        }
        pending.clear();
    }

    private void hand(Operation operation) {
        if (state.awaits.isEmpty()) {
            outbox.operation(operation);
            return;
        }
        outbox.operation(operation.awaiting(List.copyOf(state.awaits)));
        state.awaits.clear();
    }

    /** A text as UTF-8 JSON, for attributes made outside. */
    public static byte[] jsonText(String value) {
        return Json.text(value);
    }

    /** An event of nobody: for delivery under an anonymous id, outside of any ledger. */
    public static Operation anonymous(
            String anonymousId, Bundle bundle, Event event, PersonSettings settings) {
        String cartId = event.commerce() == null ? null : event.commerce().cartId();
        return new Operations(settings)
                .event(
                        new PersonKey(PersonKey.ANONYMOUS, anonymousId),
                        0,
                        bundle,
                        event,
                        cartId,
                        Stitch.EXPIRED);
    }
}
