package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.record.RawRecord;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceOutput;

/**
 * Lets everything through to Flink's outputs, and tells each partition's clock what passes. The
 * connector asks once per partition for its output and keeps it.
 */
final class WatchedOutput implements ReaderOutput<RawRecord> {
    private final ReaderOutput<RawRecord> output;
    private final Function<String, PartitionClock> clocks;
    private final Consumer<String> finished;
    private final ArrivalTime arrival;
    private final LongSupplier monotonicMs;

    /**
     * @param clocks by split id
     * @param finished takes the id of a split that has ended
     */
    WatchedOutput(
            ReaderOutput<RawRecord> output,
            Function<String, PartitionClock> clocks,
            Consumer<String> finished,
            ArrivalTime arrival,
            LongSupplier monotonicMs) {
        this.output = output;
        this.clocks = clocks;
        this.finished = finished;
        this.arrival = arrival;
        this.monotonicMs = monotonicMs;
    }

    boolean wraps(ReaderOutput<RawRecord> other) {
        return output == other;
    }

    @Override
    public SourceOutput<RawRecord> createOutputForSplit(String splitId) {
        return new Split(output.createOutputForSplit(splitId), clocks.apply(splitId));
    }

    @Override
    public void releaseOutputForSplit(String splitId) {
        output.releaseOutputForSplit(splitId);
        finished.accept(splitId);
    }

    @Override
    public void collect(RawRecord record) {
        output.collect(record);
    }

    @Override
    public void collect(RawRecord record, long timestamp) {
        output.collect(record, timestamp);
    }

    @Override
    public void emitWatermark(Watermark watermark) {
        output.emitWatermark(watermark);
    }

    @Override
    public void markIdle() {
        output.markIdle();
    }

    @Override
    public void markActive() {
        output.markActive();
    }

    private final class Split implements SourceOutput<RawRecord> {
        private final SourceOutput<RawRecord> flinks;
        private final PartitionClock clock;

        Split(SourceOutput<RawRecord> flinks, PartitionClock clock) {
            this.flinks = flinks;
            this.clock = clock;
        }

        @Override
        public void collect(RawRecord record) {
            collect(record, record.timestamp());
        }

        @Override
        public void collect(RawRecord record, long kafkaTimestamp) {
            long timestamp = arrival.of(kafkaTimestamp);
            if (clock.isLeftOut()) {
                flinks.markActive();
            }
            flinks.collect(record, timestamp);
            clock.emitted(record.offset(), timestamp, monotonicMs.getAsLong());
        }

        @Override
        public void emitWatermark(Watermark watermark) {
            flinks.emitWatermark(watermark);
        }

        @Override
        public void markIdle() {
            flinks.markIdle();
        }

        @Override
        public void markActive() {
            flinks.markActive();
        }
    }
}
