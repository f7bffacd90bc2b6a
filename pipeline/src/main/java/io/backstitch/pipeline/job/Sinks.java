package io.backstitch.pipeline.job;

import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Violation;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * Where the topology's results go; each is given its stream once.
 *
 * @param receipts what became of every event
 * @param deadLetters what could not be delivered
 * @param identityAudit who was linked to whom
 * @param balance what each subtask has done with input events, once per checkpoint
 * @param violations how input breaks the data contract; null if nobody wants to know
 */
public record Sinks(
        Consumer<DataStream<Receipt>> receipts,
        Consumer<DataStream<DeadLetter>> deadLetters,
        Consumer<DataStream<IdentityAudit>> identityAudit,
        Consumer<DataStream<BalanceAudit>> balance,
        Consumer<DataStream<Violation>> violations) {

    /** Without violations. */
    public Sinks(
            Consumer<DataStream<Receipt>> receipts,
            Consumer<DataStream<DeadLetter>> deadLetters,
            Consumer<DataStream<IdentityAudit>> identityAudit,
            Consumer<DataStream<BalanceAudit>> balance) {
        this(receipts, deadLetters, identityAudit, balance, null);
    }
}
