package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Control.Pause;
import io.backstitch.pipeline.record.Operation;
import java.util.HashSet;
import java.util.Set;

/** What operators have told delivery not to send: nothing at all, or some families of events. */
final class Pauses {
    /** How delivery as a whole is called among the families; part of the state format. */
    static final String EVERYTHING = "*";

    private final Set<String> paused = new HashSet<>();

    /**
     * Obeys a command. Going on without naming families lifts every pause.
     *
     * @return whether anything is different now
     */
    boolean obey(Pause command) {
        Set<String> before = Set.copyOf(paused);
        if (command.stop()) {
            if (command.families().isEmpty()) {
                paused.add(EVERYTHING);
            }
            paused.addAll(command.families());
        } else if (command.families().isEmpty()) {
            paused.clear();
        } else {
            command.families().forEach(paused::remove);
        }
        return !paused.equals(before);
    }

    void restore(String name) {
        paused.add(name);
    }

    /** Names of what is paused, {@link #EVERYTHING} for delivery as a whole. */
    Set<String> names() {
        return paused;
    }

    boolean isNone() {
        return paused.isEmpty();
    }

    /** Nothing may be sent. */
    boolean isWhole() {
        return !paused.isEmpty() && paused.contains(EVERYTHING);
    }

    /** Families paused, besides the whole. */
    int families() {
        return paused.size() - (isWhole() ? 1 : 0);
    }

    /** Whether the operation is an event of a paused family. */
    boolean holds(Operation operation) {
        return !paused.isEmpty()
                && operation.kind() == Operation.Kind.EVENT
                && operation.subject() != null
                && operation.subject().eventName() != null
                && paused.contains(operation.subject().eventName());
    }
}
