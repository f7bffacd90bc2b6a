package io.backstitch.pipeline.identity;

import io.backstitch.schemas.wire.Decision;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Identifiers of too many people: a kiosk, a bot, a placeholder address. One that has become shared
 * tells no longer whose an event is, for good; what else is known of it is forgotten.
 */
final class Sharing {
    private final Here here;
    private final IdentityState identity;

    Sharing(Here here) {
        this.here = here;
        this.identity = here.identity;
    }

    /** Checks after a statement whether that was one owner too many; returns true if so. */
    boolean exceededBy(Statement statement) {
        int most = here.settings.maxOwners(here.step.level);
        boolean shared =
                here.is(Level.Role.DEVICE)
                        ? owners(here.settings.hold().window()) > most
                        : identity.tried.size() > most;
        if (!shared) {
            return false;
        }
        new Rulings(here).shared(identity.owners.newest(), statement);
        identity.shared = true;
        identity.changed = true;
        identity.owners = new Owners(List.of());
        identity.tried.clear();
        identity.transients.clear();
        here.step.metrics.shared.inc();
        here.exits.audit(Decision.SHARED, "max_owners", statement);
        return true;
    }

    /** How many people at most began to own it within some span of that length. */
    private int owners(long span) {
        int most = 0;
        List<Owners.Interval> all = identity.owners.intervals;
        for (int first = 0; first < all.size(); first++) {
            Set<Address> people = new HashSet<>();
            long end = all.get(first).time() + span;
            for (int i = first; i < all.size() && all.get(i).time() <= end; i++) {
                if (all.get(i).owner() != null) {
                    people.add(all.get(i).owner());
                }
            }
            most = Math.max(most, people.size());
        }
        return most;
    }
}
