package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/**
 * What is not settled at a checkpoint, in keyed state: per lane the operations, as they are, in
 * each person's order. Between checkpoints it lives in memory only.
 */
final class UnacknowledgedState {
    /** In flight or otherwise under way, and the fences that have arrived; part of the format. */
    static final String UNDER_WAY = "under-way";

    /** Waiting behind those; part of the state format. */
    static final String WAITING = "waiting";

    private final KeyedStateBackend<String> backend;
    private final String name;
    private final ListState<Operation> operations;
    private final int lanes;
    private final Set<String> written = new HashSet<>();

    UnacknowledgedState(KeyedStateBackend<String> backend, String name, int lanes)
            throws Exception {
        this.backend = backend;
        this.name = name;
        this.lanes = lanes;
        this.operations =
                backend.getPartitionedState(
                        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor(name));
    }

    private static ListStateDescriptor<Operation> descriptor(String name) {
        return new ListStateDescriptor<>(name, Operation.TYPE);
    }

    /**
     * @throws IllegalStateException if it was written with another number of lanes
     */
    void restore(Consumer<Operation> sink) throws Exception {
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                descriptor(name),
                (lane, state) -> {
                    for (Operation operation : state.get()) {
                        checkLane(operation, lane);
                        sink.accept(operation);
                    }
                    written.add(lane);
                });
    }

    private void checkLane(Operation operation, String lane) {
        if (!lane.equals(key(operation.person(), lanes))) {
            throw new IllegalStateException(
                    "deliver.lanes is "
                            + lanes
                            + ", but the savepoint was written with another number; it cannot be"
                            + " changed while operations are under way: set it back");
        }
    }

    /** The key of a person's lane. */
    static String key(String person, int lanes) {
        return Integer.toString(Lanes.of(person, lanes));
    }

    /**
     * @param unsettled calls its argument with each operation, each person's in order
     */
    void write(Consumer<Consumer<Operation>> unsettled) throws Exception {
        Map<String, List<Operation>> byLane = new TreeMap<>();
        unsettled.accept(
                operation ->
                        byLane.computeIfAbsent(
                                        key(operation.person(), lanes), lane -> new ArrayList<>())
                                .add(operation));
        for (String lane : written) {
            if (!byLane.containsKey(lane)) {
                backend.setCurrentKey(lane);
                operations.clear();
            }
        }
        written.clear();
        for (Map.Entry<String, List<Operation>> lane : byLane.entrySet()) {
            backend.setCurrentKey(lane.getKey());
            operations.update(lane.getValue());
            written.add(lane.getKey());
        }
    }
}
