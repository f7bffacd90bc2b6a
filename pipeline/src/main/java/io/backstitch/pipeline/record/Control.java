package io.backstitch.pipeline.record;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** A command of an operator to the running job, as every delivery subtask hears it. */
public sealed interface Control permits Control.Pause {
    TypeInformation<Control> TYPE = new FlowType<>(Control.class, new ControlSerializer());

    /**
     * Stop delivering, or go on.
     *
     * @param stop false: go on
     * @param families names of the events concerned; empty for delivery as a whole
     * @param at when the command was given, epoch milliseconds
     */
    record Pause(boolean stop, List<String> families, long at) implements Control {}
}
