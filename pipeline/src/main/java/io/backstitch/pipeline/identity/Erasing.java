package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.person.PersonKey;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.schemas.wire.Decision;
import java.util.ArrayList;
import java.util.List;

/**
 * Forgets one identifier that a request names, or that one named belongs to: owners, held events,
 * message ids, ledger, timers.
 *
 * <p>At Customer.io the person is deleted behind everything that was sent under the identifier, and
 * behind everything that was sent under the lower identifiers of the same request: nothing that was
 * under way may bring them back.
 */
final class Erasing {
    private final Here here;
    private final IdentityState identity;
    private final Forgotten forgotten;
    private final Holding holding;
    private final Keeper keeper;
    private final Seen seen;
    private final Anonymous anonymous;

    Erasing(
            Here here,
            Forgotten forgotten,
            Holding holding,
            Keeper keeper,
            Seen seen,
            Anonymous anonymous) {
        this.here = here;
        this.identity = here.identity;
        this.forgotten = forgotten;
        this.holding = holding;
        this.keeper = keeper;
        this.seen = seen;
        this.anonymous = anonymous;
    }

    void erase(Erase request) throws Exception {
        if (forgotten.isRepeat(request)) {
            return;
        }
        forgotten.remember(request, here.me);
        identity.changed = true;
        Address owner = here.isPerson() ? identity.owners.newest() : null;
        if (here.isPerson()) {
            keeper.erase(request, awaits(request));
            fences(request, exits().person(here.me));
        } else if (here.is(Level.Role.DEVICE) && !here.step.level.isAbove()) {
            fences(request, new PersonKey(PersonKey.ANONYMOUS, anonymous.outboundId()));
        }
        if (owner != null && !isNamed(request, owner)) {
            String fence = fence(request, here.me, owner);
            exits().fence(exits().person(here.me), fence, List.of(), owner);
            exits().emit(request.to(owner.level(), owner.key(), List.of(fence)));
        }
        for (DeviceAlias.Window window : identity.aliases) {
            if (window.destination().equals(here.me.key())) {
                String above = Level.above(here.me.level());
                exits().emit(request.to(above, here.me.key(), List.of()));
            }
        }
        for (Bundle held : holding.takeAll()) {
            Bundle rest = forgotten.keepOut(held, true);
            if (rest != null) {
                holding.hold(rest);
            }
        }
        seen.forget();
        identity.forget(request.time());
        here.step.metrics.erased.inc();
        exits().audit(
                        Decision.ERASED,
                        isNamed(request, here.me) ? null : "linked",
                        owner,
                        request.request(),
                        request.time(),
                        request.origin());
    }

    private Exits exits() {
        return here.exits;
    }

    private static boolean isNamed(Erase request, Address address) {
        return request.named().contains(new Erase.Named(address.level(), address.key()));
    }

    /** Fences of everything lower that the request names, else those it brought. */
    private List<String> awaits(Erase request) {
        if (!request.laneAwaits().isEmpty() || !isNamed(request, here.me)) {
            return request.laneAwaits();
        }
        List<String> awaits = new ArrayList<>();
        for (Erase.Named named : request.named()) {
            Level level = here.settings.level(named.level());
            boolean lower = here.settings.indexOf(level.name()) < here.index;
            if (lower && level.role() != Level.Role.TRANSIENT) {
                awaits.add(fence(request, new Address(named.level(), named.key()), here.me));
            }
        }
        return awaits;
    }

    /** A fence behind the last operation of a lane, for every higher person that is named. */
    private void fences(Erase request, PersonKey lane) {
        for (Erase.Named named : request.named()) {
            boolean higher = here.settings.indexOf(named.level()) > here.index;
            if (higher && here.settings.level(named.level()).isPerson()) {
                Address to = new Address(named.level(), named.key());
                exits().fence(lane, fence(request, here.me, to), List.of(), to);
            }
        }
    }

    /** The same for every copy of a request, whatever arrives first. */
    private String fence(Erase request, Address from, Address to) {
        return "erase|"
                + here.step.requestHash(request)
                + "|"
                + here.step.traces.hash(from.path())
                + "|"
                + here.step.traces.hash(to.path());
    }
}
