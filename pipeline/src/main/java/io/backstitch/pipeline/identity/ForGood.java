package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.identity.Owners.Learned;
import io.backstitch.schemas.wire.Decision;
import java.util.List;

/**
 * The owner of a cart, an order or an address: one for good, where an asserted one replaces an
 * inferred one, and a second asserted one is refused.
 */
final class ForGood {
    private final IdentityState identity;
    private final Exits exits;

    ForGood(Here here) {
        this.identity = here.identity;
        this.exits = here.exits;
    }

    Learned learn(Statement statement) {
        List<Owners.Interval> known = identity.owners.intervals;
        Address owner = statement.owner();
        if (statement.asserted()) {
            identity.changed |= identity.tried.add(owner.hash());
        }
        if (known.isEmpty() || (statement.asserted() && !known.get(0).asserted())) {
            boolean same = !known.isEmpty() && owner.equals(known.get(0).owner());
            identity.owners =
                    new Owners(
                            List.of(
                                    Owners.Interval.of(
                                            statement.time(), owner, statement.asserted())));
            return same ? Learned.CONFIRMED : Learned.BOUNDARY;
        }
        if (!owner.equals(known.get(0).owner()) && statement.asserted()) {
            exits.audit(Decision.REFUSED, "owned_by_another", statement);
        }
        return Learned.NOTHING;
    }
}
