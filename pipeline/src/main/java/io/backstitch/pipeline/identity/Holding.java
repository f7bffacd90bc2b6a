package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.person.Ledger;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Stitch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.flink.streaming.api.TimerService;

/** What one identifier holds until its person is known or its time is up. */
final class Holding {
    /** Carries the outbound anonymous id of a device's episode to wherever its event is held. */
    static final String OUTBOUND = "outbound_anonymous_id";

    private final Step step;
    private final IdentitySettings settings;
    private final IdentityState identity;
    private final TimerService timers;
    private final Exits exits;
    private final Address me;

    Holding(Here here) {
        this.step = here.step;
        this.settings = here.settings;
        this.identity = here.identity;
        this.timers = here.timers;
        this.exits = here.exits;
        this.me = here.me;
    }

    void hold(Bundle bundle) throws Exception {
        Bundle waiting = bundle.withStitch(Stitch.HELD);
        if (settings.sabotage() == IdentitySettings.Sabotage.STITCH) {
            expire(waiting);
            return;
        }
        step.held.add(waiting);
        identity.held++;
        identity.changed = true;
        timers.registerEventTimeTimer(until(waiting));
        if (identity.held > settings.hold().maxBundles()) {
            List<Bundle> all = heldByTime();
            expire(all.remove(0));
            keepHeld(all);
        }
    }

    /** When it will have waited long enough, in pipeline time. */
    long until(Bundle bundle) {
        List<Event> events = bundle.events();
        long last =
                events.isEmpty()
                        ? bundle.origin().kafkaTime()
                        : events.get(events.size() - 1).time();
        return Math.max(
                last + settings.hold().window() + settings.hold().lateness(),
                bundle.origin().kafkaTime() + settings.hold().minHold());
    }

    /** Whoever has waited long enough leaves anonymously. */
    void expireUntil(long timestamp) throws Exception {
        if (identity.held == 0) {
            return;
        }
        List<Bundle> left = heldByTime();
        int before = left.size();
        for (Iterator<Bundle> all = left.iterator(); all.hasNext(); ) {
            Bundle bundle = all.next();
            if (until(bundle) <= timestamp) {
                expire(bundle);
                all.remove();
            }
        }
        if (left.size() < before) {
            keepHeld(left);
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
                Address owner = part.owner();
                if (owner == null) {
                    left.add(part.bundle());
                    continue;
                }
                ownership.decide(part);
                Bundle bundle = part.bundle().to(owner.level(), owner.key());
                if (owner.equals(person)) {
                    released.add(bundle.onPath(path));
                } else {
                    exits.emit(bundle);
                }
            }
        }
        keepHeld(left);
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
        step.held.clear();
        identity.held = 0;
        return all;
    }

    private List<Bundle> heldByTime() throws Exception {
        List<Bundle> all = new ArrayList<>();
        step.held.get().forEach(all::add);
        all.sort(
                Comparator.comparingLong(Holding::timeOf)
                        .thenComparing(bundle -> bundle.origin().topic())
                        .thenComparingInt(bundle -> bundle.origin().partition())
                        .thenComparingLong(bundle -> bundle.origin().offset()));
        return all;
    }

    private void keepHeld(List<Bundle> left) throws Exception {
        step.held.update(left);
        identity.held = left.size();
        identity.changed = true;
    }

    static long timeOf(Bundle bundle) {
        if (!bundle.events().isEmpty()) {
            return bundle.events().get(0).time();
        }
        return bundle.logoutTime() > 0 ? bundle.logoutTime() : bundle.origin().kafkaTime();
    }

    /** Nobody came: the events leave under the device's anonymous id. */
    private void expire(Bundle bundle) {
        String outbound = bundle.asserted().get(OUTBOUND);
        String anonymousId = outbound == null ? me.path() : outbound;
        for (Event event : bundle.events()) {
            exits.operation(Ledger.anonymous(anonymousId, bundle, event, step.personSettings));
        }
    }
}
