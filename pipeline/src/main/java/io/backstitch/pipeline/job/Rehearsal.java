package io.backstitch.pipeline.job;

import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * What comes out of the job where nothing is delivered.
 *
 * @param entered what ingest and normalise made of the records, before anybody knows whose it is
 * @param operations what would be delivered; each person's in order
 * @param receipts of what was filtered or a duplicate
 * @param deadLetters of what cannot be used
 * @param audits decisions about who is who
 */
public record Rehearsal(
        DataStream<Climb> entered,
        DataStream<Operation> operations,
        DataStream<Receipt> receipts,
        DataStream<DeadLetter> deadLetters,
        DataStream<IdentityAudit> audits) {}
