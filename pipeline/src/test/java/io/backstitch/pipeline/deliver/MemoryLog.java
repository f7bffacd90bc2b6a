package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** A {@link LaneLog} without Flink. */
final class MemoryLog implements LaneLog {
    private final TreeMap<String, TreeMap<Long, Operation>> lanes = new TreeMap<>();
    private final TreeMap<String, Long> ends = new TreeMap<>();

    @Override
    public Set<String> lanes() {
        return lanes.keySet();
    }

    @Override
    public boolean has(String lane) {
        return lanes.containsKey(lane);
    }

    @Override
    public int size() {
        return lanes.values().stream().mapToInt(Map::size).sum();
    }

    @Override
    public long first(String lane) {
        return lanes.get(lane).firstKey();
    }

    @Override
    public long end(String lane) {
        return ends.getOrDefault(lane, 0L);
    }

    @Override
    public void append(String lane, Operation operation) {
        long end = end(lane);
        lanes.computeIfAbsent(lane, name -> new TreeMap<>()).put(end, operation);
        ends.put(lane, end + 1);
    }

    @Override
    public void prepend(String lane, Operation operation) {
        long before = has(lane) ? first(lane) - 1 : -1;
        lanes.computeIfAbsent(lane, name -> new TreeMap<>()).put(before, operation);
    }

    @Override
    public Operation read(String lane, long position) {
        return has(lane) ? lanes.get(lane).get(position) : null;
    }

    @Override
    public void remove(String lane, long position) {
        lanes.get(lane).remove(position);
        if (lanes.get(lane).isEmpty()) {
            lanes.remove(lane);
            ends.remove(lane);
        }
    }

    @Override
    public void forEach(BiConsumer<String, Operation> sink) {
        lanes.forEach((lane, entries) -> entries.values().forEach(o -> sink.accept(lane, o)));
    }
}
