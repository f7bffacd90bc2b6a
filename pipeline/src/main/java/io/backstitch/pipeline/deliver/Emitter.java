package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import org.apache.flink.streaming.api.operators.Output;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/** Sends results down the operator's outputs. */
final class Emitter implements Results {
    private final Output<StreamRecord<Receipt>> output;
    private final OutputTag<DeadLetter> deadLetters;
    private final OutputTag<Operation> fenced;
    private final Receipts receipts;
    private final Timers timers;
    private final DeliverMetrics metrics;

    Emitter(
            Output<StreamRecord<Receipt>> output,
            OutputTag<DeadLetter> deadLetters,
            OutputTag<Operation> fenced,
            Receipts receipts,
            Timers timers,
            DeliverMetrics metrics) {
        this.output = output;
        this.deadLetters = deadLetters;
        this.fenced = fenced;
        this.receipts = receipts;
        this.timers = timers;
        this.metrics = metrics;
    }

    @Override
    public void accepted(Operation operation, String reason, int attempts) {
        metrics.accepted();
        receipt(operation, Outcome.ACCEPTED, reason, timers.now(), attempts);
    }

    @Override
    public void filtered(Operation operation, String reason) {
        receipt(operation, Outcome.FILTERED, reason, null, 0);
    }

    @Override
    public void refused(Operation operation, Refusal refusal, int attempts) {
        metrics.refused();
        output.collect(
                deadLetters, new StreamRecord<>(receipts.deadLetter(operation, null, refusal)));
        receipt(operation, Outcome.REFUSED, refusal.reason(), null, attempts);
    }

    @Override
    public void attributeRefused(Operation alone, String attribute, Refusal refusal) {
        metrics.refused();
        output.collect(
                deadLetters, new StreamRecord<>(receipts.deadLetter(alone, attribute, refusal)));
    }

    @Override
    public void fenced(Operation operation) {
        output.collect(fenced, new StreamRecord<>(operation));
    }

    private void receipt(
            Operation operation, Outcome outcome, String reason, Long acceptedAt, int attempts) {
        output.collect(
                new StreamRecord<>(
                        receipts.receipt(operation, outcome, reason, acceptedAt, attempts)));
    }
}
