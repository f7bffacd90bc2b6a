package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.person.Ledger;
import io.backstitch.pipeline.person.PersonKey;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Fence;
import io.backstitch.pipeline.record.Handover;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.schemas.wire.Decision;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The rules of one step for one identifier: what happens to a bundle, a claim, a fence, a handover
 * or a timer. Lives for one call; reads the identity once and writes it once, if it changed.
 */
final class Visit {
    private static final int MAX_TRANSIENTS = 64;
    private static final long ANONYMOUS_LIFE = 30 * 86_400_000L;

    private final Step step;
    private final IdentitySettings settings;
    private final int index;
    private final TimerService timers;
    private final Address me;
    private final IdentityState identity;
    private final Exits exits;
    private final Fences fences;
    private final Seen seen;
    private final Holding holding;
    private final Claims claims;
    private final Keeper keeper;

    Visit(
            Step step,
            KeyedProcessFunction<String, Climb, Operation>.Context context,
            Collector<Operation> out,
            String key)
            throws Exception {
        this.step = step;
        this.settings = step.settings;
        this.index = settings.indexOf(step.level.name());
        this.timers = context.timerService();
        this.me = new Address(step.level.name(), key);
        IdentityState known = step.identity.value();
        this.identity = known == null ? new IdentityState() : known;
        this.exits = new Exits(step, context, out, me);
        this.fences = new Fences(identity);
        this.seen = new Seen(step, identity, timers, exits);
        this.holding = new Holding(step, identity, timers, exits, me);
        this.claims = new Claims(settings, index, identity, exits);
        this.keeper = new Keeper(step, timers, exits, me);
    }

    void leave() throws Exception {
        if (identity.changed) {
            step.identity.update(identity);
        }
    }

    void take(Climb record) throws Exception {
        if (record instanceof Bundle bundle) {
            bundle(bundle.path() == null ? seen.enter(bundle, me.path()) : bundle);
        } else if (record instanceof Claim claim) {
            claim(claim);
        } else if (record instanceof Fence fence) {
            identity.changed = true;
            goOn(fences.arrive(fence));
        } else if (record instanceof Handover handover) {
            handover(handover);
        }
    }

    void timer(long timestamp) throws Exception {
        holding.expireUntil(timestamp);
        seen.cleanUp(timestamp);
        if (step.level.isPerson()) {
            keeper.tick(timestamp);
        }
    }

    private void bundle(Bundle bundle) throws Exception {
        if (fences.queue(bundle)) {
            identity.changed = true;
            goOn(fences.open());
        } else if (fences.isWaiting() && step.level.isPerson() && keeper.knowsNothing()) {
            identity.changed = true;
            fences.join(bundle);
        } else {
            resolve(bundle);
        }
    }

    private void goOn(List<Bundle> bundles) throws Exception {
        List<Bundle> own = new ArrayList<>();
        for (Bundle bundle : bundles) {
            Bundle free = bundle.awaiting(List.of(), bundle.laneAwaits());
            if (isOwn(free)) {
                own.add(free);
            } else {
                resolve(free);
            }
        }
        if (!own.isEmpty()) {
            keeper.apply(own);
        }
    }

    private boolean isOwn(Bundle bundle) {
        return step.level.isPerson()
                && identity.owners.newest() == null
                && highestAsserted(bundle.asserted(), Level.Role.PERSON) == null;
    }

    // ---- whose is it?

    private void resolve(Bundle bundle) throws Exception {
        if (bundle.logoutTime() > 0 && step.level.role() == Level.Role.DEVICE) {
            identity.changed |= identity.owners.learn(bundle.logoutTime(), null, true);
        }
        Address person = highestAsserted(bundle.asserted(), Level.Role.PERSON);
        if (person != null) {
            reveal(bundle, person);
        } else if (isEmpty(bundle)) {
            return; // all of it was seen before
        } else if (!step.level.isPerson()) {
            byOwner(bundle);
        } else if (identity.owners.newest() != null) {
            forward(bundle, identity.owners.newest());
        } else {
            keeper.apply(List.of(bundle));
        }
    }

    /** The highest identifier above this level that has the role and that the source wrote. */
    private Address highestAsserted(Ids asserted, Level.Role role) {
        for (int i = settings.levels().size() - 1; i > index; i--) {
            Level level = settings.levels().get(i);
            String key = level.role() == role ? asserted.get(level.name()) : null;
            if (key != null) {
                return new Address(level.name(), key);
            }
        }
        return null;
    }

