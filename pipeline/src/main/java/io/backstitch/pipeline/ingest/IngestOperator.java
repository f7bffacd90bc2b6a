package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.RawRecord;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Runs an {@link IngestFunction}. An operator, because a function cannot emit at a checkpoint: its
 * {@link Balance#AUDIT} goes out before each barrier.
 */
public final class IngestOperator extends ProcessOperator<RawRecord, Climb> {
    private static final long serialVersionUID = 1L;

    public IngestOperator(IngestFunction function) {
        super(function);
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
        super.prepareSnapshotPreBarrier(checkpoint);
        IngestFunction function = (IngestFunction) userFunction;
        long now = getProcessingTimeService().getCurrentProcessingTime();
        output.collect(Balance.AUDIT, new StreamRecord<>(function.balance(checkpoint, now)));
    }
}
