package io.backstitch.pipeline.kafka;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;

/** A partition as the connector saves it, and what time it was there. */
final class TimedSplit extends KafkaPartitionSplit {
    private final long time;

    TimedSplit(KafkaPartitionSplit split, long time) {
        super(
                split.getTopicPartition(),
                split.getStartingOffset(),
                split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
        this.time = time;
    }

    /** Epoch ms, or {@link PartitionClock#UNKNOWN}. */
    static long timeOf(KafkaPartitionSplit split) {
        return split instanceof TimedSplit timed ? timed.time : PartitionClock.UNKNOWN;
    }
}
