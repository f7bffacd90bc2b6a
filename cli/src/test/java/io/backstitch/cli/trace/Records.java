package io.backstitch.cli.trace;

import io.backstitch.cli.topics.BoundedTopic.Found;
import io.backstitch.pipeline.deliver.PersonMask;
import io.backstitch.pipeline.record.KeyedHash;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stage;
import io.backstitch.schemas.wire.Stitched;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Records as the job writes them, typed in: a shopper whose cart was held, and whose order late.
 */
public final class Records {
    static final Instant NINE = Instant.parse("2026-11-23T09:00:00Z");
    static final String AUDIT_KEY = "a key of the audit";

    private Records() {}

    /** Held at nine, delivered when customer 4711 checks out at half past. */
    public static Receipt addToCart() {
        return event("01J00000000000000000000ADD", "add_to_cart", "m-1", 1)
                .setCartId("k-1")
                .setPersonSeq(2)
                .setStitched(Stitched.HELD)
                .build();
    }

    static Receipt identify() {
        return operation(OperationKind.IDENTIFY, "01J00000000000000000000PRF", 2)
                .setPersonSeq(1)
                .build();
    }

    static Receipt abandoned() {
        Receipt receipt =
                event("01J00000000000000000000ABN", "cart_abandoned", "cart_abandoned:k-1#1", -1)
                        .setCartId("k-1")
                        .setOutcome(Outcome.ANNULLED)
                        .setReason("answered")
                        .setPerson(null)
                        .setStitched(Stitched.NONE)
                        .setAttempts(0)
                        .setAcceptedTime(null)
                        .build();
        receipt.setSource("derived");
        receipt.setTopic("");
        receipt.setPartition(-1);
        return receipt;
    }

    static Receipt order() {
        return event("01J00000000000000000000ORD", "order_completed", "o-1", 3)
                .setOrderId("1001")
                .setCartId("k-1")
                .setValueMinor(12990L)
                .setCurrency("EUR")
                .setAttempts(3)
                .build();
    }

    /** The app tells of the same order. */
    static Receipt repeatedOrder() {
        Receipt receipt =
                event("unused", "order_completed", "m-2", 4)
                        .setReceiptId("4f4f")
                        .setUlid(null)
                        .setKind(OperationKind.NONE)
                        .setOutcome(Outcome.DUPLICATE)
                        .setReason("order_id")
                        .setOrderId("1001")
                        .setPerson(null)
                        .setStitched(Stitched.NONE)
                        .setAttempts(0)
                        .setAcceptedTime(null)
                        .build();
        return receipt;
    }

    /** Somebody else, in between. */
    public static Receipt stranger() {
        return event("01J00000000000000000000XXX", "add_to_cart", "m-9", 9)
                .setCartId("k-9")
                .setPerson("id:9")
                .build();
    }

    static IdentityAudit linked() {
        return audit(Decision.LINKED, "cart_id", "cart_id:k-1", "m-5", 2);
    }

    static IdentityAudit otherPersons() {
        IdentityAudit audit = audit(Decision.LINKED, "cart_id", "cart_id:k-9", "m-8", 8);
        audit.setOwner("9");
        return audit;
    }

    static DeadLetter refusedPhone() {
        return letter("operation:01J00000000000000000000PRF/phone", "refused_by_customerio")
                .setStage(Stage.DELIVER)
                .setUlid("01J00000000000000000000PRF")
                .setField("attributes.phone")
                .build();
    }

    public static DeadLetter unplanned() {
        return letter("77aa", "unplanned_event")
                .setEventId("m-7")
                .setEventName("Cart Viewwed")
                .setDetail("no event of that name is planned; the nearest is cart_viewed")
                .build();
    }

    static List<Receipt> receipts() {
        return List.of(repeatedOrder(), order(), abandoned(), addToCart(), identify(), stranger());
    }

    static List<IdentityAudit> audits() {
        return List.of(linked(), otherPersons());
    }

    static List<DeadLetter> letters() {
        return List.of(refusedPhone(), unplanned());
    }

