package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.person.Ledger;
import io.backstitch.pipeline.person.LedgerState;
import io.backstitch.pipeline.person.Outbox;
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
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The rules of one step for one identifier: what happens to a bundle, a claim, a fence, a handover
 * or a timer. Lives for one call; reads the identity once and writes it once, if it changed.
 */
final class Visit implements Outbox {
    private static final int MAX_TRANSIENTS = 64;
    private static final int MAX_TAUGHT = 256;
    private static final long DAY = 86_400_000L;
    private static final long ANONYMOUS_LIFE = 30 * DAY;

    /** Carries the outbound anonymous id of a device's episode to wherever its event is held. */
    private static final String OUTBOUND = "outbound_anonymous_id";

    private final Step step;
    private final IdentitySettings settings;
    private final int index;
    private final KeyedProcessFunction<String, Climb, Operation>.Context context;
    private final Collector<Operation> out;
    private final Address me;
    private final IdentityState identity;
    private final Fences fences;
    private boolean changed;

    Visit(
            Step step,
            KeyedProcessFunction<String, Climb, Operation>.Context context,
            Collector<Operation> out,
            String key)
            throws Exception {
        this.step = step;
        this.settings = step.settings;
        this.index = settings.indexOf(step.level.name());
        this.context = context;
        this.out = out;
        this.me = new Address(step.level.name(), key);
        IdentityState known = step.identity.value();
        this.identity = known == null ? new IdentityState() : known;
        this.fences = new Fences(identity);
    }

    void leave() throws Exception {
        if (changed) {
            step.identity.update(identity);
        }
    }

    void take(Climb record) throws Exception {
        if (record instanceof Bundle bundle) {
            bundle(bundle.path() == null ? enter(bundle) : bundle);
        } else if (record instanceof Claim claim) {
            claim(claim);
        } else if (record instanceof Fence fence) {
            changed = true;
            goOn(fences.arrive(fence));
        } else if (record instanceof Handover handover) {
            handover(handover);
        }
    }

    private void bundle(Bundle bundle) throws Exception {
        if (fences.queue(bundle)) {
            changed = true;
            goOn(fences.open());
        } else if (fences.isWaiting() && step.level.isPerson() && step.ledger.value() == null) {
            changed = true;
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
            withLedger(step.ledger.value(), ledger -> ledger.apply(own));
        }
    }

    private boolean isOwn(Bundle bundle) {
        return step.level.isPerson()
                && identity.owners.newest() == null
                && assertedPerson(bundle.asserted()) == null;
    }

    // ---- entry: duplicates

    /** Drops the events that this step has seen before; a duplicate still teaches its claims. */
    private Bundle enter(Bundle bundle) throws Exception {
        List<Event> fresh = new ArrayList<>(bundle.events().size());
        for (Event event : bundle.events()) {
            String message = bundle.source() + '\n' + bundle.device() + '\n' + event.id();
            boolean known = step.seen.contains(message);
            if (!known) {
                step.seen.put(message, bundle.origin().kafkaTime());
                planCleanup(bundle.origin().kafkaTime());
                fresh.add(event);
            } else if (settings.sabotage() == IdentitySettings.Sabotage.DEDUPE) {
                fresh.add(asIfNew(event, bundle.origin()));
            } else {
                duplicate(bundle, event, "message_id");
            }
        }
        return bundle.onPath(me.path()).withEvents(fresh);
    }

    private static Event asIfNew(Event event, Origin origin) {
        return new Event(
                event.id(),
                event.name(),
                event.sourceName(),
                event.time(),
                event.rawTime() + 1 + origin.offset(),
                event.attributes(),
                event.commerce());
    }

    private void planCleanup(long arrival) {
        long at = (Math.floorDiv(arrival + settings.dedupeRetention(), DAY) + 1) * DAY;
        if (identity.cleanup != at) {
            identity.cleanup = at;
            changed = true;
            context.timerService().registerEventTimeTimer(at);
        }
    }

    // ---- whose is it?

    private void resolve(Bundle bundle) throws Exception {
        if (bundle.logoutTime() > 0 && step.level.role() == Level.Role.DEVICE) {
            changed |= identity.owners.learn(bundle.logoutTime(), null, true);
        }
        Address person = assertedPerson(bundle.asserted());
        if (person != null) {
            reveal(bundle, person);
        } else if (isEmpty(bundle)) {
            return; // all of it was seen before
        } else if (!step.level.isPerson()) {
            byOwner(bundle);
        } else if (identity.owners.newest() != null) {
            forward(bundle, identity.owners.newest());
        } else {
            withLedger(step.ledger.value(), ledger -> ledger.apply(List.of(bundle)));
        }
    }

