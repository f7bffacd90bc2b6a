package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.TimerService;

/** The message ids that one identifier has brought, each for the configured time. */
final class Seen {
    private static final long DAY = 86_400_000L;

    private final Step step;
    private final IdentityState identity;
    private final TimerService timers;
    private final Exits exits;
    private final String path;

    Seen(Here here) {
        this.step = here.step;
        this.identity = here.identity;
        this.timers = here.timers;
        this.exits = here.exits;
        this.path = here.me.path();
    }

    /** Drops the events that this step has seen before; a duplicate still teaches its claims. */
    Bundle enter(Bundle bundle) throws Exception {
        if (step.settings.life().messages() == 0) {
            return bundle.onPath(path); // switched off
        }
        List<Event> fresh = new ArrayList<>(bundle.events().size());
        for (Event event : bundle.events()) {
            String message = bundle.source() + '\n' + bundle.device() + '\n' + event.id();
            boolean known = step.seen.contains(message);
            if (!known) {
                step.seen.put(message, bundle.origin().kafkaTime());
                planCleanup(bundle.origin().kafkaTime());
                fresh.add(event);
            } else if (step.settings.sabotage() == IdentitySettings.Sabotage.DEDUPE) {
                fresh.add(event.withRawTime(event.rawTime() + 1 + bundle.origin().offset()));
            } else {
                exits.duplicate(bundle, event, "message_id");
            }
        }
        return bundle.onPath(path).withEvents(fresh);
    }

    /** One timer at a time: for the oldest, or an identifier used every day would keep all. */
    private void planCleanup(long arrival) {
        if (identity.cleanup == 0) {
            identity.cleanup =
                    (Math.floorDiv(arrival + step.settings.life().messages(), DAY) + 1) * DAY;
            identity.changed = true;
            timers.registerEventTimeTimer(identity.cleanup);
        }
    }

    /** Forgets everything, and when it would have. */
    void forget() throws Exception {
        step.seen.clear();
        if (identity.cleanup != 0) {
            timers.deleteEventTimeTimer(identity.cleanup);
            identity.cleanup = 0;
        }
    }

    void cleanUp(long timestamp) throws Exception {
        if (identity.cleanup == 0 || identity.cleanup > timestamp) {
            return;
        }
        identity.cleanup = 0;
        identity.changed = true;
        long oldest = Long.MAX_VALUE;
        for (Iterator<Map.Entry<String, Long>> all = step.seen.iterator(); all.hasNext(); ) {
            long arrival = all.next().getValue();
            if (arrival + step.settings.life().messages() < timestamp) {
                all.remove();
            } else {
                oldest = Math.min(oldest, arrival);
            }
        }
        if (oldest == Long.MAX_VALUE) {
            step.seen.clear(); // state in memory would keep an empty map
        } else {
            planCleanup(oldest);
        }
    }
}
