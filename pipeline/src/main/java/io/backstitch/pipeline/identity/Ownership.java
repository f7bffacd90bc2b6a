package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.schemas.wire.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Learns whose this identifier is. A device has owners over time; a cart, an order, an address has
 * one for good, where an asserted one replaces an inferred one.
 */
final class Ownership {
    private final Here here;
    private final IdentityState identity;
    private final ForGood forGood;
    private final Sharing sharing;
    private final Rulings rulings;

    Ownership(Here here) {
        this.here = here;
        this.identity = here.identity;
        this.forGood = new ForGood(here);
        this.sharing = new Sharing(here);
        this.rulings = new Rulings(here);
    }

    /** Consecutive events of one bundle with one owner; null for nobody's yet. */
    record Part(Bundle bundle, Address owner) {}

    /** Learns the person that a bundle asserts; returns true if that is new. */
    boolean learn(Address person, Bundle known) throws Exception {
        Bundle bundle = here.stated(known);
        Statement statement = Statement.of(person, Holding.timeOf(bundle), bundle);
        if (!here.is(Level.Role.DEVICE)) {
            return learn(statement);
        }
        if (identity.shared || isRefused(statement)) {
            return false;
        }
        List<Event> events = bundle.events();
        long last = events.isEmpty() ? statement.time() : events.get(events.size() - 1).time();
        String mpid = bundle.asserted().get(Ids.MPID);
        return learned(
                identity.owners.learn(statement.time(), last, person, true, mpid), statement);
    }

    /** Learns what a claim states; returns true if that is new. */
    boolean learn(Address owner, Claim claim) throws Exception {
        Statement statement = Statement.of(owner, claim);
        if (here.is(Level.Role.DEVICE) && !identity.shared) {
            long time = claim.time();
            return learned(
                    identity.owners.learn(time, time, owner, claim.asserted(), null), statement);
        }
        return learn(statement);
    }

    private boolean learn(Statement statement) throws Exception {
        if (identity.shared) {
            rulings.refused(statement);
            return false;
        }
        return !isRefused(statement) && learned(forGood.learn(statement), statement);
    }

    /** Of an identifier that is known already, not every source may say whose it is. */
    private boolean isRefused(Statement statement) throws Exception {
        if (here.settings.isAuthoritative(statement.source())) {
            return false;
        }
        boolean known =
                !identity.owners.intervals.isEmpty()
                        || (here.isPerson() && here.step.ledger.value() != null);
        if (known && !Objects.equals(statement.owner(), newest())) {
            here.exits.audit(Decision.REFUSED, "not_authoritative", statement);
            rulings.refused(statement);
        }
        return known;
    }

    private boolean learned(Owners.Learned learned, Statement statement) {
        identity.changed |= learned != Owners.Learned.NOTHING;
        boolean moved = learned == Owners.Learned.MOVED;
        boolean boundary =
                moved || learned == Owners.Learned.BOUNDARY || learned == Owners.Learned.REVISION;
        if (boundary && statement.owner() != null) {
            String how = statement.asserted() ? null : "inferred";
            here.exits.audit(Decision.LINKED, moved ? "latest_wins" : how, statement);
        }
        if (learned == Owners.Learned.REVISION) {
            here.step.metrics.attributionRevised.inc();
            here.exits.audit(Decision.REVISED, "attribution_revised", statement);
        }
        boolean countable = boundary || !here.is(Level.Role.DEVICE);
        return !(countable && sharing.exceededBy(statement)) && boundary;
    }

    /** A logout ends the ownership of a device. */
    void endedBy(Bundle bundle) throws Exception {
        long time = bundle.statedAt();
        boolean logout =
                time > 0 && here.highestAsserted(bundle.asserted(), Level.Role.PERSON) == null;
        if (logout
                && here.is(Level.Role.DEVICE)
                && !identity.shared
                && !isRefused(Statement.of(null, time, bundle))) {
            learned(
                    identity.owners.learn(time, time, null, true, null),
                    Statement.of(null, time, bundle));
        }
    }

    /** Whose the events are of a bundle that asserts no person. */
    List<Part> split(Bundle bundle) {
        boolean device = here.is(Level.Role.DEVICE);
        List<Event> events = bundle.events();
        if (!device || events.isEmpty()) {
            return List.of(
                    new Part(bundle, device ? at(Holding.timeOf(here.stated(bundle))) : newest()));
        }
        endedByMpid(bundle);
        List<Part> parts = new ArrayList<>(1);
        for (int from = 0, to; from < events.size(); from = to) {
            Address owner = at(events.get(from).time());
            to = from + 1;
            while (to < events.size() && Objects.equals(owner, at(events.get(to).time()))) {
                to++;
            }
            Bundle part =
                    to - from == events.size()
                            ? bundle
                            : bundle.withEvents(events.subList(from, to));
            parts.add(new Part(from == 0 ? part : part.withProfile(List.of()), owner));
        }
        return parts;
    }

    /** Another mpid ends an ownership too: its person has left the device. */
    private void endedByMpid(Bundle bundle) {
        String mpid = bundle.asserted().get(Ids.MPID);
        if (mpid == null
                || !here.settings.rules().mpidEndsOwnership()
                || !here.settings.isAuthoritative(bundle.source())) {
            return;
        }
        for (Event event : bundle.events()) {
            learned(
                    identity.owners.endedBy(event.time(), mpid),
                    Statement.of(null, event.time(), bundle));
        }
    }

    /** The events are given to their owner, which cannot be taken back. */
    void decide(Part part) {
        if (here.is(Level.Role.DEVICE)) {
            for (Event event : part.bundle().events()) {
                identity.changed |= identity.owners.attribute(event.time());
            }
        }
    }

    private Address newest() {
        return identity.owners.newest();
    }

    private Address at(long time) {
        return identity.owners.at(time, here.settings.hold().window());
    }
}
