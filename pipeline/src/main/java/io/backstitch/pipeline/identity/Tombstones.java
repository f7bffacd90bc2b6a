package io.backstitch.pipeline.identity;

import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * Who was erased, and when: keyed hashes and times, nothing else, kept for good.
 *
 * <p>In memory, some 150 bytes each, because every event is compared with them; as union state in
 * checkpoints, because a subtask adds those of identifiers that it found linked to somebody named,
 * and must find them again wherever the key goes. Without any, an event costs one look at an empty
 * map; with some, a hash per identifier, about a microsecond.
 */
final class Tombstones {
    /** Nobody was erased. */
    static final long NEVER = Long.MIN_VALUE;

    private final TreeMap<String, Long> times = new TreeMap<>();
    private final ListState<Tuple2<String, Long>> stored;

    Tombstones(OperatorStateStore store) throws Exception {
        stored =
                store.getUnionListState(
                        new ListStateDescriptor<>(
                                "tombstones", Types.TUPLE(Types.STRING, Types.LONG)));
        for (Tuple2<String, Long> tombstone : stored.get()) {
            times.merge(tombstone.f0, tombstone.f1, Math::max);
        }
    }

    boolean isEmpty() {
        return times.isEmpty();
    }

    /** When what has this hash was erased last, epoch milliseconds, or {@link #NEVER}. */
    long of(String hash) {
        return times.getOrDefault(hash, NEVER);
    }

    void put(String hash, long time) {
        times.merge(hash, time, Math::max);
    }

    void snapshot() throws Exception {
        stored.clear();
        for (Map.Entry<String, Long> tombstone : times.entrySet()) {
            stored.add(Tuple2.of(tombstone.getKey(), tombstone.getValue()));
        }
    }
}