    /** No person is asserted: each event goes to the owner of its time. */
    private void byOwner(Bundle bundle) throws Exception {
        List<Event> events = bundle.events();
        int from = 0;
        do {
            Address owner = ownerAt(bundle, from);
            int to = from + 1;
            while (to < events.size() && java.util.Objects.equals(owner, ownerAt(bundle, to))) {
                to++;
            }
            Bundle part = bundle.withEvents(events.subList(from, Math.min(to, events.size())));
            part = from == 0 ? part : part.withProfile(List.of());
            if (owner != null) {
                lift(part, owner);
            } else {
                unresolved(part);
            }
            from = to;
        } while (from < events.size());
    }

    private Address ownerAt(Bundle bundle, int event) {
        if (step.level.role() == Level.Role.TRANSIENT) {
            return identity.owners.newest();
        }
        long time =
                bundle.events().isEmpty()
                        ? bundle.origin().kafkaTime()
                        : bundle.events().get(event).time();
        return identity.owners.at(time, settings.window());
    }

    /** The owner is known: straight to the owner; carts and orders it names follow the owner. */
    private void lift(Bundle bundle, Address owner) {
        List<Claim> links = claims.inferred(bundle, owner);
        List<String> awaits = claims.send(links, bundle, owner);
        exits.emit(bundle.to(owner.level(), owner.key()).awaiting(awaits, bundle.laneAwaits()));
        claims.close(links, bundle, owner);
    }

    /** Nobody is known: to the cart or order it names, else held here. */
    private void unresolved(Bundle bundle) throws Exception {
        Bundle marked = bundle;
        if (step.level.role() == Level.Role.DEVICE) {
            marked = bundle.asserting(bundle.asserted().with(Holding.OUTBOUND, outboundId()));
            identity.anonymousFrom = Math.min(identity.anonymousFrom, holding.until(bundle));
            identity.changed = true;
        }
        Address link = highestAsserted(bundle.asserted(), Level.Role.TRANSIENT);
        if (link == null) {
            holding.hold(marked);
            return;
        }
        if (identity.transients.add(link)) {
            identity.changed = true;
            if (identity.transients.size() > MAX_TRANSIENTS) {
                identity.transients.pollFirst();
            }
        }
        exits.emit(marked.to(link.level(), link.key()));
    }

    private String outboundId() {
        return identity.episode == 0 ? me.key() : me.key() + "." + identity.episode;
    }

    // ---- an owner is revealed

    private void reveal(Bundle bundle, Address person) throws Exception {
        String eventId = bundle.events().isEmpty() ? null : bundle.events().get(0).id();
        boolean fresh = own(person, Holding.timeOf(bundle), true, eventId, bundle.origin());
        if (step.level.isPerson()) {
            if (fresh) {
                keeper.handOver(person, bundle.path(), bundle.origin());
            }
            forward(bundle, person);
            return;
        }
        boolean entered = bundle.path().equals(me.path());
        List<Claim> links = entered ? claims.of(bundle, person) : List.of();
        List<Bundle> released = fresh ? release(person, bundle.path()) : List.of();
        Bundle known = linkAnonymous(bundle, person);
        if (links.isEmpty() && released.isEmpty()) {
            if (!isEmpty(known)) {
                exits.emit(known.to(person.level(), person.key()));
            }
            return;
        }
        List<String> awaits = claims.send(links, bundle, person);
        Bundle there = known.to(person.level(), person.key());
        Bundle profileHalf = there.withEvents(List.of()).awaiting(awaits, known.laneAwaits());
        if (!isEmpty(profileHalf)) {
            exits.emit(profileHalf);
        }
        for (Bundle earlier : released) {
            exits.emit(earlier.awaiting(awaits, List.of()));
        }
        if (!known.events().isEmpty()) {
            exits.emit(there.withProfile(List.of()).awaiting(awaits, List.of()));
        }
        claims.close(links, bundle, person);
    }

    /** Learns whose this identifier is; returns true if that is new. */
    private boolean own(Address owner, long time, boolean asserted, String eventId, Origin origin) {
        boolean learned;
        if (step.level.role() == Level.Role.DEVICE) {
            learned = identity.owners.learn(time, owner, asserted);
        } else {
            learned = ownForGood(owner, time, asserted, eventId, origin);
        }
        if (learned) {
            identity.changed = true;
            exits.audit(
                    Decision.LINKED, asserted ? null : "inferred", owner, eventId, time, origin);
        }
        return learned;
    }

