package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Climb;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Records under way between steps, as a cluster of any size may carry them: in order from one key
 * to another, and in no order otherwise.
 */
final class Edges {
    private final SplittableRandom random;
    private final Map<String, Queue<Climb>> queues = new LinkedHashMap<>();

    Edges(SplittableRandom random) {
        this.random = random;
    }

    void add(String from, Climb record) {
        queues.computeIfAbsent(
                        from + ">" + record.level() + ":" + record.key(), key -> new ArrayDeque<>())
                .add(record);
    }

    boolean isEmpty() {
        return queues.isEmpty();
    }

    /** The first record of any queue. */
    Climb next() {
        List<String> keys = new ArrayList<>(queues.keySet());
        String key = keys.get(random.nextInt(keys.size()));
        Queue<Climb> queue = queues.get(key);
        Climb record = queue.remove();
        if (queue.isEmpty()) {
            queues.remove(key);
        }
        return record;
    }
}
