package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/** A {@link LaneLog} in keyed state; where each lane begins and ends is also kept in memory. */
final class StateLog implements LaneLog {
    private static final int FIRST = 0;
    private static final int END = 1;
    private static final int COUNT = 2;

    private final KeyedStateBackend<String> backend;
    private final MapState<Long, Operation> entries;
    private final ValueState<long[]> ends;
    private final Map<String, long[]> lanes = new HashMap<>();
    private int size;

    private StateLog(KeyedStateBackend<String> backend, String name) throws Exception {
        this.backend = backend;
        this.entries =
                backend.getPartitionedState(
                        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, entries(name));
        this.ends =
                backend.getPartitionedState(
                        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, ends(name));
    }

    /**
     * The log of that name, with what a checkpoint brought back.
     *
     * @param name part of the state format
     */
    static StateLog open(KeyedStateBackend<String> backend, String name) throws Exception {
        StateLog log = new StateLog(backend, name);
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                ends(name),
                (lane, state) -> {
                    long[] found = state.value();
                    if (found != null) {
                        log.lanes.put(lane, found.clone());
                        log.size += (int) found[COUNT];
                    }
                });
        return log;
    }

    private static MapStateDescriptor<Long, Operation> entries(String name) {
        return new MapStateDescriptor<>(name, Types.LONG, Operation.TYPE);
    }

    private static ValueStateDescriptor<long[]> ends(String name) {
        return new ValueStateDescriptor<>(
                name + "-ends", PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
    }

    @Override
    public Set<String> lanes() {
        return lanes.keySet();
    }

    @Override
    public boolean has(String lane) {
        return !lanes.isEmpty() && lanes.containsKey(lane);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public long first(String lane) {
        return lanes.get(lane)[FIRST];
    }

    @Override
    public long end(String lane) {
        long[] found = lanes.get(lane);
        return found == null ? 0 : found[END];
    }

    @Override
    public void append(String lane, Operation operation) throws Exception {
        backend.setCurrentKey(lane);
        long[] found = lanes.computeIfAbsent(lane, name -> new long[3]);
        entries.put(found[END]++, operation);
        found[COUNT]++;
        size++;
        ends.update(found.clone());
    }

    @Override
    public void prepend(String lane, Operation operation) throws Exception {
        backend.setCurrentKey(lane);
        long[] found = lanes.computeIfAbsent(lane, name -> new long[3]);
        entries.put(--found[FIRST], operation);
        found[COUNT]++;
        size++;
        ends.update(found.clone());
    }

    @Override
    public Operation read(String lane, long position) throws Exception {
        backend.setCurrentKey(lane);
        return entries.get(position);
    }

    @Override
    public void remove(String lane, long position) throws Exception {
        backend.setCurrentKey(lane);
        long[] found = lanes.get(lane);
        entries.remove(position);
        size--;
        if (--found[COUNT] == 0) {
            lanes.remove(lane);
            ends.clear();
            return;
        }
        if (position == found[FIRST]) {
            found[FIRST]++;
        }
        ends.update(found.clone());
    }

    @Override
    public void forEach(BiConsumer<String, Operation> sink) throws Exception {
        for (Map.Entry<String, long[]> lane : lanes.entrySet()) {
            for (long at = lane.getValue()[FIRST]; at < lane.getValue()[END]; at++) {
                Operation operation = read(lane.getKey(), at);
                if (operation != null) {
                    sink.accept(lane.getKey(), operation);
                }
            }
        }
    }
}
