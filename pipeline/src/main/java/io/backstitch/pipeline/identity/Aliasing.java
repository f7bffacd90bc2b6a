package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Alias;
import io.backstitch.schemas.wire.Decision;
import java.util.List;

/**
 * Follows an instruction that the gate let through: both people are promoted to the level above,
 * where they are one, under the identifier that stays. Whether their events came before or come
 * after makes no difference: what is known moves up, what comes is passed on.
 */
final class Aliasing {
    private final Here here;
    private final IdentityState identity;
    private final Keeper keeper;
    private final Forgotten forgotten;
    private final DeviceAlias devices;

    Aliasing(Here here, Keeper keeper, Forgotten forgotten, DeviceAlias devices) {
        this.here = here;
        this.identity = here.identity;
        this.keeper = keeper;
        this.forgotten = forgotten;
        this.devices = devices;
    }

    void follow(Alias alias) throws Exception {
        Address owner = new Address(Level.above(alias.of()), alias.destination());
        if (forgotten.isVoid(alias)) {
            return;
        }
        if (here.is(Level.Role.DEVICE)) {
            if (devices.follow(alias)) {
                audit(alias, owner);
            }
            return;
        }
        if (owner.equals(identity.owners.newest())) {
            return;
        }
        identity.owners = new Owners(List.of(Owners.Interval.of(alias.to(), owner, true)));
        identity.changed = true;
        audit(alias, owner);
        keeper.handOver(owner, here.me.path(), alias.origin());
    }

    private void audit(Alias alias, Address owner) {
        here.exits.audit(Decision.ALIASED, null, owner, alias.id(), alias.to(), alias.origin());
    }
}
