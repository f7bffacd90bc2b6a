package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Claim;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Stitch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Devices joined by an instruction, for where {@code anonymous_id} is a profile of the source's own
 * making (an mpid): what the source did within a time window, and everything of the destination,
 * belongs to the destination in the level above, which knows its owners from then on.
 *
 * <p>An event of the source that names a person goes to that person all the same.
 */
final class DeviceAlias {
    private final Here here;
    private final IdentityState identity;
    private final Claims claims;
    private final Holding holding;
    private final Anonymous anonymous;

    DeviceAlias(Here here, Claims claims, Holding holding, Anonymous anonymous) {
        this.here = here;
        this.identity = here.identity;
        this.claims = claims;
        this.holding = holding;
        this.anonymous = anonymous;
    }

    /** From when until when events belong to a destination. */
    record Window(String destination, long from, long to) {
        private boolean holds(long time) {
            return from <= time && time <= to;
        }
    }

    private boolean isDestination() {
        return identity.aliases.stream().anyMatch(w -> w.destination().equals(here.me.key()));
    }

    /** Takes the instruction; returns false if it is known. */
    boolean follow(Alias alias) throws Exception {
        boolean destination = alias.destination().equals(here.me.key());
        Window window =
                new Window(
                        alias.destination(),
                        destination ? Long.MIN_VALUE : alias.from(),
                        destination ? Long.MAX_VALUE : alias.to());
        if (identity.aliases.contains(window)) {
            return false;
        }
        identity.aliases.add(window);
        identity.changed = true;
        if (destination) {
            owners(alias);
        }
        for (Address link : identity.transients) {
            here.exits.emit(pointer(alias, Ids.of(link.level(), link.key()), 0));
        }
        identity.transients.clear();
        for (Bundle held : holding.takeAll()) {
            Bundle rest = redirect(held);
            if (rest != null) {
                holding.hold(rest);
            }
        }
        return true;
    }

    /** What the destination knows of its owners moves up. */
    private void owners(Alias alias) {
        Address there = above(alias.destination());
        for (Owners.Interval interval : identity.owners.intervals) {
            Address owner = interval.owner();
            if (owner == null) {
                here.exits.emit(pointer(alias, Ids.NONE, interval.time()));
                continue;
            }
            here.exits.emit(
                    new Claim(
                            there.level(),
                            there.key(),
                            there.path(),
                            alias.origin(),
                            "derived",
                            owner.level(),
                            owner.key(),
                            interval.asserted(),
                            interval.time(),
                            alias.id(),
                            null,
                            List.of(),
                            List.of()));
        }
    }

    private static Address above(String device) {
        return new Address(Level.above("anonymous_id"), device);
    }

    /** A bundle without events: a cart that was seen, or a logout. */
    private static Bundle pointer(Alias alias, Ids asserted, long statedAt) {
        Address there = above(alias.destination());
        return new Bundle(
                there.level(),
                there.key(),
                there.path(),
                alias.origin(),
                "derived",
                null,
                null,
                asserted,
                List.of(),
                List.of(),
                statedAt,
                Stitch.KNOWN,
                List.of(),
                List.of());
    }

    /** Sends on what belongs to a destination; returns what stays, or null. */
    Bundle redirect(Bundle bundle) throws Exception {
        boolean seenBefore =
                bundle.events().isEmpty()
                        && here.entering != null
                        && !here.entering.events().isEmpty();
        if (identity.aliases.isEmpty() || seenBefore) {
            return bundle;
        }
        Address person = here.highestAsserted(bundle.asserted(), Level.Role.PERSON);
        if (isDestination()) {
            pass(person == null ? bundle : anonymous.link(bundle, person), here.me.key());
            return null;
        }
        return person == null ? split(bundle) : bundle;
    }

    private Bundle split(Bundle bundle) {
        List<Event> events = bundle.events();
        Bundle rest = bundle.withEvents(List.of());
        for (int from = 0, to; from < events.size(); from = to) {
            String destination = at(events.get(from).time());
            to = from + 1;
            while (to < events.size() && Objects.equals(destination, at(events.get(to).time()))) {
                to++;
            }
            Bundle part = bundle.withEvents(events.subList(from, to));
            if (destination == null) {
                List<Event> kept = new ArrayList<>(rest.events());
                kept.addAll(part.events());
                rest = rest.withEvents(kept);
            } else {
                pass(part.withProfile(from == 0 ? bundle.profile() : List.of()), destination);
                rest = from == 0 ? rest.withProfile(List.of()) : rest;
            }
        }
        boolean nothing = Here.isEmpty(rest) && rest.statedAt() == 0;
        return nothing && !events.isEmpty() ? null : rest;
    }

    private String at(long time) {
        for (Window window : identity.aliases) {
            if (window.holds(time)) {
                return window.destination();
            }
        }
        return null;
    }

    /** As if it entered above. */
    private void pass(Bundle bundle, String destination) {
        Address there = above(destination);
        here.exits.emit(bundle.to(there.level(), there.key()).onPath(there.path()));
    }

    /**
     * Above: notes a cart or an order that one of the joined devices has seen.
     *
     * @return false if the bundle is about something else
     */
    boolean remembers(Bundle bundle) {
        Address link = here.highestAsserted(bundle.asserted(), Level.Role.TRANSIENT);
        if (!here.step.level.isAbove() || link == null || !Here.isEmpty(bundle)) {
            return false;
        }
        Address owner = identity.owners.newest();
        if (owner == null) {
            identity.changed |= identity.transients.add(link);
            return true;
        }
        List<Claim> links = claims.inferred(bundle, owner);
        claims.send(links, bundle, owner);
        claims.close(links, bundle, owner);
        return true;
    }
}
