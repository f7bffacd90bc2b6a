package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Operation;
import java.util.List;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Runs a {@link Step}. An operator of its own, because a function cannot emit at a checkpoint: its
 * {@link Balance#AUDIT} goes out before each barrier.
 */
public final class StepOperator
        extends CoBroadcastWithKeyedOperator<String, Climb, Climb, Operation> {
    private static final long serialVersionUID = 1L;

    public StepOperator(Step step) {
        super(step, List.of(Step.BROADCAST));
    }

    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
        super.prepareSnapshotPreBarrier(checkpoint);
        Step step = (Step) userFunction;
        long now = getProcessingTimeService().getCurrentProcessingTime();
        output.collect(Balance.AUDIT, new StreamRecord<>(step.balance(checkpoint, now)));
    }
}
