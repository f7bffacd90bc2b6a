package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.ingest.RecordOutput.SourceFacts;
import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stage;
import io.backstitch.schemas.wire.Stitched;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Writes what a record leaves behind for people: receipts of what is filtered, and dead letters.
 * Their ids are made of the record's place, so that they are the same when it is read again.
 */
final class RecordTraces {
    private static final int MAX_NAME = 256;
    private static final int WHOLE = -1;

    private final RawRecord record;
    private final String source;
    private final String contractVersion;

    RecordTraces(RawRecord record, String source, String contractVersion) {
        this.record = record;
        this.source = source;
        this.contractVersion = contractVersion;
    }

    /** The whole record cannot be used. */
    DeadLetter poison(String reason, String detail) {
        byte[] payload = record.value() == null ? new byte[0] : record.value();
        return letter(Stage.INGEST, reason, detail, payload, WHOLE).setWholeRecord(true).build();
    }

    /** An event that cannot go on for a reason that lies before the contract. */
    DeadLetter rejected(
            SourceFacts event, String reason, String detail, byte[] payload, String envelope) {
        return about(event, letter(Stage.INGEST, reason, detail, payload, event.index()))
                .setEnvelope(envelope)
                .build();
    }

    /** An event that breaks the contract, one of a batch. */
    DeadLetter refused(SourceFacts event, Normalised.Refused why, byte[] payload, String envelope) {
        return refused(event, why, payload).setEnvelope(envelope).build();
    }

    /** An event that breaks the contract and is the whole record. */
    DeadLetter refusedRecord(SourceFacts event, Normalised.Refused why, byte[] payload) {
        return refused(event, why, payload)
                .setWholeRecord(true)
                .setRecordValue(ByteBuffer.wrap(record.value()))
                .build();
    }

    private DeadLetter.Builder refused(SourceFacts event, Normalised.Refused why, byte[] payload) {
        DeadLetter.Builder letter =
                letter(Stage.NORMALISE, why.reason(), why.detail(), payload, event.index());
        return about(event, letter).setField(why.field());
    }

    private DeadLetter.Builder letter(
            Stage stage, String reason, String detail, byte[] payload, int index) {
        return DeadLetter.newBuilder()
                .setDeadLetterId(letterId(index, reason))
                .setStage(stage)
                .setReason(reason)
                .setDetail(detail)
                .setWholeRecord(false)
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .setKafkaTime(Instant.ofEpochMilli(record.timestamp()))
                .setPayload(ByteBuffer.wrap(payload));
    }

    private static DeadLetter.Builder about(SourceFacts event, DeadLetter.Builder letter) {
        return letter.setEventId(event.id()).setEventName(shortened(event.name()));
    }

    /** A record that holds no event at all. */
    Receipt filteredRecord(String reason) {
        return receipt(reason, WHOLE).build();
    }

    /** An event that is not for Customer.io. */
    Receipt filtered(SourceFacts event, String reason) {
        return receipt(reason, event.index())
                .setEventId(event.id())
                .setEventName(shortened(event.name()))
                .setPlatform(event.platform())
                .setEventTime(Instant.ofEpochMilli(event.time()))
                .setLatenessMs(record.timestamp() - event.time())
                .build();
    }

    private Receipt.Builder receipt(String reason, int index) {
        return Receipt.newBuilder()
                .setReceiptId(factId("receipt", index, reason))
                .setOutcome(Outcome.FILTERED)
                .setReason(reason)
                .setKind(OperationKind.NONE)
                .setSource(source)
                .setKafkaTime(Instant.ofEpochMilli(record.timestamp()))
                .setStitched(Stitched.NONE)
                .setContractVersion(contractVersion)
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset());
    }

    /**
     * What was written again and fails again has the id of its first dead letter, so that a replay
     * never makes more of them.
     */
    private String letterId(int index, String reason) {
        String first = record.replayOf();
        if (first == null) {
            return factId("dead-letter", index, reason);
        }
        return index <= 0
                ? first
                : Digest.of("dead-letter", first, Integer.toString(index), reason);
    }

    private String factId(String kind, int index, String reason) {
        return Digest.of(
                kind,
                record.topic(),
                Integer.toString(record.partition()),
                Long.toString(record.offset()),
                Integer.toString(index),
                reason);
    }

    private static String shortened(String name) {
        return name == null || name.length() <= MAX_NAME ? name : name.substring(0, MAX_NAME);
    }
}
