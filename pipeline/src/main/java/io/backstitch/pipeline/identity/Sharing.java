package io.backstitch.pipeline.identity;

import io.backstitch.schemas.wire.Decision;
import java.util.List;

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
                        ? identity.owners.isShared(most, here.settings.hold().window())
                        : identity.tried.size() > most;
        if (!shared) {
            return false;
        }
        identity.shared = true;
        identity.changed = true;
        identity.owners = new Owners(List.of());
        identity.tried.clear();
        identity.transients.clear();
        here.step.metrics.shared.inc();
        here.exits.audit(Decision.SHARED, "max_owners", statement);
        return true;
    }
}
