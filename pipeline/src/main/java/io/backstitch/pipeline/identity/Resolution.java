package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Stitch;
import java.util.List;

/** Whose a bundle is, and where it goes: to a person, to its owner, to a cart or order, on hold. */
final class Resolution {
    private static final int MAX_TRANSIENTS = 64;

    private final Here here;
    private final IdentityState identity;
    private final Ownership ownership;
    private final Holding holding;
    private final Claims claims;
    private final Keeper keeper;
    private final Anonymous anonymous;
    private final Reveal reveal;
    private final Expiry expiry;

    Resolution(
            Here here,
            Ownership ownership,
            Holding holding,
            Claims claims,
            Keeper keeper,
            Anonymous anonymous,
            Reveal reveal) {
        this.here = here;
        this.identity = here.identity;
        this.ownership = ownership;
        this.holding = holding;
        this.claims = claims;
        this.keeper = keeper;
        this.anonymous = anonymous;
        this.reveal = reveal;
        this.expiry = new Expiry(here);
    }

    void resolve(Bundle bundle) throws Exception {
        ownership.endedBy(bundle);
        Address person = here.highestAsserted(bundle.asserted(), Level.Role.PERSON);
        if (person != null) {
            reveal.bundle(bundle, person);
        } else if (Here.isEmpty(bundle)) {
            return; // all of it was seen before
        } else if (identity.shared && !here.isPerson() && !goesHigher(bundle)) {
            expiry.leave(List.of(anonymous.named(bundle)), Stitch.EXPIRED_SHARED);
        } else if (!here.isPerson()) {
            byOwner(bundle);
        } else if (identity.owners.newest() != null) {
            reveal.forward(bundle, identity.owners.newest());
        } else {
            keeper.apply(List.of(bundle));
        }
    }

    /** A cart that everybody uses says nothing; an order named with it may still have an owner. */
    private boolean goesHigher(Bundle bundle) {
        return !here.is(Level.Role.DEVICE)
                && here.highestAsserted(bundle.asserted(), Level.Role.TRANSIENT) != null;
    }

    /** True if the bundle is for the ledger of this very identifier. */
    boolean staysHere(Bundle bundle) {
        return here.isPerson()
                && identity.owners.newest() == null
                && here.highestAsserted(bundle.asserted(), Level.Role.PERSON) == null;
    }

    /** No person is asserted: each event goes to the owner of its time. */
    private void byOwner(Bundle bundle) throws Exception {
        for (Ownership.Part part : ownership.split(bundle)) {
            if (part.owner() != null) {
                ownership.decide(part);
                lift(part.bundle(), part.owner());
            } else {
                unresolved(part.bundle());
            }
        }
    }

    /** The owner is known: straight to the owner; carts and orders it names follow the owner. */
    private void lift(Bundle bundle, Address owner) {
        List<Claim> links = claims.inferred(bundle, owner);
        List<String> awaits = claims.send(links, bundle, owner);
        here.exits.emit(
                bundle.to(owner.level(), owner.key()).awaiting(awaits, bundle.laneAwaits()));
        claims.close(links, bundle, owner);
    }

    /** Nobody is known: to the cart or order it names, else held here. */
    private void unresolved(Bundle bundle) throws Exception {
        Address link = here.highestAsserted(bundle.asserted(), Level.Role.TRANSIENT);
        if (link == null) {
            holding.hold(bundle);
            return;
        }
        Bundle marked = bundle;
        if (here.is(Level.Role.DEVICE)) {
            marked = anonymous.mark(bundle, holding.until(bundle));
        }
        if (identity.transients.add(link)) {
            identity.changed = true;
            if (identity.transients.size() > MAX_TRANSIENTS) {
                identity.transients.pollFirst();
            }
        }
        here.exits.emit(marked.to(link.level(), link.key()));
    }
}
