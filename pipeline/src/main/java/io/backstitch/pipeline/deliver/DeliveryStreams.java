package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What comes out of a delivery level.
 *
 * @param receipts one per settled operation; at least once, the same receipt has the same id
 * @param deadLetters what Customer.io refused for good; at least once, with stable ids
 * @param fenced fences that came through, for the delivery level of {@link Operation#person()}
 * @param balance one per subtask and checkpoint
 */
public record DeliveryStreams(
        DataStream<Receipt> receipts,
        DataStream<DeadLetter> deadLetters,
        DataStream<Operation> fenced,
        DataStream<BalanceAudit> balance) {}
