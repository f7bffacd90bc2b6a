package io.backstitch.cli.demo;

import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.util.List;

/**
 * All that the judge looks at.
 *
 * @param truth the simulator's ledger
 * @param world what the receiver holds
 * @param receipts as read from Kafka; repeats do no harm
 * @param deadLetters as read from Kafka; repeats do no harm
 * @param contract names and types that were promised
 * @param stoppedAt Kafka time (epoch milliseconds) of the last record written before the job was
 *     stopped with a savepoint and resumed; null if it ran through
 */
public record Evidence(
        Truth truth,
        World world,
        List<Receipt> receipts,
        List<DeadLetter> deadLetters,
        Contract contract,
        Long stoppedAt) {}
