package io.backstitch.cli.faults;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.sandbox.proxy.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures how long those wait who were told to. Who they are is seen by what they share: a subtask
 * has connections of its own, and an operation stays with its subtask. Thread-safe.
 */
final class ToldToWait {
    private final long waitMs;
    private final Map<String, String> parents = new HashMap<>();
    private final Map<String, Long> operations = new HashMap<>();
    private final Map<String, Long> senders = new HashMap<>();
    private long shortest = Long.MAX_VALUE;
    private long longest;

    /**
     * @param waitMs what they are told
     */
    ToldToWait(long waitMs) {
        this.waitMs = waitMs;
    }

    /** A request has come, whatever its answer will be. */
    synchronized void came(Call call) {
        long now = System.nanoTime();
        List<String> ids = ids(call);
        for (String id : ids) {
            Long told = operations.remove(id);
            if (told != null) {
                shortest = Math.min(shortest, ms(told, now));
            }
        }
        String sender = join(ids);
        Long told = senders.get(sender);
        // Those that were on their way when it was told are not back.
        if (told != null && ms(told, now) >= waitMs / 2) {
            longest = Math.max(longest, ms(told, now));
            senders.remove(sender);
        }
    }

    /** It is about to be told to wait. */
    synchronized void told(Call call) {
        long now = System.nanoTime();
        List<String> ids = ids(call);
        ids.subList(1, ids.size()).forEach(id -> operations.put(id, now));
        senders.put(join(ids), now);
    }

    /** Shortest time after which an operation came again. */
    synchronized long shortestMs() {
        return shortest;
    }

    /** Longest time until a sender's next request. */
    synchronized long longestMs() {
        return longest;
    }

    /** Senders that have not been heard of since. */
    synchronized int silent() {
        return senders.size();
    }

    private static long ms(long from, long to) {
        return (to - from) / 1_000_000;
    }

    /** The connection first. */
    private static List<String> ids(Call call) {
        List<String> ids = new ArrayList<>(List.of("connection " + call.connection()));
        if (call.request().isBatch()) {
            for (JsonNode item : WireBook.items(call.request().body())) {
                ids.add(WireBook.id(item));
            }
        }
        return ids;
    }

    /** They belong together from now on; returns the name of all that do. */
    private String join(List<String> ids) {
        String first = find(ids.get(0));
        for (String id : ids) {
            String other = find(id);
            if (!other.equals(first)) {
                parents.put(other, first);
                Long told = senders.remove(other);
                if (told != null) {
                    senders.merge(first, told, Math::max);
                }
            }
        }
        return first;
    }

    private String find(String id) {
        String name = id;
        while (parents.containsKey(name)) {
            name = parents.get(name);
        }
        return name;
    }
}