    /** The highest identifier above this level that names a person and that the source wrote. */
    private Address assertedPerson(Ids asserted) {
        for (int i = settings.levels().size() - 1; i > index; i--) {
            Level level = settings.levels().get(i);
            String key = level.isPerson() ? asserted.get(level.name()) : null;
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
        List<Claim> claims = new ArrayList<>(0);
        for (Address link : assertedBelow(bundle.asserted(), owner)) {
            if (settings.level(link.level()).role() == Level.Role.TRANSIENT && teach(link, owner)) {
                claims.add(claim(link, owner, bundle, false));
            }
        }
        List<String> awaits = send(claims, bundle, owner);
        emit(bundle.to(owner.level(), owner.key()).awaiting(awaits, bundle.laneAwaits()));
        close(claims, bundle, owner);
    }

    /** Sends claims, each asking for a fence; returns what must be awaited at the owner. */
    private List<String> send(List<Claim> claims, Bundle bundle, Address owner) {
        if (claims.isEmpty()) {
            return List.of();
        }
        List<String> awaits = new ArrayList<>();
        claims.forEach(claim -> awaits.add(claim.fence()));
        awaits.add(fenceId(bundle, owner));
        for (Claim claim : claims) {
            emit(withAwaits(claim, awaits));
        }
        return awaits;
    }

    /** Ends what was sent to the owner directly, so that the owner knows it has all of it. */
    private void close(List<Claim> claims, Bundle bundle, Address owner) {
        if (!claims.isEmpty()) {
            String direct = fenceId(bundle, owner);
            emit(new Fence(owner.level(), owner.key(), bundle.path(), direct, List.of()));
        }
    }

    /** Nobody is known: to the cart or order it names, else held here. */
    private void unresolved(Bundle bundle) throws Exception {
        Bundle marked = bundle;
        if (step.level.role() == Level.Role.DEVICE) {
            marked = withAsserted(bundle, bundle.asserted().with(OUTBOUND, outboundId()));
            identity.anonymousFrom = Math.min(identity.anonymousFrom, until(bundle));
            changed = true;
        }
        Address link = assertedTransient(bundle.asserted());
        if (link == null) {
            hold(marked);
            return;
        }
        if (identity.transients.add(link)) {
            changed = true;
            if (identity.transients.size() > MAX_TRANSIENTS) {
                identity.transients.pollFirst();
            }
        }
        emit(marked.to(link.level(), link.key()));
    }

    private Address assertedTransient(Ids asserted) {
        for (int i = settings.levels().size() - 1; i > index; i--) {
            Level level = settings.levels().get(i);
            String key = level.role() == Level.Role.TRANSIENT ? asserted.get(level.name()) : null;
            if (key != null) {
                return new Address(level.name(), key);
            }
        }
        return null;
    }

    // ---- holding

    private void hold(Bundle bundle) throws Exception {
        Bundle waiting = bundle.withStitch(Stitch.HELD);
        if (settings.sabotage() == IdentitySettings.Sabotage.STITCH) {
            expire(waiting);
            return;
        }
        step.held.add(waiting);
        identity.held++;
        changed = true;
        context.timerService().registerEventTimeTimer(until(waiting));
        if (identity.held > settings.maxHeld()) {
            List<Bundle> all = heldByTime();
            expire(all.remove(0));
            keepHeld(all);
        }
    }

    private long until(Bundle bundle) {
        List<Event> events = bundle.events();
        long last =
                events.isEmpty()
                        ? bundle.origin().kafkaTime()
                        : events.get(events.size() - 1).time();
        return Math.max(
                last + settings.window() + settings.lateness(),
                bundle.origin().kafkaTime() + settings.minHold());
    }

    private List<Bundle> heldByTime() throws Exception {
        List<Bundle> all = new ArrayList<>();
        step.held.get().forEach(all::add);
        all.sort(
                Comparator.comparingLong(Visit::timeOf)
                        .thenComparing(bundle -> bundle.origin().topic())
                        .thenComparingInt(bundle -> bundle.origin().partition())
                        .thenComparingLong(bundle -> bundle.origin().offset()));
        return all;
    }

    private void keepHeld(List<Bundle> left) throws Exception {
        step.held.update(left);
        identity.held = left.size();
        changed = true;
    }

    static long timeOf(Bundle bundle) {
        return bundle.events().isEmpty()
                ? bundle.origin().kafkaTime()
                : bundle.events().get(0).time();
    }

    /** Nobody came: the events leave under the device's anonymous id. */
    private void expire(Bundle bundle) {
        String outbound = bundle.asserted().get(OUTBOUND);
        String anonymousId = outbound == null ? me.path() : outbound;
        for (Event event : bundle.events()) {
            out.collect(Ledger.anonymous(anonymousId, bundle, event, step.personSettings));
        }
    }

    private String outboundId() {
        return identity.episode == 0 ? me.key() : me.key() + "." + identity.episode;
    }

    void timer(long timestamp) throws Exception {
        if (identity.held > 0) {
            List<Bundle> left = heldByTime();
            int before = left.size();
            for (Iterator<Bundle> all = left.iterator(); all.hasNext(); ) {
                Bundle bundle = all.next();
                if (until(bundle) <= timestamp) {
                    expire(bundle);
                    all.remove();
                }
            }
            if (left.size() < before) {
                keepHeld(left);
            }
        }
        if (identity.cleanup != 0 && identity.cleanup <= timestamp) {
            cleanUp(timestamp);
        }
        if (step.level.isPerson()) {
            LedgerState known = step.ledger.value();
            if (known != null) {
                withLedger(known, ledger -> ledger.tick(timestamp));
            }
        }
    }

    private void cleanUp(long timestamp) throws Exception {
        identity.cleanup = 0;
        changed = true;
        long newest = Long.MIN_VALUE;
        for (Iterator<Map.Entry<String, Long>> all = step.seen.iterator(); all.hasNext(); ) {
            long arrival = all.next().getValue();
            if (arrival + settings.dedupeRetention() < timestamp) {
                all.remove();
            } else {
                newest = Math.max(newest, arrival);
            }
        }
        if (newest != Long.MIN_VALUE) {
            planCleanup(newest);
        }
    }

    // ---- an owner is revealed

    private void reveal(Bundle bundle, Address person) throws Exception {
        String eventId = bundle.events().isEmpty() ? null : bundle.events().get(0).id();
        boolean fresh = own(person, timeOf(bundle), true, eventId, bundle.origin());
        if (step.level.isPerson()) {
            if (fresh) {
                handOver(person, bundle.path(), bundle.origin());
            }
            forward(bundle, person);
            return;
        }
        List<Claim> claims = claims(bundle, person);
        List<Bundle> released = fresh ? release(person, bundle.path()) : List.of();
        Bundle known = linkAnonymous(bundle, person);
        if (claims.isEmpty() && released.isEmpty()) {
            if (!isEmpty(known)) {
                emit(known.to(person.level(), person.key()));
            }
            return;
        }
        List<String> awaits = send(claims, bundle, person);
        Bundle there = known.to(person.level(), person.key());
        Bundle profileHalf = there.withEvents(List.of()).awaiting(awaits, known.laneAwaits());
        if (!isEmpty(profileHalf)) {
            emit(profileHalf);
        }
        for (Bundle earlier : released) {
            emit(earlier.awaiting(awaits, List.of()));
        }
        if (!known.events().isEmpty()) {
            emit(there.withProfile(List.of()).awaiting(awaits, List.of()));
        }
        close(claims, bundle, person);
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
            changed = true;
            audit(Decision.LINKED, asserted ? null : "inferred", owner, eventId, time, origin);
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
            changed = true;
            return !same;
        }
        if (!owner.equals(known.get(0).owner()) && asserted) {
            audit(Decision.REFUSED, "owned_by_another", owner, eventId, time, origin);
        }
        return false;
    }

