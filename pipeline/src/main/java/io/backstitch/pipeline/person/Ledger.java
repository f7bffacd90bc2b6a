package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Feedback;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Ruling;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * One person's ledger at work: takes bundles, timers and other ledgers, and hands operations to
 * delivery, profile before events. Only tells the concerns in which order to act; each knows its
 * own rules.
 *
 * <p>What is known (attributes, orders, carts) does not depend on the order in which it was told.
 * What was handed to delivery is a fact too: later input compensates it and never unsends.
 *
 * <p>Not thread-safe; lives for one call of the operator, around state that was read once and is
 * written once, however many events and concerns the call is about.
 */
public final class Ledger {
    private static final String DERIVED = "derived";
    private static final String EMAIL = PersonKey.EMAIL;

    private final LedgerState state;
    private final PersonKey person;
    private final PersonSettings settings;
    private final Operations operations;
    private final Eligibility eligibility;
    private final Outgoing outgoing;
    private final Outbox outbox;
    private final CartDesk carts;
    private final OrderDesk orders;

    public Ledger(LedgerState state, PersonKey person, PersonSettings settings, Outbox outbox) {
        this.state = state == null ? new LedgerState() : state;
        this.person = person;
        this.settings = settings;
        this.outbox = outbox;
        this.operations = new Operations(settings, this.state.sent);
        this.eligibility = new Eligibility(this.state, person, settings.channels());
        this.outgoing =
                new Outgoing(
                        this.state.sent,
                        this.state.unreached,
                        person,
                        settings,
                        operations,
                        outbox);
        this.carts =
                new CartDesk(this.state, settings, new CartEvents(person, operations), outgoing);
        this.orders =
                new OrderDesk(this.state, person, settings, operations, carts, outgoing, outbox);
    }

    public LedgerState state() {
        return state;
    }

    /** When {@link #tick} wants to be called next, epoch milliseconds; greatest long for never. */
    public long nextDeadline() {
        long waiting = Math.min(state.waiting.nextDeadline(), state.unreached.nextDeadline());
        return Math.min(state.carts.nextDeadline(settings), waiting);
    }

    /** Takes what input records say about this person; one identify for all, before the events. */
    public void apply(List<Bundle> bundles) {
        boolean speaks = state.sent.seq > 0;
        for (Bundle bundle : bundles) {
            state.sent.awaits.addAll(bundle.laneAwaits());
            bundle.profile().forEach(this::learn);
            for (Event event : bundle.events()) {
                apply(bundle, event);
            }
            speaks |= !isFeedback(bundle);
        }
        if (speaks) {
            Bundle last = bundles.get(bundles.size() - 1);
            flush(last.origin(), last.source());
        }
    }

    /**
     * Whether a bundle tells nothing but that somebody must not be written to. Of somebody whom
     * Customer.io has not heard of from here that is learned and not told: it must not create them.
     */
    private static boolean isFeedback(Bundle bundle) {
        for (Attribute attribute : bundle.profile()) {
            if (Feedback.of(attribute) == null) {
                return false;
            }
        }
        return bundle.events().isEmpty() && !bundle.profile().isEmpty();
    }

    private void learn(Attribute attribute) {
        if (PersonKey.ANONYMOUS.equals(attribute.name())) {
            outgoing.link(attribute.json());
        } else if (!state.consent.learn(attribute)) {
            state.profile.learn(attribute);
        }
        if (EMAIL.equals(attribute.name())) {
            state.addresses.learn(
                    new Profile.Register(attribute.json(), attribute.time(), attribute.rank()));
        }
    }

    private void apply(Bundle bundle, Event event) {
        Commerce commerce = event.commerce();
        Commerce.Kind kind = commerce == null ? Commerce.Kind.VIEW : commerce.kind();
        switch (kind) {
            case VIEW -> plan(bundle, event, commerce == null ? null : commerce.cartId());
            case CART_ADD, CART_REMOVE, CHECKOUT -> plan(bundle, event, cart(event));
            case ORDER -> order(bundle, event);
            default -> {
                learn(bundle, event);
                plan(bundle, event, commerce.cartId());
            }
        }
    }

    private void order(Bundle bundle, Event event) {
        OrderState order = learn(bundle, event);
        if (order == null) {
            plan(bundle, event, event.commerce().cartId());
        } else {
            orders.placed(bundle, event, order);
        }
    }

    private OrderState learn(Bundle bundle, Event event) {
        state.products.learn(event.commerce().items(), event.time(), false);
        return state.orders.learn(event, OrderDesk.rank(bundle));
    }

    private String cart(Event event) {
        state.products.learn(event.commerce().items(), event.time(), true);
        return state.carts.learn(event);
    }

    private void plan(Bundle bundle, Event event, String cartId) {
        if (!settings.routes().deliver(bundle, event)) {
            outbox.filtered(bundle, event, Routes.REASON);
            return;
        }
        outgoing.plan(
                operations.event(person, 0, bundle, event, cartId, bundle.stitch()),
                event.commerce() != null);
    }

