package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Fence;
import io.backstitch.pipeline.record.Handover;
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
    private final Holding holding;
    private final Keeper keeper;
    private final Reveal reveal;
    private final Resolution resolution;

    Visit(Here here) {
        this.here = here;
        this.fences = new Fences(here.identity);
        this.settling = new Settling(here);
        this.seen = new Seen(here);
        this.holding = new Holding(here);
        this.keeper = new Keeper(here);
        Claims claims = new Claims(here);
        Anonymous anonymous = new Anonymous(here);
        Ownership ownership = new Ownership(here);
        this.reveal = new Reveal(here, ownership, holding, claims, keeper, anonymous);
        this.resolution =
                new Resolution(here, ownership, holding, claims, keeper, anonymous, reveal);
    }

    void take(Climb record) throws Exception {
        if (record instanceof Bundle bundle) {
            if (bundle.path() == null) {
                enter(settling.arrive(bundle));
            } else {
                bundle(bundle);
            }
        } else if (record instanceof Claim claim) {
            reveal.claim(claim);
        } else if (record instanceof Fence fence) {
            here.identity.changed = true;
            goOn(fences.arrive(fence));
        } else if (record instanceof Handover handover) {
            reveal.handover(handover);
        }
        here.leave();
    }

    void timer(long timestamp) throws Exception {
        enter(settling.settled());
        holding.expireUntil(timestamp);
        seen.cleanUp(timestamp);
        if (here.isPerson()) {
            keeper.tick(timestamp);
        }
        here.leave();
    }

    private void enter(List<Bundle> bundles) throws Exception {
        for (Bundle bundle : bundles) {
            here.entering = bundle;
            bundle(seen.enter(bundle));
            here.entering = null;
        }
    }

    private void bundle(Bundle bundle) throws Exception {
        if (fences.queue(bundle)) {
            here.identity.changed = true;
            goOn(fences.open());
        } else if (fences.isWaiting() && here.isPerson() && keeper.knowsNothing()) {
            here.identity.changed = true;
            fences.join(bundle);
        } else {
            resolution.resolve(bundle);
        }
    }

    /** What waited together for fences becomes one change of the ledger. */
    private void goOn(List<Bundle> bundles) throws Exception {
        List<Bundle> own = new ArrayList<>();
        for (Bundle bundle : bundles) {
            Bundle free = bundle.awaiting(List.of(), bundle.laneAwaits());
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