    /** Claims for everything else the event asserted, and for remembered carts and orders. */
    private List<Claim> claims(Bundle bundle, Address person) {
        List<Claim> claims = new ArrayList<>();
        if (!bundle.path().equals(me.path())) {
            return claims;
        }
        for (Address link : assertedBelow(bundle.asserted(), person)) {
            if (teach(link, person)) {
                claims.add(claim(link, person, bundle, true));
            }
            identity.transients.remove(link);
        }
        for (Address link : identity.transients) {
            if (teach(link, person)) {
                claims.add(claim(link, person, bundle, true));
            }
        }
        if (!identity.transients.isEmpty()) {
            identity.transients.clear();
            changed = true;
        }
        return claims;
    }

    /** Asserted identifiers between this level and the person's. */
    private List<Address> assertedBelow(Ids asserted, Address person) {
        List<Address> links = new ArrayList<>(2);
        int top = settings.indexOf(person.level());
        for (int i = index + 1; i < top; i++) {
            String level = settings.levels().get(i).name();
            String key = asserted.get(level);
            if (key != null) {
                links.add(new Address(level, key));
            }
        }
        return links;
    }

    private boolean teach(Address link, Address owner) {
        long hash = hash(link.path() + '\n' + owner.path());
        if (!identity.taught.add(hash)) {
            return false;
        }
        changed = true;
        if (identity.taught.size() > MAX_TAUGHT) {
            identity.taught.clear();
            identity.taught.add(hash);
        }
        return true;
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Takes out of the held list what has an owner now; returns the person's own, sorted. */
    private List<Bundle> release(Address person, String path) throws Exception {
        if (identity.held == 0) {
            return List.of();
        }
        List<Bundle> left = new ArrayList<>();
        List<Bundle> released = new ArrayList<>();
        for (Bundle bundle : heldByTime()) {
            Address owner = ownerAt(bundle, 0);
            if (owner == null) {
                left.add(bundle);
            } else if (owner.equals(person)) {
                released.add(bundle.to(owner.level(), owner.key()).onPath(path));
            } else {
                emit(bundle.to(owner.level(), owner.key()));
            }
        }
        keepHeld(left);
        return released;
    }

    /** The owner takes over what was delivered under the device's anonymous id. */
    private Bundle linkAnonymous(Bundle bundle, Address person) {
        long from = identity.anonymousFrom;
        if (from == Long.MAX_VALUE) {
            return bundle;
        }
        long now = context.timerService().currentWatermark();
        identity.anonymousFrom = Long.MAX_VALUE;
        changed = true;
        if (from > now) {
            return bundle;
        }
        String anonymousId = outboundId();
        identity.episode++;
        if (now - from > ANONYMOUS_LIFE) {
            return bundle;
        }
        String fence = "anonymous|" + anonymousId + "|" + person.path();
        fence(new PersonKey(PersonKey.ANONYMOUS, anonymousId), fence, List.of(), person);
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

    // ---- claims, fences and handovers from below

    private void claim(Claim claim) throws Exception {
        Address owner = new Address(claim.ownerLevel(), claim.ownerKey());
        boolean fresh = own(owner, claim.time(), claim.asserted(), claim.eventId(), claim.origin());
        List<String> nested = new ArrayList<>();
        if (step.level.isPerson()) {
            if (fresh) {
                handOver(owner, claim.path(), claim.origin());
            }
        } else if (fresh) {
            profileFirst(claim, owner);
            for (Address link : identity.transients) {
                String fence = claim.fence() + "|" + link.path();
                if (teach(link, owner)) {
                    emit(
                            new Claim(
                                    link.level(),
                                    link.key(),
                                    claim.path(),
                                    claim.origin(),
                                    owner.level(),
                                    owner.key(),
                                    claim.asserted(),
                                    claim.time(),
                                    claim.eventId(),
                                    fence,
                                    claim.awaits(),
                                    claim.profile()));
                    nested.add(fence);
                }
            }
            identity.transients.clear();
            for (Bundle bundle : release(owner, claim.path())) {
                emit(bundle.awaiting(claim.awaits(), bundle.laneAwaits()));
            }
        }
        emit(new Fence(owner.level(), owner.key(), claim.path(), claim.fence(), nested));
    }

    /**
     * Other devices' events go from here to the owner at once; the owner's profile, on its way from
     * the device that taught the claim, must not come after them.
     */
    private void profileFirst(Claim claim, Address owner) {
        if (!claim.profile().isEmpty()) {
            emit(
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

    private void handOver(Address owner, String path, Origin origin) throws Exception {
        LedgerState known = step.ledger.value();
        if (known == null || known.isEmpty()) {
            return;
        }
        List<String> lanes = List.of();
        if (known.hasLane()) {
            String fence = "handover|" + me.path() + "|" + owner.path();
            fence(person(me), fence, known.awaits(), owner);
            lanes = List.of(fence);
        }
        emit(
                new Handover(
                        owner.level(),
                        owner.key(),
                        path,
                        origin,
                        me.level(),
                        me.key(),
                        known.toBytes(),
                        lanes));
        step.ledger.clear();
        audit(Decision.HANDED_OVER, null, owner, null, origin.kafkaTime(), origin);
    }

    private void handover(Handover handover) throws Exception {
        LedgerState other = LedgerState.fromBytes(handover.ledger());
        PersonKey from = person(new Address(handover.fromLevel(), handover.fromKey()));
        withLedger(
                step.ledger.value(),
                ledger -> ledger.absorb(other, from, handover.origin(), handover.laneAwaits()));
        Address owner = identity.owners.newest();
        if (owner != null) {
            handOver(owner, handover.path(), handover.origin());
        }
    }

    /** On to the owner; fences of lower lanes are passed on through this level's own lane. */
    private void forward(Bundle bundle, Address owner) {
        Bundle there = bundle.to(owner.level(), owner.key());
        if (!bundle.laneAwaits().isEmpty()) {
            String relay = "relay|" + me.path() + "|" + String.join("|", bundle.laneAwaits());
            fence(person(me), relay, bundle.laneAwaits(), owner);
            there = there.awaiting(bundle.awaits(), List.of(relay));
        }
        emit(there);
    }

    private void fence(PersonKey lane, String id, List<String> awaits, Address to) {
        out.collect(
                new Operation(
                        Operation.Kind.FENCE,
                        lane.text(),
                        id,
                        0,
                        new byte[0],
                        awaits,
                        person(to).text(),
                        null));
    }

    private PersonKey person(Address address) {
        return new PersonKey(settings.level(address.level()).personType(), address.key());
    }

    // ---- the ledger of a level that names people

    /** One thing to do with a ledger. */
    private interface Work {
        void on(Ledger ledger);
    }

    private void withLedger(LedgerState known, Work work) throws Exception {
        Ledger ledger = new Ledger(known, person(me), step.personSettings, this);
        long before = ledger.nextDeadline();
        work.on(ledger);
        long after = ledger.nextDeadline();
        if (after != before) {
            if (before != Long.MAX_VALUE) {
                context.timerService().deleteEventTimeTimer(before);
            }
            if (after != Long.MAX_VALUE) {
                context.timerService().registerEventTimeTimer(after);
            }
        }
        step.ledger.update(ledger.state());
    }

    @Override
    public void operation(Operation operation) {
        out.collect(operation);
    }

    @Override
    public void duplicate(Bundle bundle, Event event, String reason) {
        context.output(Step.RECEIPTS, step.traces.duplicate(bundle, event, reason));
    }

    // ---- small things

    private static boolean isEmpty(Bundle bundle) {
        return bundle.events().isEmpty()
                && bundle.profile().isEmpty()
                && bundle.laneAwaits().isEmpty();
    }

    private void emit(Climb record) {
        context.output(Step.up(record.level()), record);
    }

    private void audit(
            Decision decision,
            String reason,
            Address owner,
            String eventId,
            long time,
            Origin origin) {
        context.output(
                Step.AUDIT, step.traces.audit(decision, reason, me, owner, eventId, time, origin));
    }

    private Claim claim(Address link, Address owner, Bundle bundle, boolean asserted) {
        return new Claim(
                link.level(),
                link.key(),
                bundle.path(),
                bundle.origin(),
                owner.level(),
                owner.key(),
                asserted,
                timeOf(bundle),
                bundle.events().isEmpty() ? null : bundle.events().get(0).id(),
                fenceId(bundle, link),
                List.of(),
                bundle.profile());
    }

    private static Claim withAwaits(Claim claim, List<String> awaits) {
        return new Claim(
                claim.level(),
                claim.key(),
                claim.path(),
                claim.origin(),
                claim.ownerLevel(),
                claim.ownerKey(),
                claim.asserted(),
                claim.time(),
                claim.eventId(),
                claim.fence(),
                awaits,
                claim.profile());
    }

    /** Unique for one bundle and one address, and the same in every run. */
    private static String fenceId(Bundle bundle, Address address) {
        Origin origin = bundle.origin();
        return origin.topic()
                + '-'
                + origin.partition()
                + '-'
                + origin.offset()
                + '|'
                + (bundle.events().isEmpty() ? "" : bundle.events().get(0).id())
                + '|'
                + address.path();
    }

    private static Bundle withAsserted(Bundle bundle, Ids asserted) {
        return new Bundle(
                bundle.level(),
                bundle.key(),
                bundle.path(),
                bundle.origin(),
                bundle.source(),
                bundle.platform(),
                bundle.device(),
                asserted,
                bundle.profile(),
                bundle.events(),
                bundle.logoutTime(),
                bundle.stitch(),
                bundle.awaits(),
                bundle.laneAwaits());
    }
}
