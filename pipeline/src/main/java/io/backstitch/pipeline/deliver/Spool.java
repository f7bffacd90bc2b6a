package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/**
 * Operations that found no room in memory, in keyed state: per lane first in, first out. While a
 * lane has some here, whatever comes for it goes behind them.
 */
final class Spool {
    private final KeyedStateBackend<String> backend;
    private final MapState<Long, Operation> operations;
    private final ValueState<long[]> ends;

    /** Lane to the position of its first operation and the one after its last. */
    private final Map<String, long[]> lanes = new LinkedHashMap<>();

    private int size;

    Spool(KeyedStateBackend<String> backend) throws Exception {
        this.backend = backend;
        this.operations =
                backend.getPartitionedState(
                        VoidNamespace.INSTANCE,
                        VoidNamespaceSerializer.INSTANCE,
                        operationsDescriptor());
        this.ends =
                backend.getPartitionedState(
                        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, endsDescriptor());
    }

    static MapStateDescriptor<Long, Operation> operationsDescriptor() {
        return new MapStateDescriptor<>("spooled", Types.LONG, Operation.TYPE);
    }

    static ValueStateDescriptor<long[]> endsDescriptor() {
        return new ValueStateDescriptor<>(
                "spool-ends", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    void restore() throws Exception {
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                endsDescriptor(),
                (lane, state) -> {
                    long[] found = state.value();
                    if (found != null) {
                        lanes.put(lane, found.clone());
                        size += (int) (found[1] - found[0]);
                    }
                });
    }

    boolean has(String lane) {
        return !lanes.isEmpty() && lanes.containsKey(lane);
    }

    int size() {
        return size;
    }

    void add(String lane, Operation operation) throws Exception {
        backend.setCurrentKey(lane);
        long[] found = lanes.computeIfAbsent(lane, name -> new long[2]);
        operations.put(found[1]++, operation);
        ends.update(found.clone());
        size++;
    }

    /** Takes the first operation of the lane that has waited longest; null if there is none. */
    Operation poll() throws Exception {
        if (lanes.isEmpty()) {
            return null;
        }
        String lane = lanes.keySet().iterator().next();
        backend.setCurrentKey(lane);
        long[] found = lanes.remove(lane);
        Operation operation = operations.get(found[0]);
        operations.remove(found[0]++);
        size--;
        if (found[0] == found[1]) {
            ends.clear();
        } else {
            ends.update(found.clone());
            // To the back, so that lanes take turns.
            lanes.put(lane, found);
        }
        return operation;
    }
}
