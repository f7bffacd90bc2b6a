package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.record.RawRecord;
import java.time.Clock;
import org.apache.flink.api.common.eventtime.SerializableTimestampAssigner;

/**
 * The Kafka timestamp, but never more than a bit ahead of the wall clock: a watermark cannot be
 * taken back, so one record from the year 2090 would end every wait there is. The record itself
 * keeps its timestamp.
 */
final class ArrivalTime implements SerializableTimestampAssigner<RawRecord> {
    private static final long serialVersionUID = 1L;

    private final Clock wallClock;
    private final long maxAheadMs;

    ArrivalTime(Clock wallClock, long maxAheadMs) {
        this.wallClock = wallClock;
        this.maxAheadMs = maxAheadMs;
    }

    @Override
    public long extractTimestamp(RawRecord record, long kafkaTimestamp) {
        return Math.min(record.timestamp(), wallClock.millis() + maxAheadMs);
    }
}
