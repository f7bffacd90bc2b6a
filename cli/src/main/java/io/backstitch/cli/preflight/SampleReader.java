package io.backstitch.cli.preflight;

import io.backstitch.pipeline.record.RawRecord;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Told to start, reads the whole sample: one reader, in the order of arrival, so that what came
 * first in real life comes first here, however many partitions or files it was spread over. The
 * clock follows the arrivals.
 */
final class SampleReader extends AbstractStreamOperator<RawRecord>
        implements OneInputStreamOperator<Long, RawRecord> {
    private static final long serialVersionUID = 1L;
    private static final long TICK = 1000;
    private static final long HOUR = 3_600_000;

    private final Sample sample;
    private final String run;

    SampleReader(Sample sample, String run) {
        this.sample = sample;
        this.run = run;
    }

    @Override
    public void processElement(StreamRecord<Long> start) throws Exception {
        Odometer odometer = Odometer.of(run);
        long clock = Long.MIN_VALUE;
        try (Sample.Cursor cursor = sample.open()) {
            for (RawRecord record; (record = cursor.next()) != null; ) {
                output.collect(new StreamRecord<>(record, record.timestamp()));
                if (record.timestamp() >= clock + TICK || clock == Long.MIN_VALUE) {
                    clock = record.timestamp();
                    output.emitWatermark(new Watermark(clock - 1));
                }
                odometer.back += record.timestamp() + HOUR < odometer.lastArrival ? 1 : 0;
                odometer.firstArrival = Math.min(odometer.firstArrival, record.timestamp());
                odometer.lastArrival = Math.max(odometer.lastArrival, record.timestamp());
                odometer.share = cursor.share();
                odometer.records++;
            }
        }
    }
}
