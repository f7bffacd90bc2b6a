package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.KeyedHash;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.PersonalIds;
import io.backstitch.pipeline.record.Subject;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stitched;
import java.time.Instant;

/** Writes what the steps leave behind for people: audit records and receipts of what ends here. */
final class Traces {
    private static final int HASH_BYTES = 16;

    private final KeyedHash hash;
    private final String primary;

    Traces(IdentitySettings settings) {
        hash = new KeyedHash(settings.auditKey());
        primary = settings.levels().get(settings.levels().size() - 1).stated();
    }

    IdentityAudit audit(
            Decision decision,
            String reason,
            Address identifier,
            Address owner,
            String eventId,
            long eventTime,
            Origin origin) {
        IdentityAudit audit = new IdentityAudit();
        audit.setDecision(decision);
        audit.setReason(reason);
        audit.setLevel(identifier.level());
        audit.setIdentifier(show(identifier));
        audit.setOwnerLevel(owner == null ? null : owner.level());
        audit.setOwner(owner == null ? null : show(owner));
        audit.setCount(1L);
        audit.setEventId(eventId);
        audit.setEventTime(Instant.ofEpochMilli(eventTime));
        audit.setKafkaTime(Instant.ofEpochMilli(origin.kafkaTime()));
        audit.setTopic(origin.topic());
        audit.setPartition(origin.partition());
        audit.setOffset(origin.offset());
        audit.setAuditId(
                hash(
                        decision
                                + "|"
                                + identifier.path()
                                + "|"
                                + (owner == null ? "" : owner.path())
                                + "|"
                                + eventId
                                + "|"
                                + origin));
        return audit;
    }

    Receipt duplicate(Bundle bundle, Event event, String reason) {
        return receipt(Outcome.DUPLICATE, bundle, event, reason);
    }

    Receipt filtered(Bundle bundle, Event event, String reason) {
        return receipt(Outcome.FILTERED, bundle, event, reason);
    }

    private Receipt receipt(Outcome outcome, Bundle bundle, Event event, String reason) {
        Origin origin = bundle.origin();
        Commerce commerce = event.commerce();
        Receipt receipt = new Receipt();
        receipt.setReceiptId(hash(outcome + "|" + reason + "|" + event.id() + "|" + origin));
        receipt.setOutcome(outcome);
        receipt.setReason(reason);
        receipt.setKind(OperationKind.NONE);
        receipt.setEventName(event.name());
        receipt.setEventId(event.id());
        receipt.setSource(bundle.source());
        receipt.setPlatform(bundle.platform());
        if (commerce != null) {
            receipt.setOrderId(commerce.orderId());
            receipt.setCartId(commerce.cartId());
            receipt.setValueMinor(commerce.valueMinor());
            receipt.setCurrency(commerce.currency());
        }
        receipt.setEventTime(Instant.ofEpochMilli(event.time()));
        receipt.setKafkaTime(Instant.ofEpochMilli(origin.kafkaTime()));
        receipt.setLatenessMs(origin.kafkaTime() - event.time());
        receipt.setStitched(Stitched.NONE);
        receipt.setTopic(origin.topic());
        receipt.setPartition(origin.partition());
        receipt.setOffset(origin.offset());
        return receipt;
    }

    Receipt withheld(Operation event, Outcome outcome, String reason) {
        Subject subject = event.subject();
        Origin origin = subject.origin();
        Receipt receipt = new Receipt();
        receipt.setReceiptId("operation:" + event.id());
        receipt.setOutcome(outcome);
        receipt.setReason(reason);
        receipt.setKind(OperationKind.EVENT);
        receipt.setEventName(subject.eventName());
        receipt.setEventId(subject.eventId());
        receipt.setUlid(event.id());
        receipt.setSource(subject.source());
        receipt.setPlatform(subject.platform());
        receipt.setOrderId(subject.orderId());
        receipt.setCartId(subject.cartId());
        receipt.setValueMinor(subject.valueMinor());
        receipt.setCurrency(subject.currency());
        receipt.setEventTime(Instant.ofEpochMilli(subject.eventTime()));
        receipt.setKafkaTime(Instant.ofEpochMilli(origin.kafkaTime()));
        receipt.setLatenessMs(origin.kafkaTime() - subject.eventTime());
        receipt.setStitched(Stitched.NONE);
        receipt.setContractVersion(subject.contractVersion());
        receipt.setTopic(origin.topic());
        receipt.setPartition(origin.partition());
        receipt.setOffset(origin.offset());
        return receipt;
    }

    /**
     * Ids of the primary level in clear unless they are addresses or numbers, everything below as
     * keyed hash.
     */
    private String show(Address identifier) {
        boolean isPrimary =
                identifier.level().equals(primary)
                        || identifier.level().equals(Level.above(primary));
        boolean clear = isPrimary && !PersonalIds.isAddressOrNumber(identifier.key());
        return clear ? identifier.key() : hash(identifier.path());
    }

    /** The keyed hash that stands for a text. */
    String hash(String text) {
        return hash.hex(text, HASH_BYTES);
    }
}
