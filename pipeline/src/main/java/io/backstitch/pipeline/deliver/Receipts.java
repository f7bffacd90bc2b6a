package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.deliver.Results.Refusal;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.pipeline.record.Subject;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stage;
import io.backstitch.schemas.wire.Stitched;
import java.nio.ByteBuffer;
import java.time.Instant;

/** Writes receipts and dead letters. Their ids are functions of the operation's id. */
final class Receipts {
    private final PersonMask mask;

    Receipts(PersonMask mask) {
        this.mask = mask;
    }

    /**
     * @param acceptedAt epoch milliseconds, or null if it was not accepted
     */
    Receipt receipt(
            Operation operation, Outcome outcome, String reason, Long acceptedAt, int attempts) {
        Subject subject = operation.subject();
        boolean event = operation.kind() == Operation.Kind.EVENT;
        Long eventTime = subject.eventTime();
        long kafkaTime = subject.origin().kafkaTime();
        return Receipt.newBuilder()
                .setReceiptId("operation:" + operation.id())
                .setOutcome(outcome)
                .setReason(reason)
                .setKind(OperationKind.valueOf(operation.kind().name()))
                .setEventName(subject.eventName())
                .setEventId(subject.eventId())
                .setUlid(event ? operation.id() : null)
                .setSource(subject.source())
                .setPlatform(subject.platform())
                .setPerson(mask.show(operation.person()))
                .setPersonSeq(operation.seq())
                .setOrderId(subject.orderId())
                .setCartId(subject.cartId())
                .setValueMinor(subject.valueMinor())
                .setCurrency(subject.currency())
                .setEventTime(eventTime == null ? null : Instant.ofEpochMilli(eventTime))
                .setKafkaTime(Instant.ofEpochMilli(kafkaTime))
                .setAcceptedTime(acceptedAt == null ? null : Instant.ofEpochMilli(acceptedAt))
                .setLatenessMs(eventTime == null ? null : kafkaTime - eventTime)
                .setStitched(stitched(subject.stitch()))
                .setContractVersion(subject.contractVersion())
                .setAttempts(attempts)
                .setTopic(subject.origin().topic())
                .setPartition(subject.origin().partition())
                .setOffset(subject.origin().offset())
                .build();
    }

    private static Stitched stitched(Stitch stitch) {
        return stitch == null ? Stitched.NONE : Stitched.valueOf(stitch.name());
    }

    /**
     * @param attribute the attribute at fault if the rest of the operation goes on, else null
     */
    DeadLetter deadLetter(Operation operation, String attribute, Refusal refusal) {
        Subject subject = operation.subject();
        return DeadLetter.newBuilder()
                .setDeadLetterId(
                        "operation:" + operation.id() + (attribute == null ? "" : "/" + attribute))
                .setStage(Stage.DELIVER)
                .setReason(refusal.reason())
                .setDetail(refusal.detail())
                .setField(refusal.field())
                .setEventId(subject.eventId())
                .setEventName(subject.eventName())
                .setUlid(operation.id())
                .setWholeRecord(false)
                .setTopic(subject.origin().topic())
                .setPartition(subject.origin().partition())
                .setOffset(subject.origin().offset())
                .setKafkaTime(Instant.ofEpochMilli(subject.origin().kafkaTime()))
                .setPayload(ByteBuffer.wrap(operation.body()))
                .build();
    }
}
