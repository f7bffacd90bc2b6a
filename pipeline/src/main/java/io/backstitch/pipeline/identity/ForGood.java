package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.identity.Owners.Learned;
import io.backstitch.schemas.wire.Decision;
import java.util.List;

/**
 * The owner of a cart, an order or an address: one, where an asserted one replaces an inferred one.
 * A second asserted one is refused, or replaces the first if it is newer ({@code
 * identity.conflicts}).
 */
final class ForGood {
    private final IdentityState identity;
    private final Exits exits;
    private final Rulings rulings;
    private final boolean latestWins;

    ForGood(Here here) {
        this.identity = here.identity;
        this.exits = here.exits;
        this.rulings = new Rulings(here);
        this.latestWins =
                here.settings.rules().conflicts() == IdentitySettings.Conflicts.LATEST_WINS;
    }

    Learned learn(Statement statement) {
        List<Owners.Interval> all = identity.owners.intervals;
        Owners.Interval known = all.isEmpty() ? null : all.get(0);
        Address owner = statement.owner();
        if (statement.asserted()) {
            identity.changed |= identity.tried.add(owner.hash());
        }
        if (known == null || (statement.asserted() && !known.asserted())) {
            boolean same = known != null && owner.equals(known.owner());
            own(statement);
            rulings.freed(statement);
            return same ? Learned.CONFIRMED : Learned.BOUNDARY;
        }
        if (!statement.asserted()) {
            return Learned.NOTHING;
        }
        if (owner.equals(known.owner())) {
            if (latestWins && statement.time() > known.time()) {
                own(statement);
                return Learned.CONFIRMED;
            }
            return Learned.NOTHING;
        }
        if (latestWins && isLater(statement, known)) {
            own(statement);
            rulings.moved(known.owner(), statement);
            return Learned.MOVED;
        }
        exits.audit(Decision.REFUSED, "owned_by_another", statement);
        rulings.refused(statement);
        return Learned.NOTHING;
    }

    private void own(Statement statement) {
        identity.owners =
                new Owners(
                        List.of(
                                Owners.Interval.of(
                                        statement.time(),
                                        statement.owner(),
                                        statement.asserted())));
    }

    /** Of claims of the same moment the same one wins in whatever order they come. */
    private static boolean isLater(Statement statement, Owners.Interval known) {
        return statement.time() != known.time()
                ? statement.time() > known.time()
                : statement.owner().compareTo(known.owner()) > 0;
    }
}
