package io.backstitch.pipeline.deliver;

import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/** Keeps what is paused in broadcast state: the same in every subtask, also in new ones. */
final class PauseState {
    private final BroadcastState<String, Boolean> state;

    PauseState(OperatorStateStore store) throws Exception {
        state =
                store.getBroadcastState(
                        new MapStateDescriptor<>("paused", Types.STRING, Types.BOOLEAN));
    }

    Pauses read() throws Exception {
        Pauses pauses = new Pauses();
        for (Map.Entry<String, Boolean> paused : state.immutableEntries()) {
            pauses.restore(paused.getKey());
        }
        return pauses;
    }

    void write(Pauses pauses) throws Exception {
        state.clear();
        for (String name : pauses.names()) {
            state.put(name, true);
        }
    }
}
