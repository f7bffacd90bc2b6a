package io.backstitch.pipeline.kafka;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** The clocks of the partitions that one reader reads, and what looks do to them. */
final class ReaderClocks {
    /**
     * So many looks old must a time heard from elsewhere be: a producer may hold a record back for
     * a moment while others write theirs.
     */
    private static final int LOOKS_OLD = 2;

    private final PartitionClock.Patience patience;
    private final Map<TopicPartition, PartitionClock> clocks = new LinkedHashMap<>();
    private final Deque<Long> heard = new ArrayDeque<>();
    private long lastLook = Long.MIN_VALUE;

    ReaderClocks(PartitionClock.Patience patience) {
        this.patience = patience;
    }

    PartitionClock add(TopicPartition partition, long next, long time, long now) {
        PartitionClock clock = new PartitionClock(partition, next, time, now);
        clocks.put(partition, clock);
        return clock;
    }

    void remove(TopicPartition partition) {
        clocks.remove(partition);
    }

    Collection<PartitionClock> all() {
        return clocks.values();
    }

    /** Where each partition will be read on. */
    Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new LinkedHashMap<>();
        clocks.forEach((partition, clock) -> positions.put(partition, clock.next()));
        return positions;
    }

    void looked(Look look, long now) {
        long newest = look.newest();
        for (PartitionClock clock : clocks.values()) {
            newest = Math.max(newest, clock.time());
        }
        long old = heard.size() < LOOKS_OLD ? PartitionClock.UNKNOWN : heard.removeFirst();
        heard.addLast(newest);
        long passed =
                lastLook == Long.MIN_VALUE ? 0 : Math.min(now - lastLook, patience.longestGapMs());
        lastLook = now;
        for (PartitionClock clock : clocks.values()) {
            clock.looked(look, old, passed, patience);
        }
    }

    int leftOut() {
        int count = 0;
        for (PartitionClock clock : clocks.values()) {
            count += clock.isLeftOut() ? 1 : 0;
        }
        return count;
    }

    /** Ms for which the longest stalled partition has been neither read nor proven empty. */
    long longestStall() {
        long longest = 0;
        for (PartitionClock clock : clocks.values()) {
            longest = Math.max(longest, clock.stalledMs());
        }
        return longest;
    }
}
