package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Control.Deliver;
import io.backstitch.pipeline.record.KeyedHash;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/**
 * Decides whether a dead letter may be delivered once more.
 *
 * <p>Whoever gives the command has looked up that the person was neither erased nor has become
 * somebody else. What comes between that look and the command is noticed here: a deletion, or the
 * fence behind which a person moves, is remembered for twice as long as a command is valid. People
 * are remembered as hashes. Keyed state of the lane, with a copy in memory.
 */
final class Replays {
    /** Part of the state format. */
    static final String NAME = "replays";

    /** So long after the look a command is obeyed. */
    static final long VALID_MS = 15 * 60_000L;

    private static final long REMEMBERED_MS = 2 * VALID_MS;

    /** Stands for a person who has moved, whatever the event's time. */
    private static final long ALWAYS = Long.MAX_VALUE;

    private static final String GONE = "gone:";
    private static final String BEGUN = "begun:";
    private static final int HASH_BYTES = 16;

    private final KeyedStateBackend<String> backend;
    private final MapState<String, long[]> stored;
    private final int lanes;
    private final boolean controlled;

    /** Only to keep names out of the state; what it hides is gone after half an hour. */
    private final KeyedHash hash = new KeyedHash(NAME.getBytes(StandardCharsets.UTF_8));

    private final Map<String, Entry> entries = new HashMap<>();

    /**
     * @param until GONE: events that reached Kafka until then are concerned
     * @param forgottenAt epoch milliseconds, {@link #ALWAYS} for never
     */
    private record Entry(String lane, long until, long forgottenAt) {}

    private Replays(
            KeyedStateBackend<String> backend,
            MapState<String, long[]> stored,
            int lanes,
            boolean controlled) {
        this.backend = backend;
        this.stored = stored;
        this.lanes = lanes;
        this.controlled = controlled;
    }

    /**
     * With what a checkpoint brought back.
     *
     * @param controlled whether commands can come
     */
    static Replays open(KeyedStateBackend<String> backend, int lanes, boolean controlled)
            throws Exception {
        MapStateDescriptor<String, long[]> descriptor =
                new MapStateDescriptor<>(
                        NAME, Types.STRING, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
        Replays replays =
                new Replays(
                        backend,
                        backend.getPartitionedState(
                                VoidNamespace.INSTANCE,
                                VoidNamespaceSerializer.INSTANCE,
                                descriptor),
                        lanes,
                        controlled);
        backend.applyToAllKeys(
                VoidNamespace.INSTANCE,
                VoidNamespaceSerializer.INSTANCE,
                descriptor,
                (lane, state) -> {
                    for (Map.Entry<String, long[]> found : state.entries()) {
                        long[] times = found.getValue();
                        replays.entries.put(found.getKey(), new Entry(lane, times[0], times[1]));
                    }
                });
        return replays;
    }

    private String lane(Operation operation) {
        return UnacknowledgedState.key(operation.person(), lanes);
    }

    private String gone(Operation operation) {
        return GONE + hash.hex(operation.person(), HASH_BYTES);
    }

    /** Sees every operation as it arrives. */
    void notice(Operation operation, long now) throws Exception {
        if (!controlled) {
            return;
        }
        if (operation.kind() == Kind.DELETE) {
            put(gone(operation), operation, operation.subject().origin().kafkaTime(), now);
        } else if (operation.kind() == Kind.FENCE && !PersonQueue.isAnonymous(operation.person())) {
            put(gone(operation), operation, ALWAYS, now);
        }
    }

    private void put(String key, Operation operation, long until, long now) throws Exception {
        Entry before = entries.get(key);
        long latest = before == null ? until : Math.max(until, before.until());
        put(key, new Entry(lane(operation), latest, now + REMEMBERED_MS));
    }

    private void put(String key, Entry entry) throws Exception {
        entries.put(key, entry);
        backend.setCurrentKey(entry.lane());
        stored.put(key, new long[] {entry.until(), entry.forgottenAt()});
    }

    private void remove(String key) throws Exception {
        Entry entry = entries.remove(key);
        if (entry != null) {
            backend.setCurrentKey(entry.lane());
            stored.remove(key);
        }
    }

    /** Whether the same one was taken before and has not come to its end. */
    boolean isUnderWay(Operation operation) {
        return entries.containsKey(BEGUN + operation.id());
    }

    /**
     * Why it must not be delivered, or null.
     *
     * @param maxAgeMs since its record reached Kafka
     */
    String refusal(Deliver command, long maxAgeMs, long now) {
        Operation operation = command.operation();
        long reachedKafka = operation.subject().origin().kafkaTime();
        Entry gone = entries.get(gone(operation));
        if (gone != null && reachedKafka <= gone.until()) {
            return gone.until() == ALWAYS ? "moved" : "erased";
        } else if (now - reachedKafka > maxAgeMs) {
            return "replay_too_old";
        }
        return Math.abs(now - command.at()) > VALID_MS ? "replay_expired" : null;
    }

    void begun(Operation operation) throws Exception {
        put(BEGUN + operation.id(), new Entry(lane(operation), 0, ALWAYS));
    }

    void ended(Operation operation) {
        try {
            remove(BEGUN + operation.id());
        } catch (Exception e) {
            throw new IllegalStateException("cannot remove a replay from state", e);
        }
    }

    /** Drops what no valid command can be about. */
    void forgetUntil(long now) throws Exception {
        List<String> over = new ArrayList<>();
        entries.forEach(
                (key, entry) -> {
                    if (entry.forgottenAt() <= now) {
                        over.add(key);
                    }
                });
        for (String key : over) {
            remove(key);
        }
    }
}
