package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Fence;
import io.backstitch.pipeline.record.Handover;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Ruling;
import io.backstitch.pipeline.record.Stitch;
import java.util.List;

/**
 * What follows when the owner of an identifier becomes known: the profile half first, then what was
 * held, then the event half; carts and orders are claimed; a ledger moves up.
 */
final class Reveal {
    private final Here here;
    private final IdentityState identity;
    private final Exits exits;
    private final Ownership ownership;
    private final Holding holding;
    private final Claims claims;
    private final Keeper keeper;
    private final Anonymous anonymous;

    Reveal(
            Here here,
            Ownership ownership,
            Holding holding,
            Claims claims,
            Keeper keeper,
            Anonymous anonymous) {
        this.here = here;
        this.identity = here.identity;
        this.exits = here.exits;
        this.ownership = ownership;
        this.holding = holding;
        this.claims = claims;
        this.keeper = keeper;
        this.anonymous = anonymous;
    }

    /** A bundle that asserts a person above this level. */
    void bundle(Bundle bundle, Address person) throws Exception {
        boolean fresh = ownership.learn(person, bundle);
        stopIfShared();
        if (here.isPerson()) {
            if (fresh) {
                keeper.handOver(person, bundle.path(), bundle.origin());
            }
            forward(bundle, person);
            return;
        }
        boolean entered = bundle.path().equals(here.me.path());
        List<Claim> links = entered ? claims.of(bundle, person) : List.of();
        List<Bundle> released = fresh ? release(person, bundle.path()) : List.of();
        Bundle known = anonymous.link(bundle, person);
        if (Here.isEmpty(known) && released.isEmpty()) {
            claims.sendAlone(links);
            return;
        }
        if (links.isEmpty() && released.isEmpty()) {
            exits.emit(known.to(person.level(), person.key()));
            return;
        }
        List<String> awaits = claims.send(links, bundle, person);
        Bundle there = known.to(person.level(), person.key());
        Bundle profileHalf = there.withEvents(List.of()).awaiting(awaits, known.laneAwaits());
        boolean alone = released.isEmpty() && known.events().isEmpty();
        if (alone || !Here.isEmpty(profileHalf)) {
            exits.emit(profileHalf); // an empty one too: the fences must be taken by somebody
        }
        for (Bundle earlier : released) {
            exits.emit(earlier.awaiting(awaits, List.of()));
        }
        if (!known.events().isEmpty()) {
            exits.emit(there.withProfile(List.of()).awaiting(awaits, List.of()));
        }
        claims.close(links, bundle, person);
    }

    /** A shared identifier holds nothing. */
    private void stopIfShared() throws Exception {
        if (identity.shared) {
            holding.expireAll(Stitch.EXPIRED_SHARED);
        }
    }

    private List<Bundle> release(Address person, String path) throws Exception {
        return holding.release(person, path, ownership);
    }

    /** A claim from below; a void one teaches nothing, but whoever awaits its fence must get it. */
    void claim(Claim claim, boolean isVoid) throws Exception {
        Address owner = new Address(claim.ownerLevel(), claim.ownerKey());
        boolean fresh = !isVoid && ownership.learn(owner, claim);
        stopIfShared();
        List<String> nested = List.of();
        if (fresh && here.isPerson()) {
            keeper.handOver(owner, claim.path(), claim.origin());
        } else if (fresh) {
            profileFirst(claim, owner);
            nested = claims.passOn(claim, owner);
            for (Bundle bundle : release(owner, claim.path())) {
                exits.emit(bundle.awaiting(claim.awaits(), bundle.laneAwaits()));
            }
        }
        if (claim.fence() != null) {
            exits.emit(new Fence(owner.level(), owner.key(), claim.path(), claim.fence(), nested));
        }
    }

    /**
     * Other devices' events go from here to the owner at once; the owner's profile, on its way from
     * the device that taught the claim, must not come after them. An address in it may be somebody
     * else's until all claims are decided on: so it awaits them, and what follows joins it.
     */
    private void profileFirst(Claim claim, Address owner) {
        if (!claim.profile().isEmpty()) {
            exits.emit(
                    new Bundle(
                            owner.level(),
                            owner.key(),
                            claim.path(),
                            claim.origin(),
                            "derived",
                            null,
                            null,
                            Ids.of(owner.level(), owner.key()),
                            claim.profile(),
                            List.of(),
                            0,
                            Stitch.KNOWN,
                            claim.awaits(),
                            List.of()));
        }
    }

    /** A ledger from below; on to the owner, if this level has one by now. */
    void handover(Handover handover) throws Exception {
        keeper.absorb(handover);
        Address owner = identity.owners.newest();
        if (owner != null) {
            keeper.handOver(owner, handover.path(), handover.origin());
        }
    }

    /** Whose an address is: for the ledger, wherever that is by now. */
    void ruling(Ruling ruling) throws Exception {
        Address owner = identity.owners.newest();
        if (owner == null) {
            keeper.rule(ruling);
        } else {
            exits.emit(ruling.to(owner.level(), owner.key()));
        }
    }

    /** On to the owner; fences of lower lanes are passed on through this level's own lane. */
    void forward(Bundle bundle, Address owner) {
        Bundle there = bundle.to(owner.level(), owner.key());
        if (!bundle.laneAwaits().isEmpty()) {
            String relay = "relay|" + here.me.path() + "|" + String.join("|", bundle.laneAwaits());
            exits.fence(exits.person(here.me), relay, bundle.laneAwaits(), owner);
            there = there.awaiting(bundle.awaits(), List.of(relay));
        }
        exits.emit(there);
    }
}
