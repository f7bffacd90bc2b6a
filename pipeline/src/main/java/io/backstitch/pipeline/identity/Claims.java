package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Fence;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a step teaches the steps above it: whose the other identifiers of an event are. Each claim
 * is sent once, and asks for a fence, so that what it releases and what the step sends to the owner
 * itself arrive there as one.
 */
final class Claims {
    private static final int MAX_TAUGHT = 256;

    /** Bit of what was said: a source did. */
    private static final long ASSERTED = 1;

    private final Here here;
    private final IdentitySettings settings;
    private final int index;
    private final IdentityState identity;
    private final Exits exits;

    Claims(Here here) {
        this.here = here;
        this.settings = here.settings;
        this.index = here.index;
        this.identity = here.identity;
        this.exits = here.exits;
    }

    /** Claims for everything else the event asserted, and for remembered carts and orders. */
    List<Claim> of(Bundle bundle, Address person) {
        List<Claim> claims = new ArrayList<>();
        for (Address link : assertedBelow(bundle.asserted(), person)) {
            if (teach(link, person, true)) {
                claims.add(claim(link, person, bundle, true));
            }
            identity.transients.remove(link);
        }
        for (Address link : identity.transients) {
            if (teach(link, person, true)) {
                claims.add(claim(link, person, bundle, true));
            }
        }
        if (!identity.transients.isEmpty()) {
            identity.transients.clear();
            identity.changed = true;
        }
        return claims;
    }

    /** Claims of the carts and orders that an event names, for the owner a step inferred. */
    List<Claim> inferred(Bundle bundle, Address owner) {
        List<Claim> claims = new ArrayList<>(0);
        for (Address link : assertedBelow(bundle.asserted(), owner)) {
            if (settings.level(link.level()).role() == Level.Role.TRANSIENT
                    && teach(link, owner, false)) {
                claims.add(claim(link, owner, bundle, false));
            }
        }
        return claims;
    }

    /** Passes a claim on to the carts and orders remembered here; returns the fences asked for. */
    List<String> passOn(Claim claim, Address owner) {
        List<String> fences = new ArrayList<>();
        for (Address link : identity.transients) {
            if (teach(link, owner, claim.asserted())) {
                String fence = claim.fence() == null ? null : claim.fence() + "|" + link.path();
                exits.emit(claim.of(link.level(), link.key(), fence));
                if (fence != null) {
                    fences.add(fence);
                }
            }
        }
        identity.transients.clear();
        return fences;
    }

    /** Sends claims that ask for no fence: nothing goes to the owner that would wait for it. */
    void sendAlone(List<Claim> claims) {
        for (Claim claim : claims) {
            exits.emit(claim.of(claim.level(), claim.key(), null));
        }
    }

    /** Sends claims, each asking for a fence; returns what must be awaited at the owner. */
    List<String> send(List<Claim> claims, Bundle bundle, Address owner) {
        if (claims.isEmpty()) {
            return List.of();
        }
        List<String> awaits = new ArrayList<>();
        claims.forEach(claim -> awaits.add(claim.fence()));
        awaits.add(fenceId(bundle, owner));
        for (Claim claim : claims) {
            exits.emit(claim.awaiting(awaits));
        }
        return awaits;
    }

    /** Ends what was sent to the owner directly, so that the owner knows it has all of it. */
    void close(List<Claim> claims, Bundle bundle, Address owner) {
        if (!claims.isEmpty()) {
            String direct = fenceId(bundle, owner);
            exits.emit(new Fence(owner.level(), owner.key(), bundle.path(), direct, List.of()));
        }
    }

    /** Asserted identifiers between this level and the person's. */
    private List<Address> assertedBelow(Ids asserted, Address person) {
        List<Address> links = new ArrayList<>(2);
        int top = settings.indexOf(person.level());
        for (int i = index + 1; i < top; i++) {
            String level = settings.levels().get(i).name();
            String key = asserted.get(level);
            if (key != null) {
                links.add(new Address(level, key));
            }
        }
        return links;
    }

    /**
     * True if it is news here. Of an address: other than what was said last about that person, so
     * that somebody who comes back to an address claims it again, and somebody who goes on with one
     * does not. Of a cart or order: other than its last owner. What was only inferred is taught
     * again once somebody asserts it.
     */
    private boolean teach(Address link, Address owner, boolean asserted) {
        boolean address = settings.level(link.level()).isPerson();
        long about = Address.hash(address ? link.level() + '\n' + owner.path() : link.path());
        long said = (address ? link : owner).hash() & ~ASSERTED;
        Long before = identity.taught.get(about);
        boolean known = before != null && (before & ~ASSERTED) == said;
        if (known && (!asserted || (before & ASSERTED) != 0)) {
            return false;
        }
        identity.changed = true;
        if (identity.taught.size() >= MAX_TAUGHT) {
            identity.taught.clear();
        }
        identity.taught.put(about, asserted ? said | ASSERTED : said);
        return true;
    }

    /** What was said about addresses that were erased is to be said anew; true if anything was. */
    static boolean unteach(IdentityState identity, Set<Address> erased) {
        return identity.taught.values().removeIf(said -> isAbout(said, erased));
    }

    private static boolean isAbout(long said, Set<Address> addresses) {
        for (Address address : addresses) {
            if ((address.hash() & ~ASSERTED) == (said & ~ASSERTED)) {
                return true;
            }
        }
        return false;
    }

    private Claim claim(Address link, Address owner, Bundle bundle, boolean asserted) {
        Bundle stated = here.stated(bundle);
        return new Claim(
                link.level(),
                link.key(),
                bundle.path(),
                bundle.origin(),
                bundle.source(),
                owner.level(),
                owner.key(),
                asserted,
                Holding.timeOf(stated),
                stated.events().isEmpty() ? null : stated.events().get(0).id(),
                fenceId(bundle, link),
                List.of(),
                bundle.profile());
    }

    /** Unique for one bundle and one address, and the same in every run. */
    private static String fenceId(Bundle bundle, Address address) {
        Origin origin = bundle.origin();
        return origin.topic()
                + '-'
                + origin.partition()
                + '-'
                + origin.offset()
                + '|'
                + (bundle.events().isEmpty() ? "" : bundle.events().get(0).id())
                + '|'
                + address.path();
    }
}
