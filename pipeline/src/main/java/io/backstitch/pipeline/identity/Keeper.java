package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.person.Ledger;
import io.backstitch.pipeline.person.LedgerState;
import io.backstitch.pipeline.person.PersonKey;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Handover;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Ruling;
import io.backstitch.schemas.wire.Decision;
import java.util.List;
import org.apache.flink.streaming.api.TimerService;

/** The ledger that a level which names people carries under the same key. */
final class Keeper {
    private final Step step;
    private final TimerService timers;
    private final Exits exits;
    private final Address me;
    private final Forgotten forgotten;

    Keeper(Here here, Forgotten forgotten) {
        this.forgotten = forgotten;
        this.step = here.step;
        this.timers = here.timers;
        this.exits = here.exits;
        this.me = here.me;
    }

    /** Whether an address may be on its way that must be there before any event. */
    boolean lacksAddress() throws Exception {
        LedgerState known = step.ledger.value();
        return known == null || known.lacksAddress();
    }

    void apply(List<Bundle> bundles) throws Exception {
        with(step.ledger.value(), ledger -> ledger.apply(bundles));
    }

    void tick(long timestamp) throws Exception {
        LedgerState known = step.ledger.value();
        if (known != null && ledger(known).nextDeadline() <= timestamp) {
            with(known, ledger -> ledger.tick(timestamp));
        }
    }

    private Ledger ledger(LedgerState known) {
        LedgerState state = known == null ? LedgerState.since(forgotten.since(me)) : known;
        return new Ledger(state, exits.person(me), step.personSettings, exits);
    }

    /** Takes over the ledger of somebody who turned out to be this person. */
    void absorb(Handover handover) throws Exception {
        LedgerState other = LedgerState.fromBytes(handover.ledger());
        step.books.received(other);
        PersonKey from = exits.person(new Address(handover.fromLevel(), handover.fromKey()));
        with(
                step.ledger.value(),
                ledger -> ledger.absorb(other, from, handover.origin(), handover.laneAwaits()));
    }

    /** Does not take it over, since one of the two was erased: what waits in it ends here. */
    void refuse(Handover handover) {
        LedgerState other = LedgerState.fromBytes(handover.ledger());
        step.books.received(other);
        PersonKey from = exits.person(new Address(handover.fromLevel(), handover.fromKey()));
        new Ledger(other, from, step.personSettings, exits).forget();
    }

    /** Learns whose an address is. */
    void rule(Ruling ruling) throws Exception {
        with(step.ledger.value(), ledger -> ledger.rule(ruling));
    }

    /** Hands the ledger to the owner, for good, behind a fence in this level's lane. */
    void handOver(Address owner, String path, Origin origin) throws Exception {
        LedgerState known = step.ledger.value();
        if (known == null || known.isEmpty()) {
            return;
        }
        List<String> lanes = List.of();
        if (known.hasLane()) {
            String fence = "handover|" + me.path() + "|" + owner.path();
            exits.fence(exits.person(me), fence, known.awaits(), owner);
            lanes = List.of(fence);
        }
        exits.emit(
                new Handover(
                        owner.level(),
                        owner.key(),
                        path,
                        origin,
                        me.level(),
                        me.key(),
                        known.toBytes(),
                        lanes));
        step.books.waited(known);
        step.books.passedOn(known, owner.level());
        stop(ledger(known));
        step.ledger.clear();
        exits.audit(Decision.HANDED_OVER, null, owner, null, origin.kafkaTime(), origin);
    }

    /** Forgets the ledger; the deletion goes behind everything it has sent. */
    void erase(Erase request, List<String> lanes) throws Exception {
        LedgerState known = step.ledger.value();
        step.books.waited(known);
        Ledger ledger = ledger(known);
        stop(ledger);
        ledger.delete(request, lanes);
        step.ledger.clear();
    }

    /** A ledger that goes takes its timer with it. */
    private void stop(Ledger ledger) {
        if (ledger.nextDeadline() != Long.MAX_VALUE) {
            timers.deleteEventTimeTimer(ledger.nextDeadline());
        }
    }

    /** One thing to do with a ledger. */
    private interface Work {
        void on(Ledger ledger);
    }

    private void with(LedgerState known, Work work) throws Exception {
        step.books.waited(known);
        Ledger ledger = ledger(known);
        long before = ledger.nextDeadline();
        work.on(ledger);
        long after = ledger.nextDeadline();
        if (after != before) {
            if (before != Long.MAX_VALUE) {
                timers.deleteEventTimeTimer(before);
            }
            if (after != Long.MAX_VALUE) {
                timers.registerEventTimeTimer(after);
            }
        }
        step.books.waits(ledger.state());
        step.ledger.update(ledger.state());
    }
}
