package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Fence;
import io.backstitch.pipeline.record.Handover;
import io.backstitch.pipeline.record.Ruling;
import java.util.ArrayList;
import java.util.List;

/**
 * One call of a step for one identifier: gives a bundle, a claim, a fence, a handover or a timer to
 * whoever knows its rules. Reads the identity once and writes it once, if it changed.
 */
final class Visit {
    private final Here here;
    private final Fences fences;
    private final Settling settling;
    private final Seen seen;
    private final Life life;
    private final Holding holding;
    private final Keeper keeper;
    private final Reveal reveal;
    private final Resolution resolution;
    private final Forgotten forgotten;
    private final Erasing erasing;
    private final DeviceAlias devices;
    private final Aliasing aliasing;

    Visit(Here here) {
        this.here = here;
        this.fences = new Fences(here.identity);
        this.settling = new Settling(here);
        this.seen = new Seen(here);
        this.life = new Life(here);
        this.forgotten = new Forgotten(here);
        this.holding = new Holding(here);
        this.keeper = new Keeper(here, forgotten);
        Claims claims = new Claims(here);
        Anonymous anonymous = new Anonymous(here);
        Ownership ownership = new Ownership(here);
        this.reveal = new Reveal(here, ownership, holding, claims, keeper, anonymous);
        this.resolution =
                new Resolution(here, ownership, holding, claims, keeper, anonymous, reveal);
        this.devices = new DeviceAlias(here, claims, holding, anonymous);
        this.aliasing = new Aliasing(here, keeper, forgotten, devices);
        this.erasing = new Erasing(here, forgotten, holding, keeper, seen, anonymous);
    }

    void take(Climb record) throws Exception {
        if (record instanceof Bundle bundle) {
            life.use(bundle.origin().kafkaTime());
            arrive(bundle);
        } else if (record instanceof Claim claim) {
            life.use(claim.origin().kafkaTime());
            reveal.claim(claim, forgotten.isVoid(claim));
        } else if (record instanceof Fence fence) {
            here.identity.changed = true;
            goOn(fences.arrive(fence));
        } else if (record instanceof Handover handover) {
            if (forgotten.isVoid(handover)) {
                keeper.refuse(handover);
            } else {
                reveal.handover(handover);
            }
        } else if (record instanceof Erase erase) {
            erasing.erase(erase);
        } else if (record instanceof Alias alias) {
            aliasing.follow(alias);
        } else if (record instanceof Ruling ruling) {
            reveal.ruling(ruling);
        }
        here.leave();
    }

    void timer(long timestamp) throws Exception {
        enter(settling.settled());
        holding.expireUntil(timestamp);
        seen.cleanUp(timestamp);
        life.endAt(timestamp);
        if (here.isPerson()) {
            keeper.tick(timestamp);
        }
        here.leave();
    }

    private void arrive(Bundle bundle) throws Exception {
        if (bundle.path() != null) {
            bundle(bundle);
            return;
        }
        Bundle rest = forgotten.keepOut(bundle, true);
        if (rest != null) {
            enter(settling.arrive(rest));
        }
    }

    private void resolve(Bundle bundle) throws Exception {
        Bundle rest = forgotten.keepOut(bundle, false);
        if (rest != null && here.is(Level.Role.DEVICE)) {
            rest = devices.remembers(rest) ? null : devices.redirect(rest);
        }
        if (rest != null) {
            resolution.resolve(rest);
        }
    }

    private void enter(List<Bundle> bundles) throws Exception {
        for (Bundle bundle : bundles) {
            // Before its message ids are remembered: of somebody erased, nothing is.
            here.entering = forgotten.keepOut(bundle, true);
            if (here.entering != null) {
                bundle(seen.enter(here.entering));
            }
            here.entering = null;
        }
    }

    private void bundle(Bundle bundle) throws Exception {
        if (fences.queue(bundle)) {
            here.step.books.held(bundle);
            here.identity.changed = true;
            goOn(fences.open());
        } else if (fences.isWaiting() && here.isPerson() && keeper.lacksAddress()) {
            here.identity.changed = true;
            fences.join(bundle);
            here.step.books.held(bundle);
        } else {
            resolve(bundle);
        }
    }

    /** What waited together for fences becomes one change of the ledger. */
    private void goOn(List<Bundle> bundles) throws Exception {
        here.step.books.heldNoMore(bundles);
        List<Bundle> own = new ArrayList<>();
        for (Bundle bundle : bundles) {
            Bundle waited = forgotten.keepOut(bundle, false);
            if (waited == null) {
                continue;
            }
            Bundle free = waited.awaiting(List.of(), waited.laneAwaits());
            if (Here.isEmpty(free)) {
                continue; // it only took the fences
            }
            if (resolution.staysHere(free)) {
                own.add(free);
            } else {
                resolution.resolve(free);
            }
        }
        if (!own.isEmpty()) {
            keeper.apply(own);
        }
    }
}
