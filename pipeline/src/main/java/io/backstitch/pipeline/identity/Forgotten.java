package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Handover;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what was erased from coming back: events until the erasure that arrive later, claims and
 * ledgers that were on their way. What happens after it begins a new life.
 */
final class Forgotten {
    /** What a receipt says of an event that came too late. */
    static final String REASON = "erased";

    private final Step step;
    private final Here here;
    private final Tombstones tombstones;

    Forgotten(Here here) {
        this.here = here;
        this.step = here.step;
        this.tombstones = step.tombstones;
    }

    long since(Address identifier) {
        return tombstones.isEmpty()
                ? Tombstones.NEVER
                : tombstones.of(step.traces.hash(identifier.path()));
    }

    /** True if a request under the same id was carried out before. */
    boolean isRepeat(Erase request) {
        return step.isRepeat(request);
    }

    void remember(Erase request, Address identifier) {
        tombstones.put(step.requestHash(request), request.time());
        tombstones.put(step.traces.hash(identifier.path()), request.time());
    }

    /**
     * What may go on of a bundle.
     *
     * @param entering whether this is its first step, where all that it asserts is looked at
     * @return the bundle itself, a part of it, or null if nothing is left of it
     */
    Bundle keepOut(Bundle bundle, boolean entering) throws Exception {
        if (tombstones.isEmpty()) {
            return bundle;
        }
        long mine = since(here.me);
        long until = entering ? Math.max(mine, newest(bundle)) : mine;
        if (mine != Tombstones.NEVER && isNoNewLife(bundle)) {
            until = Long.MAX_VALUE;
        }
        return until == Tombstones.NEVER ? bundle : after(bundle, until);
    }

    private long newest(Bundle bundle) {
        long newest = Tombstones.NEVER;
        for (Level level : here.settings.levels()) {
            String key = bundle.asserted().get(level.name());
            if (key != null && level.role() != Level.Role.TRANSIENT) {
                newest = Math.max(newest, since(new Address(level.name(), key)));
            }
        }
        return newest;
    }

    /**
     * Somebody erased who has not come back, and a bundle that does not say that they have: it was
     * sent here by a step that had not heard of the erasure, or that it did not reach.
     */
    private boolean isNoNewLife(Bundle bundle) throws Exception {
        return here.isPerson()
                && !asserts(bundle)
                && here.identity.owners.newest() == null
                && step.ledger.value() == null;
    }

    /** Above, whoever was joined may have been named by either identifier. */
    private boolean asserts(Bundle bundle) {
        String stated = bundle.asserted().get(step.level.stated());
        return step.level.isAbove() ? stated != null : here.me.key().equals(stated);
    }

    private Bundle after(Bundle bundle, long until) {
        List<Event> events = new ArrayList<>(bundle.events().size());
        for (Event event : bundle.events()) {
            if (event.time() > until) {
                events.add(event);
            } else {
                step.metrics.eventsErased.inc();
                here.exits.filtered(bundle, event, REASON);
            }
        }
        List<Attribute> profile = new ArrayList<>(bundle.profile());
        profile.removeIf(attribute -> attribute.time() <= until);
        if (events.size() == bundle.events().size() && profile.size() == bundle.profile().size()) {
            boolean says = !events.isEmpty() || Holding.timeOf(bundle) > until;
            return says ? bundle : null;
        }
        // Without them it must not teach anything either.
        return events.isEmpty() && profile.isEmpty()
                ? null
                : bundle.withEvents(events).withProfile(profile);
    }

    /** True if a claim was stated before its identifier or its owner was erased. */
    boolean isVoid(Claim claim) {
        Address owner = new Address(claim.ownerLevel(), claim.ownerKey());
        return !tombstones.isEmpty() && claim.time() <= Math.max(since(here.me), since(owner));
    }

    /** True if it was given before this identifier was erased. */
    boolean isVoid(Alias alias) {
        return alias.origin().kafkaTime() <= since(here.me);
    }

    /** True if a ledger was handed over before this person, or who it was of, was erased. */
    boolean isVoid(Handover handover) {
        Address from = new Address(handover.fromLevel(), handover.fromKey());
        return !tombstones.isEmpty()
                && handover.origin().kafkaTime() <= Math.max(since(here.me), since(from));
    }
}
