package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Stitch;
import java.util.List;
import org.apache.flink.streaming.api.TimerService;

/** Marks released events that are too old for Customer.io to trigger anything on. */
final class Triggers {
    private static final long LIMIT = 72 * 3_600_000L;

    private Triggers() {}

    /** The bundle, in two if only its first events are too old. */
    static List<Bundle> mark(Bundle bundle, Step step, TimerService timers) {
        List<Event> events = bundle.events();
        int old = 0;
        while (old < events.size()
                && timers.currentWatermark() != Long.MIN_VALUE
                && timers.currentWatermark() - events.get(old).time() > LIMIT) {
            old++;
        }
        if (old == 0) {
            return List.of(bundle);
        }
        step.metrics.releasedPastTrigger.inc(old);
        Bundle past = bundle.withStitch(Stitch.HELD_PAST_TRIGGER);
        return old == events.size()
                ? List.of(past)
                : List.of(
                        past.withEvents(events.subList(0, old)),
                        bundle.withEvents(events.subList(old, events.size()))
                                .withProfile(List.of()));
    }
}
