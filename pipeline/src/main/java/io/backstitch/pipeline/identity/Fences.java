package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Fence;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Where paths meet: bundles that must not overtake what comes another way wait here, and only what
 * came on the same path queues behind them. Fences only go up, so waits have no cycle.
 */
final class Fences {
    private final IdentityState state;

    Fences(IdentityState state) {
        this.state = state;
    }

    /** Takes a bundle that has to wait; returns false if it may go on at once. */
    boolean queue(Bundle bundle) {
        IdentityState.Queue queue = state.queues.get(bundle.path());
        if (queue == null && bundle.awaits().isEmpty()) {
            return false;
        }
        if (queue == null) {
            queue = new IdentityState.Queue();
            state.queues.put(bundle.path(), queue);
        }
        queue.awaits.addAll(bundle.awaits());
        queue.bundles.add(position(queue.bundles, bundle), bundle);
        return true;
    }

    /**
     * Lets a bundle of another path wait with what waits already: for a person of whom nothing is
     * known yet, the profile is among it, and must be first.
     */
    void join(Bundle bundle) {
        IdentityState.Queue queue = state.queues.firstEntry().getValue();
        queue.bundles.add(position(queue.bundles, bundle), bundle);
    }

    boolean isWaiting() {
        return !state.queues.isEmpty();
    }

    /**
     * Profiles go first, then held events in event-time order, then, in the order of their path,
     * the events that followed.
     */
    private static int position(List<Bundle> bundles, Bundle bundle) {
        boolean profile = bundle.events().isEmpty();
        if (!bundle.stitch().isHeld() && !profile) {
            return bundles.size();
        }
        int at = 0;
        while (at < bundles.size() && goesBefore(bundles.get(at), bundle, profile)) {
            at++;
        }
        return at;
    }

    private static boolean goesBefore(Bundle queued, Bundle next, boolean profile) {
        if (profile || queued.events().isEmpty()) {
            return queued.events().isEmpty();
        }
        return queued.stitch().isHeld() && Holding.timeOf(queued) <= Holding.timeOf(next);
    }

    /** Notes a fence; returns what may go on now, in order. */
    List<Bundle> arrive(Fence fence) {
        if (!state.arrived.containsAll(fence.awaits())) {
            state.pending.add(fence);
            return List.of();
        }
        state.arrived.removeAll(fence.awaits());
        state.arrived.add(fence.id());
        for (Iterator<Fence> all = state.pending.iterator(); all.hasNext(); ) {
            Fence pending = all.next();
            if (state.arrived.containsAll(pending.awaits())) {
                state.arrived.removeAll(pending.awaits());
                state.arrived.add(pending.id());
                all.remove();
            }
        }
        return open();
    }

    /** What no longer has to wait. */
    List<Bundle> open() {
        List<Bundle> open = new ArrayList<>();
        for (Iterator<IdentityState.Queue> all = state.queues.values().iterator();
                all.hasNext(); ) {
            IdentityState.Queue queue = all.next();
            if (state.arrived.containsAll(queue.awaits)) {
                state.arrived.removeAll(queue.awaits);
                open.addAll(queue.bundles);
                all.remove();
            }
        }
        return open;
    }
}
