package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Waits, where bundles enter, until what happened before them has had time to arrive. What waits
 * goes on in the order in which it happened, never in that of its arrival.
 */
final class Settling {
    private static final Comparator<Bundle> ORDER =
            Comparator.comparingLong(Holding::timeOf)
                    .thenComparing(Settling::smallestId)
                    .thenComparing(bundle -> bundle.origin().topic())
                    .thenComparingInt(bundle -> bundle.origin().partition())
                    .thenComparingLong(bundle -> bundle.origin().offset());

    private final Here here;
    private final long settle;

    Settling(Here here) {
        this.here = here;
        this.settle = here.settings.rules().settle();
    }

    /** Takes a bundle that enters; returns what goes on now, in order. */
    List<Bundle> arrive(Bundle bundle) throws Exception {
        if (settle == 0 || isSettled(bundle)) {
            return List.of(bundle);
        }
        here.step.settling.add(bundle);
        here.step.books.held(bundle);
        here.identity.settling++;
        here.identity.changed = true;
        here.timers.registerEventTimeTimer(due(bundle));
        return here.identity.settling > here.settings.hold().maxBundles()
                ? take(here.settings.hold().maxBundles() * 7 / 8)
                : List.of();
    }

    /** What has settled by now, in order; a bundle waits for those that happened before it. */
    List<Bundle> settled() throws Exception {
        return here.identity.settling == 0 ? List.of() : take(Integer.MAX_VALUE);
    }

    /**
     * Takes out the first in order: all that have settled, and so many that few enough are left.
     */
    private List<Bundle> take(int most) throws Exception {
        List<Bundle> left = new ArrayList<>();
        here.step.settling.get().forEach(left::add);
        left.sort(ORDER);
        int taken = 0;
        while (taken < left.size() && (left.size() - taken > most || isSettled(left.get(taken)))) {
            taken++;
        }
        List<Bundle> gone = new ArrayList<>(left.subList(0, taken));
        left.subList(0, taken).clear();
        here.step.books.heldNoMore(gone);
        if (taken > 0) {
            here.step.settling.update(left);
            here.identity.settling = left.size();
            here.identity.changed = true;
        }
        return gone;
    }

    private boolean isSettled(Bundle bundle) {
        return due(bundle) <= here.timers.currentWatermark();
    }

    private long due(Bundle bundle) {
        List<Event> events = bundle.events();
        long last =
                events.isEmpty() ? Holding.timeOf(bundle) : events.get(events.size() - 1).time();
        return last + settle;
    }

    private static String smallestId(Bundle bundle) {
        String smallest = "";
        for (Event event : bundle.events()) {
            boolean smaller = smallest.isEmpty() || event.id().compareTo(smallest) < 0;
            smallest = smaller ? event.id() : smallest;
        }
        return smallest;
    }
}