    static Sought sought(String id, IdKind... as) {
        EnumSet<IdKind> kinds = EnumSet.allOf(IdKind.class);
        if (as.length > 0) {
            kinds.retainAll(List.of(as));
        }
        KeyedHash audit = new KeyedHash(AUDIT_KEY.getBytes(StandardCharsets.UTF_8));
        return new Sought(
                id,
                kinds,
                new PersonMask("a key of receipts"),
                audit,
                List.of("anonymous_id", "cart_id", "order_id", "email", "customer_id"));
    }

    /** What a search in all of them finds. */
    static Trail trail(String id, IdKind... as) {
        Links links = new Links(sought(id, as));
        List<Found<Receipt>> receipts;
        int before;
        do {
            before = links.size();
            receipts = new ArrayList<>();
            for (Receipt receipt : receipts()) {
                if (links.wants(receipt)) {
                    receipts.add(new Found<>(receipt, 1));
                }
            }
            receipts.forEach(found -> links.learn(found.record()));
        } while (links.size() > before);
        return Trail.of(
                links,
                receipts,
                found(letters().stream().filter(links::wants).toList()),
                found(audits().stream().filter(links::wants).toList()),
                List.of());
    }

    private static <T extends SpecificRecord> List<Found<T>> found(List<T> records) {
        return records.stream().map(record -> new Found<>(record, 1)).toList();
    }

    /**
     * Of a record: one every half hour from nine on; what no record caused comes before the third.
     */
    private static Instant arrival(int number) {
        return NINE.plusSeconds(number < 0 ? 3500 : 1800L * (number - 1));
    }

    private static Receipt.Builder event(String ulid, String name, String id, int number) {
        Instant kafka = arrival(number);
        return operation(OperationKind.EVENT, ulid, number)
                .setUlid(ulid)
                .setEventName(name)
                .setEventId(id)
                .setEventTime(kafka.minusMillis(90_000))
                .setLatenessMs(90_000L)
                .setPlatform("web")
                .setStitched(Stitched.KNOWN);
    }

    private static Receipt.Builder operation(OperationKind kind, String id, int number) {
        Instant kafka = arrival(number);
        return Receipt.newBuilder()
                .setReceiptId("operation:" + id)
                .setOutcome(Outcome.ACCEPTED)
                .setKind(kind)
                .setSource("mparticle")
                .setPerson("id:4711")
                .setKafkaTime(kafka)
                .setAcceptedTime(kafka.plusSeconds(2))
                .setStitched(Stitched.NONE)
                .setAttempts(1)
                .setTopic("mparticle.batches")
                .setPartition(1)
                .setOffset(number < 0 ? -1 : 100 + number);
    }

    private static IdentityAudit audit(
            Decision decision, String level, String path, String event, int number) {
        Instant kafka = arrival(number);
        KeyedHash hash = new KeyedHash(AUDIT_KEY.getBytes(StandardCharsets.UTF_8));
        return IdentityAudit.newBuilder()
                .setAuditId("audit of " + event)
                .setDecision(decision)
                .setLevel(level)
                .setIdentifier(hash.hex(path, 16))
                .setOwnerLevel("customer_id")
                .setOwner("4711")
                .setEventId(event)
                .setEventTime(kafka)
                .setKafkaTime(kafka)
                .setTopic("mparticle.batches")
                .setPartition(1)
                .setOffset(100 + number)
                .build();
    }

    private static DeadLetter.Builder letter(String id, String reason) {
        return DeadLetter.newBuilder()
                .setDeadLetterId(id)
                .setStage(Stage.NORMALISE)
                .setReason(reason)
                .setDetail("what was found")
                .setWholeRecord(false)
                .setTopic("mparticle.batches")
                .setPartition(1)
                .setOffset(102)
                .setKafkaTime(NINE.plusSeconds(1800))
                .setPayload(ByteBuffer.wrap("ann@shop.example".getBytes(StandardCharsets.UTF_8)));
    }
}
