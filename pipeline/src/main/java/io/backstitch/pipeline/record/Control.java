package io.backstitch.pipeline.record;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** A command of an operator to the running job, as every delivery subtask hears it. */
public sealed interface Control permits Control.Pause, Control.Deliver {
    TypeInformation<Control> TYPE = new FlowType<>(Control.class, new ControlSerializer());

    /**
     * Stop delivering, or go on.
     *
     * @param stop false: go on
     * @param families names of the events concerned; empty for delivery as a whole
     * @param at when the command was given, epoch milliseconds
     */
    record Pause(boolean stop, List<String> families, long at) implements Control {}

    /**
     * Deliver what had become a dead letter. Every delivery hears it; the one whose person it is
     * obeys.
     *
     * @param delivery uid of the delivery operator that gave up
     * @param operation an EVENT, {@link Operation#replayed()}, under its own id
     * @param at until when it was looked up what has become of its person, epoch milliseconds
     */
    record Deliver(String delivery, Operation operation, long at) implements Control {}
}