    /**
     * Pipeline time has reached {@code now}: orders that have waited go, carts that are due are
     * announced.
     */
    public void tick(long now) {
        orders.release(now);
        carts.announce(now);
        outgoing.reach(now);
        flush(CartEvents.at(now), DERIVED);
    }

    /**
     * Takes over the ledger of somebody who turned out to be this person.
     *
     * <p>Whatever Customer.io knows, the two are one profile there afterwards. Where the next
     * identify can name the other by its email, a merge goes before it: if both are known, it joins
     * them and frees the address; else it does nothing, and the identify gives the one profile both
     * identifiers, or creates it. Where it cannot, the merge goes behind the identify, which makes
     * sure that there is somebody to merge into. All attributes are sent again: a merge keeps the
     * ones that were there.
     */
    public void absorb(LedgerState other, PersonKey from, Origin origin, List<String> laneAwaits) {
        state.sent.awaits.addAll(laneAwaits);
        state.profile.absorb(other.profile);
        state.addresses.absorb(other.addresses);
        state.consent.absorb(other.consent);
        state.orders.absorb(other.orders);
        state.products.absorb(other.products);
        state.purchases.absorb(other.purchases);
        state.carts.absorb(other.carts);
        state.unreached.absorb(other.unreached, from, person);
        join(other.sent, from, origin);
        orders.absorb(other.waiting);
        carts.endAll(origin);
        flush(origin, DERIVED);
    }

    /** Makes one profile of the two at Customer.io. */
    private void join(Sent other, PersonKey from, Origin origin) {
        Sent sent = state.sent;
        sent.lastIdentify = Math.max(sent.lastIdentify, other.lastIdentify);
        if (from.equals(person)) {
            sent.alsoOf(other);
            return;
        }
        if (other.seq == 0) {
            return; // Customer.io has not heard of the other
        }
        sent.stays(other, state.profile);
        if (from.type().equals(person.type()) || !EMAIL.equals(from.type())) {
            mergeIds(from, origin);
            return;
        }
        // The identify that assigns the id names the other by this attribute.
        Profile.Register named = new Profile.Register(Json.text(from.value()), Long.MIN_VALUE, 0);
        state.profile.learn(EMAIL, named);
        state.addresses.learn(named);
        if (Arrays.equals(state.addresses.email(state.profile), named.json())) {
            boolean known = sent.seq > 0 && !from.value().equals(sent.bornAs);
            outgoing.merge(from, known, origin);
            sent.attributes.remove(EMAIL);
        } else {
            sent.toMerge.add(from);
        }
    }

    /** Two ids: the merge brings the other's address along, which an identify could not have. */
    private void mergeIds(PersonKey from, Origin origin) {
        if (state.sent.seq > 0) {
            outgoing.merge(from, true, origin);
        } else {
            state.sent.toMerge.add(from);
        }
    }

    /** Takes what was decided about an address that this person and somebody else claimed. */
    public void rule(Ruling ruling) {
        state.addresses.rule(ruling.address(), ruling.verdict());
        if (state.sent.seq > 0) {
            flush(ruling.origin(), DERIVED);
        }
    }

    /** Has the person deleted at Customer.io, behind those fences and all that was sent before. */
    public void delete(Erase request, List<String> lanes) {
        state.sent.awaits.addAll(lanes);
        forget();
        outgoing.delete(request);
    }

    /** The person is erased: what waits here is not sent. */
    public void forget() {
        orders.forget();
        outgoing.forget();
    }

    private void flush(Origin origin, String source) {
        TreeMap<String, byte[]> derived = new TreeMap<>();
        if (EMAIL.equals(person.type())) {
            // Another address would make the next operation create another profile.
            derived.put(EMAIL, Json.text(person.value()));
        } else if (state.addresses.isRuled()) {
            derived.put(EMAIL, state.addresses.email(state.profile));
        }
        eligibility.derive(derived);
        purchases(origin.kafkaTime(), derived);
        state.carts.forget(origin.kafkaTime());
        outgoing.flush(state, derived, eligibility.isReachable(), origin, source);
    }

    private void purchases(long now, TreeMap<String, byte[]> derived) {
        if (settings.orders().sendTotals()) {
            new OrderTotals(state.orders)
                    .derive(settings.orders().currency(), state.sent.attributes, derived);
        }
        if (state.orders.changed || state.products.changed) {
            state.purchases.derive(state.orders, state.products, state.sent.attributes, derived);
        }
        int folded =
                state.orders.fold(
                        now - settings.orders().retention(),
                        old -> state.purchases.remember(old, state.products));
        if (folded > 0) {
            outbox.folded(folded);
        }
    }

    /** A text as UTF-8 JSON, for attributes made outside. */
    public static byte[] jsonText(String value) {
        return Json.text(value);
    }

    /** An event of nobody: for delivery under an anonymous id, outside of any ledger. */
    public static Operation anonymous(
            String anonymousId, Bundle bundle, Event event, PersonSettings settings) {
        String cartId = event.commerce() == null ? null : event.commerce().cartId();
        return new Operations(settings, new Sent())
                .event(
                        new PersonKey(PersonKey.ANONYMOUS, anonymousId),
                        0,
                        bundle,
                        event,
                        cartId,
                        bundle.stitch());
    }
}
