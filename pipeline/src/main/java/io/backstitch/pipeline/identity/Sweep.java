package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.balance.Count;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Event;
import io.backstitch.schemas.wire.Decision;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ValueState;

/**
 * Looks through all identifiers of one subtask for those that belong to somebody whom a request
 * names, because nobody knows which they are: devices, carts and orders lose that owner; an address
 * is forgotten altogether.
 *
 * <p>It holds the subtask up while it reads every identifier once: for RocksDB a few seconds per
 * million. Watermarks wait meanwhile like records do, so that nothing expires or is decided in
 * another order. A request names all identifiers of one person, and costs one sweep.
 */
final class Sweep {
    private final Step step;
    private final Step.Context context;
    private final Erase request;
    private final Set<Address> named = new HashSet<>();

    Sweep(Step step, Step.Context context, Erase request) {
        this.step = step;
        this.context = context;
        this.request = request;
        for (Erase.Named one : request.named()) {
            named.add(new Address(one.level(), one.key()));
            named.add(new Address(Level.above(one.level()), one.key()));
        }
    }

    void run() throws Exception {
        context.applyToKeyedState(Step.IDENTITY, this::identifier);
        context.applyToKeyedState(
                Step.HELD,
                (key, state) ->
                        waiting(
                                key,
                                state,
                                (identity, left) -> {
                                    identity.held = left.size();
                                    identity.heldBytes = Holding.bytes(left);
                                }));
        context.applyToKeyedState(
                Step.SETTLING,
                (key, state) ->
                        waiting(key, state, (identity, left) -> identity.settling = left.size()));
    }

    /** Those get the request itself, with their timers at hand. */
    private boolean isNamed(String key) {
        return named.contains(new Address(step.level.name(), key));
    }

    private void identifier(String key, ValueState<IdentityState> state) throws Exception {
        if (isNamed(key)) {
            return;
        }
        IdentityState identity = state.value();
        boolean linked = identity.aliases.removeIf(window -> isNamed(window.destination()));
        for (Address owner : named) {
            linked |= identity.owners.forget(owner, request.time());
        }
        if (!linked) {
            if (Claims.unteach(identity, named)) {
                state.update(identity);
            }
            return;
        }
        identity.taught.clear();
        identity.tried.clear();
        if (step.level.isPerson()) {
            address(new Address(step.level.name(), key), identity);
        } else if (step.level.role() == Level.Role.TRANSIENT) {
            identity.owners = new Owners(List.of());
        }
        if (identity.isBlank()) {
            state.clear();
        } else {
            state.update(identity);
        }
    }

    /**
     * Its ledger has gone to its owner; what arrives late under it alone must not bring it back.
     */
    private void address(Address me, IdentityState identity) throws Exception {
        step.tombstones.put(step.traces.hash(me.path()), request.time());
        step.seen.clear();
        step.ledger.clear();
        identity.forget(request.time());
        step.metrics.erased.inc();
        context.output(
                Step.AUDIT,
                step.traces.audit(
                        Decision.ERASED,
                        "linked",
                        me,
                        null,
                        request.request(),
                        request.time(),
                        request.origin()));
    }

    /** Notes what is left. */
    private interface Noting {
        void set(IdentityState identity, List<Bundle> left);
    }

    /** Events that wait somewhere, of a device or with an address that is named. */
    private void waiting(String me, ListState<Bundle> state, Noting count) throws Exception {
        if (isNamed(me)) {
            return;
        }
        List<Bundle> left = new ArrayList<>();
        int before = 0;
        for (Bundle bundle : state.get()) {
            before++;
            if (last(bundle) > request.time() || !tells(bundle)) {
                left.add(bundle);
                continue;
            }
            step.books.heldNoMore(bundle);
            for (Event event : bundle.events()) {
                step.metrics.eventsErased.inc();
                step.books.ended(bundle, Count.FILTERED);
                context.output(
                        Step.RECEIPTS, step.traces.filtered(bundle, event, Forgotten.REASON));
            }
        }
        if (left.size() == before) {
            return;
        }
        state.update(left);
        IdentityState identity = step.identity.value();
        if (identity != null) {
            count.set(identity, left);
            step.identity.update(identity);
        }
    }

    private static long last(Bundle bundle) {
        List<Event> events = bundle.events();
        return events.isEmpty() ? Holding.timeOf(bundle) : events.get(events.size() - 1).time();
    }

    private boolean tells(Bundle bundle) {
        for (Address one : named) {
            if (one.key().equals(bundle.asserted().get(one.level()))) {
                return true;
            }
            for (Attribute attribute : bundle.profile()) {
                if (attribute.json() != null
                        && new String(attribute.json(), StandardCharsets.UTF_8)
                                .contains('"' + one.key() + '"')) {
                    return true;
                }
            }
        }
        return false;
    }
}
