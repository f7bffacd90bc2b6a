package io.backstitch.pipeline.identity;

import java.util.List;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;

/** Looks for what a step still keeps of shoppers who are long gone. */
final class Leftovers {
    private Leftovers() {}

    static void of(String level, StepHarness harness, List<String> left) {
        try {
            look(level, harness, left);
        } catch (Exception e) {
            throw new IllegalStateException("cannot read the state of " + level, e);
        }
    }

    private static void look(String level, StepHarness harness, List<String> left)
            throws Exception {
        Step step = harness.step();
        KeyedStateBackend<String> backend = harness.backend();
        if (harness.numEventTimeTimers() > 0) {
            left.add(level + ": " + harness.numEventTimeTimers() + " timers");
        }
        for (String key : backend.getKeys("held", VoidNamespace.INSTANCE).toList()) {
            left.add(level + " " + key + ": held");
        }
        for (String key : backend.getKeys("seen", VoidNamespace.INSTANCE).toList()) {
            backend.setCurrentKey(key);
            if (!step.seen.isEmpty()) { // the heap keeps empty maps, RocksDB does not
                left.add(level + " " + key + ": seen");
            }
        }
        for (String key : backend.getKeys("identity", VoidNamespace.INSTANCE).toList()) {
            backend.setCurrentKey(key);
            IdentityState state = step.identity.value();
            if (state.held > 0) {
                left.add(level + " " + key + ": counts " + state.held + " held");
            }
            if (!state.queues.isEmpty() || !state.pending.isEmpty() || !state.arrived.isEmpty()) {
                left.add(level + " " + key + ": fences " + state.queues.keySet() + state.arrived);
            }
        }
    }
}
