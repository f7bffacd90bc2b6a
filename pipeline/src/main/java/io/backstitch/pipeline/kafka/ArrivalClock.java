package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.record.RawRecord;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;

/**
 * A partition's clock: its highest Kafka timestamp, less what timestamps may run backwards. It is
 * announced as records pass and not by wall-clock time, so that a backlog is read as it was
 * written: deadlines between two records fire between them, after hours of downtime too.
 */
final class ArrivalClock implements WatermarkGenerator<RawRecord> {
    /** Watermarks are for deadlines of minutes: a finer step would only cost. */
    private static final long STEP_MS = 10_000;

    private final long outOfOrdernessMs;
    private long highest = Long.MIN_VALUE;
    private long announced = Long.MIN_VALUE;

    ArrivalClock(long outOfOrdernessMs) {
        this.outOfOrdernessMs = outOfOrdernessMs;
    }

    @Override
    public void onEvent(RawRecord record, long timestamp, WatermarkOutput output) {
        if (highest == Long.MIN_VALUE || timestamp > highest) {
            // What was read before this record was all there was until now.
            if (highest == Long.MIN_VALUE || timestamp - announced >= STEP_MS) {
                announce(timestamp, output);
            }
            highest = timestamp;
        }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
        if (highest != Long.MIN_VALUE && highest != announced) {
            announce(highest, output);
        }
    }

    private void announce(long timestamp, WatermarkOutput output) {
        announced = timestamp;
        output.emitWatermark(new Watermark(timestamp - outOfOrdernessMs - 1));
    }
}
