package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Operation;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;

/**
 * Where a visit takes place: the identifier, what is known of it, and the ways out. Everything that
 * the rules of a step share; lives for one call.
 */
final class Here {
    final Step step;
    final IdentitySettings settings;

    /** Position of this level, lowest is 0. */
    final int index;

    final TimerService timers;
    final Address me;
    final IdentityState identity;
    final Exits exits;

    /** The bundle that enters here, as it came; null for others. */
    Bundle entering;

    Here(Step step, Step.ReadOnlyContext context, Collector<Operation> out, String key)
            throws Exception {
        this.step = step;
        this.settings = step.settings;
        this.index = settings.indexOf(step.level.name());
        this.timers = context.timerService();
        this.me = new Address(step.level.name(), key);
        IdentityState known = step.identity.value();
        this.identity = known == null ? new IdentityState() : known;
        this.exits = new Exits(step, context, out, me);
    }

    /** Writes the identity once, if the visit changed it; of nothing, nothing stays. */
    void leave() throws Exception {
        if (identity.changed && identity.isBlank()) {
            if (identity.lifeEnds != 0) {
                timers.deleteEventTimeTimer(identity.lifeEnds);
            }
            step.identity.clear();
        } else if (identity.changed) {
            step.identity.update(identity);
        }
        identity.changed = false; // the heap backend keeps this very object
    }

    boolean is(Level.Role role) {
        return step.level.role() == role;
    }

    boolean isPerson() {
        return step.level.isPerson();
    }

    /** The highest identifier above this level that has the role and that the source wrote. */
    Address highestAsserted(Ids asserted, Level.Role role) {
        for (int i = settings.levels().size() - 1; i > index; i--) {
            Level level = settings.levels().get(i);
            String key = level.role() == role ? asserted.get(level.name()) : null;
            if (key != null) {
                return new Address(level.name(), key);
            }
        }
        return null;
    }

    /**
     * What a bundle states, and when: all that it came with. Without its duplicates it may be of no
     * time.
     */
    Bundle stated(Bundle bundle) {
        return bundle.events().isEmpty() && entering != null ? entering : bundle;
    }

    /** True if nothing of it would have an effect. */
    static boolean isEmpty(Bundle bundle) {
        return bundle.events().isEmpty()
                && bundle.profile().isEmpty()
                && bundle.laneAwaits().isEmpty();
    }
}
