package io.backstitch.pipeline.kafka;

import java.io.Serializable;
import java.time.Clock;

/**
 * The Kafka timestamp, but never more than a bit ahead of the wall clock: a watermark cannot be
 * taken back, so one record from the year 2090 would end every wait there is. The record itself
 * keeps its timestamp.
 */
final class ArrivalTime implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Clock wallClock;
    private final long maxAheadMs;

    ArrivalTime(Clock wallClock, long maxAheadMs) {
        this.wallClock = wallClock;
        this.maxAheadMs = maxAheadMs;
    }

    long of(long kafkaTimestamp) {
        return Math.min(kafkaTimestamp, wallClock.millis() + maxAheadMs);
    }

    boolean isPossible(long kafkaTimestamp) {
        return of(kafkaTimestamp) == kafkaTimestamp;
    }
}
