package io.backstitch.pipeline.kafka;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * What one look at the topics has shown. A partition that is missing in {@code ends} could not be
 * looked at.
 *
 * @param startedAt monotonic ms before the first question was asked: whatever was written earlier
 *     lies before {@code ends}
 * @param ends the offset behind the last record, transaction marker or open transaction
 * @param unreadable stretches up to an end that hold nothing to read: markers, aborted transactions
 * @param newest the highest Kafka timestamp of any record of any partition, or {@link
 *     PartitionClock#UNKNOWN}
 * @param unassigned whether a partition has records but no reader yet
 */
record Look(
        long startedAt,
        Map<TopicPartition, Long> ends,
        Map<TopicPartition, Stretch> unreadable,
        long newest,
        boolean unassigned) {

    /**
     * @param from a negative one means the partition's beginning
     */
    record Stretch(long from, long to) {}

    static Look failed(long startedAt) {
        return new Look(startedAt, Map.of(), Map.of(), PartitionClock.UNKNOWN, false);
    }

    boolean failed() {
        return ends.isEmpty();
    }

    /** Whether a reader that continues at {@code next} has emitted all there was. */
    boolean proves(TopicPartition partition, long next) {
        Long end = ends.get(partition);
        return !unassigned && end != null && next >= end;
    }
}