    /** Carts, orders and addresses have one owner; an asserted one replaces an inferred one. */
    private boolean ownForGood(
            Address owner, long time, boolean asserted, String eventId, Origin origin) {
        List<Owners.Ownership> known = identity.owners.intervals;
        if (known.isEmpty() || (asserted && !known.get(0).asserted())) {
            boolean same = !known.isEmpty() && owner.equals(known.get(0).owner());
            identity.owners = new Owners(List.of(new Owners.Ownership(time, owner, asserted)));
            identity.changed = true;
            return !same;
        }
        if (!owner.equals(known.get(0).owner()) && asserted) {
            exits.audit(Decision.REFUSED, "owned_by_another", owner, eventId, time, origin);
        }
        return false;
    }

    private List<Bundle> release(Address person, String path) throws Exception {
        return holding.release(person, path, bundle -> ownerAt(bundle, 0));
    }

    /** The owner takes over what was delivered under the device's anonymous id. */
    private Bundle linkAnonymous(Bundle bundle, Address person) {
        long from = identity.anonymousFrom;
        if (from == Long.MAX_VALUE) {
            return bundle;
        }
        long now = timers.currentWatermark();
        identity.anonymousFrom = Long.MAX_VALUE;
        identity.changed = true;
        if (from > now) {
            return bundle;
        }
        String anonymousId = outboundId();
        identity.episode++;
        if (now - from > ANONYMOUS_LIFE) {
            return bundle;
        }
        String fence = "anonymous|" + anonymousId + "|" + person.path();
        exits.fence(new PersonKey(PersonKey.ANONYMOUS, anonymousId), fence, List.of(), person);
        List<Attribute> profile = new ArrayList<>(bundle.profile());
        profile.add(
                new Attribute(
                        PersonKey.ANONYMOUS,
                        Ledger.jsonText(anonymousId),
                        bundle.origin().kafkaTime(),
                        0));
        List<String> lanes = new ArrayList<>(bundle.laneAwaits());
        lanes.add(fence);
        return bundle.withProfile(profile).awaiting(bundle.awaits(), lanes);
    }

    // ---- claims and handovers from below

    private void claim(Claim claim) throws Exception {
        Address owner = new Address(claim.ownerLevel(), claim.ownerKey());
        boolean fresh = own(owner, claim.time(), claim.asserted(), claim.eventId(), claim.origin());
        List<String> nested = List.of();
        if (fresh && step.level.isPerson()) {
            keeper.handOver(owner, claim.path(), claim.origin());
        } else if (fresh) {
            profileFirst(claim, owner);
            nested = claims.passOn(claim, owner);
            for (Bundle bundle : release(owner, claim.path())) {
                exits.emit(bundle.awaiting(claim.awaits(), bundle.laneAwaits()));
            }
        }
        exits.emit(new Fence(owner.level(), owner.key(), claim.path(), claim.fence(), nested));
    }

    /**
     * Other devices' events go from here to the owner at once; the owner's profile, on its way from
     * the device that taught the claim, must not come after them.
     */
    private void profileFirst(Claim claim, Address owner) {
        if (!claim.profile().isEmpty()) {
            exits.emit(
                    new Bundle(
                            owner.level(),
                            owner.key(),
                            me.path(),
                            claim.origin(),
                            "derived",
                            null,
                            null,
                            Ids.of(owner.level(), owner.key()),
                            claim.profile(),
                            List.of(),
                            0,
                            Stitch.KNOWN,
                            List.of(),
                            List.of()));
        }
    }

    private void handover(Handover handover) throws Exception {
        keeper.absorb(handover);
        Address owner = identity.owners.newest();
        if (owner != null) {
            keeper.handOver(owner, handover.path(), handover.origin());
        }
    }

    /** On to the owner; fences of lower lanes are passed on through this level's own lane. */
    private void forward(Bundle bundle, Address owner) {
        Bundle there = bundle.to(owner.level(), owner.key());
        if (!bundle.laneAwaits().isEmpty()) {
            String relay = "relay|" + me.path() + "|" + String.join("|", bundle.laneAwaits());
            exits.fence(exits.person(me), relay, bundle.laneAwaits(), owner);
            there = there.awaiting(bundle.awaits(), List.of(relay));
        }
        exits.emit(there);
    }

    private static boolean isEmpty(Bundle bundle) {
        return bundle.events().isEmpty()
                && bundle.profile().isEmpty()
                && bundle.laneAwaits().isEmpty();
    }
}
