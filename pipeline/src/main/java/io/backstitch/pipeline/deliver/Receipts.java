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
    private final String delivery;

    /**
     * @param delivery uid of the operator
     */
    Receipts(PersonMask mask, String delivery) {
        this.mask = mask;
        this.delivery = delivery;
    }

    /** That a replayed one was accepted is another fact than that it had been refused. */
    private static String receiptId(Operation operation, Outcome outcome, String reason) {
        if (!operation.replayed() || outcome == Outcome.REFUSED) {
            return "operation:" + operation.id();
        }
        String replayed = "replayed:" + operation.id();
        return outcome == Outcome.ACCEPTED ? replayed : replayed + "/" + reason;
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
        // Not by the builder: it looks up the default of every field, for every record.
        Receipt receipt = new Receipt();
        receipt.setReceiptId(receiptId(operation, outcome, reason));
        receipt.setOutcome(outcome);
        receipt.setReason(reason == null && event ? reasonOf(operation) : reason);
        receipt.setKind(kind(operation.kind()));
        receipt.setEventName(subject.eventName());
        receipt.setEventId(subject.eventId());
        receipt.setUlid(event ? operation.id() : null);
        receipt.setSource(subject.source());
        receipt.setPlatform(subject.platform());
        receipt.setPerson(mask.show(operation.person()));
        receipt.setPersonSeq(operation.seq());
        receipt.setOrderId(subject.orderId());
        receipt.setCartId(subject.cartId());
        receipt.setValueMinor(subject.valueMinor());
        receipt.setCurrency(subject.currency());
        receipt.setEventTime(eventTime == null ? null : Instant.ofEpochMilli(eventTime));
        receipt.setKafkaTime(Instant.ofEpochMilli(kafkaTime));
        receipt.setAcceptedTime(acceptedAt == null ? null : Instant.ofEpochMilli(acceptedAt));
        receipt.setLatenessMs(eventTime == null ? null : kafkaTime - eventTime);
        receipt.setStitched(stitched(subject.stitch()));
        receipt.setContractVersion(subject.contractVersion());
        receipt.setAttempts(attempts);
        receipt.setTopic(subject.origin().topic());
        receipt.setPartition(subject.origin().partition());
        receipt.setOffset(subject.origin().offset());
        receipt.setChannel(subject.channel());
        return receipt;
    }

    private static String reasonOf(Operation event) {
        if (event.replayed()) {
            return "replayed";
        }
        Stitch stitch = event.subject().stitch();
        return stitch == null ? null : stitch.reason();
    }

    private static OperationKind kind(Operation.Kind kind) {
        return kind == Operation.Kind.TAKE_OVER
                ? OperationKind.IDENTIFY
                : OperationKind.valueOf(kind.name());
    }

    private static Stitched stitched(Stitch stitch) {
        if (stitch == null) {
            return Stitched.NONE;
        }
        return switch (stitch) {
            case KNOWN -> Stitched.KNOWN;
            case HELD, HELD_PAST_TRIGGER -> Stitched.HELD;
            case EXPIRED, EXPIRED_OVERFLOW, EXPIRED_SHARED -> Stitched.EXPIRED;
            case HANDOVER -> Stitched.HANDOVER;
        };
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
                .setOperation(OperationText.write(delivery, operation))
                .build();
    }
}
