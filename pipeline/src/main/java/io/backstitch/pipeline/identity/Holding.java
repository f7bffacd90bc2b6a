package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Stitch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.streaming.api.TimerService;

/**
 * What one identifier holds until its person is known or its time is up.
 *
 * <p>Bounded by count and by bytes. When it is full, the oldest leave until an eighth is free: not
 * one at a time, or a bot would have all of it read and written again with each of its events.
 */
final class Holding {
    /** Time is up at full minutes, so that many bundles of one identifier leave together. */
    private static final long MINUTE = 60_000;

    /** Rough size of what surrounds the bytes of a bundle and of an event. */
    private static final int FRAME = 200;

    private static final Comparator<Bundle> BY_TIME =
            Comparator.comparingLong(Holding::timeOf)
                    .thenComparing(bundle -> bundle.origin().topic())
                    .thenComparingInt(bundle -> bundle.origin().partition())
                    .thenComparingLong(bundle -> bundle.origin().offset());

    private final Here here;
    private final Step step;
    private final IdentitySettings.Hold limits;
    private final IdentityState identity;
    private final TimerService timers;
    private final Exits exits;
    private final Expiry expiry;

    Holding(Here here) {
        this.here = here;
        this.step = here.step;
        this.limits = here.settings.hold();
        this.identity = here.identity;
        this.timers = here.timers;
        this.exits = here.exits;
        this.expiry = new Expiry(here);
    }

    void hold(Bundle bundle) throws Exception {
        Bundle waiting = bundle.withStitch(Stitch.HELD);
        if (step.settings.sabotage() == IdentitySettings.Sabotage.STITCH) {
            expiry.leave(List.of(waiting), Stitch.EXPIRED);
            return;
        }
        step.held.add(waiting);
        step.books.held(waiting);
        identity.held++;
        identity.heldBytes += bytes(waiting);
        identity.changed = true;
        timers.registerEventTimeTimer(until(waiting));
        if (here.is(Level.Role.DEVICE)) {
            new Anonymous(here).willLeave(until(waiting));
        }
        if (identity.held > limits.maxBundles() || identity.heldBytes > limits.maxBytes()) {
            overflow();
        }
    }

    private void overflow() throws Exception {
        List<Bundle> left = heldByTime();
        int count = left.size();
        long bytes = bytes(left);
        int gone = 0;
        while (gone < left.size()
                && (count > limits.maxBundles() * 7L / 8 || bytes > limits.maxBytes() / 8 * 7)) {
            count--;
            bytes -= bytes(left.get(gone++));
        }
        step.books.heldNoMore(left.subList(0, gone));
        expiry.leave(left.subList(0, gone), Stitch.EXPIRED_OVERFLOW);
        keep(left.subList(gone, left.size()));
    }

    /** When it will have waited long enough, in pipeline time. */
    long until(Bundle bundle) {
        List<Event> events = bundle.events();
        long last =
                events.isEmpty()
                        ? bundle.origin().kafkaTime()
                        : events.get(events.size() - 1).time();
        long until =
                Math.max(
                        last + limits.window() + limits.lateness(),
                        bundle.origin().kafkaTime() + limits.minHold());
        return -Math.floorDiv(-until, MINUTE) * MINUTE;
    }

    /** Whoever has waited long enough leaves anonymously. */
    void expireUntil(long timestamp) throws Exception {
        if (identity.held == 0) {
            return;
        }
        List<Bundle> left = heldByTime();
        List<Bundle> gone = new ArrayList<>();
        for (Iterator<Bundle> all = left.iterator(); all.hasNext(); ) {
            Bundle bundle = all.next();
            if (until(bundle) <= timestamp) {
                gone.add(bundle);
                all.remove();
            }
        }
        if (!gone.isEmpty()) {
            step.books.heldNoMore(gone);
            expiry.leave(gone, Stitch.EXPIRED);
            keep(left);
        }
    }

    /** Nothing is held here any more. */
    void expireAll(Stitch why) throws Exception {
        if (identity.held > 0) {
            List<Bundle> all = heldByTime();
            step.books.heldNoMore(all);
            expiry.leave(all, why);
            keep(List.of());
        }
    }

    /** Takes out of the held list what has an owner now; returns the person's own, sorted. */
    List<Bundle> release(Address person, String path, Ownership ownership) throws Exception {
        if (identity.held == 0) {
            return List.of();
        }
        List<Bundle> left = new ArrayList<>();
        List<Bundle> released = new ArrayList<>();
        for (Bundle held : heldByTime()) {
            for (Ownership.Part part : ownership.split(held)) {
                if (part.owner() == null) {
                    left.add(part.bundle());
                    continue;
                }
                step.books.heldNoMore(part.bundle());
                ownership.decide(part);
                for (Bundle bundle : Triggers.mark(part.bundle(), step, timers)) {
                    Bundle there = bundle.to(part.owner().level(), part.owner().key());
                    if (part.owner().equals(person)) {
                        released.add(there.onPath(path));
                    } else {
                        exits.emit(there);
                    }
                }
            }
        }
        keep(left);
        return released;
    }

    /** Takes everything, with its timers. */
    List<Bundle> takeAll() throws Exception {
        if (identity.held == 0) {
            return List.of();
        }
        List<Bundle> all = heldByTime();
        for (Bundle bundle : all) {
            timers.deleteEventTimeTimer(until(bundle));
        }
        step.books.heldNoMore(all);
        step.held.clear();
        identity.held = 0;
        identity.heldBytes = 0;
        return all;
    }

    private List<Bundle> heldByTime() throws Exception {
        List<Bundle> all = new ArrayList<>();
        step.held.get().forEach(all::add);
        all.sort(BY_TIME);
        return all;
    }

    private void keep(List<Bundle> left) throws Exception {
        step.held.update(left);
        identity.held = left.size();
        identity.heldBytes = bytes(left);
        identity.changed = true;
    }

    static long bytes(List<Bundle> bundles) {
        long bytes = 0;
        for (Bundle bundle : bundles) {
            bytes += bytes(bundle);
        }
        return bytes;
    }

    private static long bytes(Bundle bundle) {
        long bytes = FRAME;
        for (Event event : bundle.events()) {
            bytes += FRAME + event.attributes().length;
            if (event.commerce() != null && event.commerce().items() != null) {
                bytes += event.commerce().items().length;
            }
        }
        for (Attribute attribute : bundle.profile()) {
            bytes += attribute.json() == null ? 0 : attribute.json().length;
        }
        return bytes;
    }

    /** When it happened first, epoch milliseconds. */
    static long timeOf(Bundle bundle) {
        if (!bundle.events().isEmpty()) {
            return bundle.events().get(0).time();
        }
        return bundle.statedAt() > 0 ? bundle.statedAt() : bundle.origin().kafkaTime();
    }
}
