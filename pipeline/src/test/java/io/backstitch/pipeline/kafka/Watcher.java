package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.record.RawRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/** Passes everything on and shows it to the test in the same JVM. One job at a time. */
final class Watcher extends AbstractStreamOperator<RawRecord>
        implements OneInputStreamOperator<RawRecord, RawRecord> {
    private static final long serialVersionUID = 1L;

    static final List<RawRecord> RECORDS = new CopyOnWriteArrayList<>();
    static final List<Long> WATERMARKS = new CopyOnWriteArrayList<>();

    static void clear() {
        RECORDS.clear();
        WATERMARKS.clear();
    }

    @Override
    public void processElement(StreamRecord<RawRecord> element) {
        RECORDS.add(element.getValue());
        output.collect(element);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        WATERMARKS.add(mark.getTimestamp());
        super.processWatermark(mark);
    }
}
