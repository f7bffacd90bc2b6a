package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.schemas.wire.Decision;
import java.util.List;

/**
 * Learns whose this identifier is. A device has owners over time; a cart, an order, an address has
 * one for good, where an asserted one replaces an inferred one.
 */
final class Ownership {
    private final Here here;
    private final IdentityState identity;

    Ownership(Here here) {
        this.here = here;
        this.identity = here.identity;
    }

    /** What somebody stated about this identifier. */
    private record Statement(
            Address owner, long time, boolean asserted, String eventId, Origin origin) {}

    /** Learns the person that a bundle asserts; returns true if that is new. */
    boolean learn(Address person, Bundle bundle) {
        String eventId = bundle.events().isEmpty() ? null : bundle.events().get(0).id();
        return learn(new Statement(person, Holding.timeOf(bundle), true, eventId, bundle.origin()));
    }

    /** Learns what a claim states; returns true if that is new. */
    boolean learn(Address owner, Claim claim) {
        return learn(
                new Statement(
                        owner, claim.time(), claim.asserted(), claim.eventId(), claim.origin()));
    }

    private boolean learn(Statement statement) {
        boolean learned =
                here.is(Level.Role.DEVICE)
                        ? identity.owners.learn(
                                statement.time(), statement.owner(), statement.asserted())
                        : forGood(statement);
        if (learned) {
            identity.changed = true;
            audit(Decision.LINKED, statement.asserted() ? null : "inferred", statement);
        }
        return learned;
    }

    private boolean forGood(Statement statement) {
        List<Owners.Interval> known = identity.owners.intervals;
        Address owner = statement.owner();
        if (known.isEmpty() || (statement.asserted() && !known.get(0).asserted())) {
            boolean same = !known.isEmpty() && owner.equals(known.get(0).owner());
            identity.owners =
                    new Owners(
                            List.of(
                                    new Owners.Interval(
                                            statement.time(), owner, statement.asserted())));
            identity.changed = true;
            return !same;
        }
        if (!owner.equals(known.get(0).owner()) && statement.asserted()) {
            audit(Decision.REFUSED, "owned_by_another", statement);
        }
        return false;
    }

    private void audit(Decision decision, String reason, Statement statement) {
        here.exits.audit(
                decision,
                reason,
                statement.owner(),
                statement.eventId(),
                statement.time(),
                statement.origin());
    }

    /** A logout ends the ownership of a device. */
    void endedBy(Bundle bundle) {
        if (bundle.logoutTime() > 0 && here.is(Level.Role.DEVICE)) {
            identity.changed |= identity.owners.learn(bundle.logoutTime(), null, true);
        }
    }

    /** Whose one event of a bundle is, or null if nobody's yet. */
    Address at(Bundle bundle, int event) {
        if (here.is(Level.Role.TRANSIENT)) {
            return identity.owners.newest();
        }
        long time =
                bundle.events().isEmpty()
                        ? bundle.origin().kafkaTime()
                        : bundle.events().get(event).time();
        return identity.owners.at(time, here.settings.hold().window());
    }
}
