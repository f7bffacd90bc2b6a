package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stage;
import io.backstitch.schemas.wire.Stitched;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one record turns into. Nothing is emitted before the record is done, so that a record
 * that fails half-way leaves nothing but its dead letter.
 */
final class RecordOutput {
    private static final int MAX_NAME = 256;

    private final RawRecord record;
    private final String source;
    private final String contractVersion;
    private final List<Bundle> bundles = new ArrayList<>();
    private final List<Climb> instructions = new ArrayList<>();
    private final List<Climb> broadcasts = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private final List<DeadLetter> letters = new ArrayList<>();
    private int filtered;
    private int refused;
    private int poison;
    private int learned;
    private int unplaced;

    RecordOutput(RawRecord record, String source, String contractVersion) {
        this.record = record;
        this.source = source;
        this.contractVersion = contractVersion;
    }

    RawRecord record() {
        return record;
    }

    String source() {
        return source;
    }

    List<Bundle> bundles() {
        return bundles;
    }

    /** Aliases and erasures, each addressed to one identifier. */
    List<Climb> instructions() {
        return instructions;
    }

    /** Erasures, for every step. */
    List<Climb> broadcasts() {
        return broadcasts;
    }

    List<Receipt> receipts() {
        return receipts;
    }

    List<DeadLetter> letters() {
        return letters;
    }

    int acceptedEvents() {
        int events = 0;
        for (Bundle bundle : bundles) {
            events += bundle.events().size();
        }
        return events;
    }

    int filteredEvents() {
        return filtered;
    }

    int refusedEvents() {
        return refused;
    }

    int learnedFeedbacks() {
        return learned;
    }

    int unplacedFeedbacks() {
        return unplaced;
    }

    int poisonRecords() {
        return poison;
    }

    void bundle(Bundle bundle) {
        bundles.add(bundle);
    }

    void instruction(Climb instruction) {
        instructions.add(instruction);
    }

    void broadcast(Climb erasure) {
        broadcasts.add(erasure);
    }

    /** The whole record is a dead letter, whatever was found in it so far. */
    void poison(String reason, String detail) {
        bundles.clear();
        instructions.clear();
        broadcasts.clear();
        receipts.clear();
        letters.clear();
        filtered = 0;
        refused = 0;
        learned = 0;
        unplaced = 0;
        poison = 1;
        byte[] payload = record.value() == null ? new byte[0] : record.value();
        letters.add(letter(Stage.INGEST, reason, detail, payload, -1).setWholeRecord(true).build());
    }

    /**
     * What Customer.io's own event taught about a person.
     *
     * @param person identifier, or none: then nothing can be learned, which is counted
     */
    void feedback(Ids person, String platform, List<Attribute> facts) {
        if (person.size() == 0) {
            unplaced++;
            return;
        }
        learned++;
        String level = person.level(0);
        bundle(
                new Bundle(
                        level,
                        person.get(level),
                        null,
                        record.origin(),
                        source,
                        platform,
                        null,
                        person,
                        facts,
                        List.of(),
                        0,
                        Stitch.KNOWN,
                        List.of(),
                        List.of()));
    }

    /** An event that is not for Customer.io. */
    void filter(SourceFacts event, String reason) {
        filtered++;
        receipts.add(receipt(reason, event.index(), event));
    }

    /** A record that holds no event at all. */
    void filterRecord(String reason) {
        receipts.add(receipt(reason, -1, null));
    }

    /** An event that cannot go on for a reason that lies before the contract. */
    void reject(SourceFacts event, String reason, String detail, byte[] payload) {
        refused++;
        letters.add(
                about(letter(Stage.INGEST, reason, detail, payload, event.index()), event).build());
    }

    /** An event that breaks the contract. */
    void refuse(SourceFacts event, Normalised.Refused why, byte[] payload, boolean wholeRecord) {
        refused++;
        letters.add(
                about(
                                letter(
                                        Stage.NORMALISE,
                                        why.reason(),
                                        why.detail(),
                                        payload,
                                        event.index()),
                                event)
                        .setField(why.field())
                        .setWholeRecord(wholeRecord)
                        .build());
    }

    private static DeadLetter.Builder about(DeadLetter.Builder letter, SourceFacts event) {
        return letter.setEventId(event.id()).setEventName(shortened(event.name()));
    }

    private DeadLetter.Builder letter(
            Stage stage, String reason, String detail, byte[] payload, int index) {
        return DeadLetter.newBuilder()
                .setDeadLetterId(factId("dead-letter", index, reason))
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

    private Receipt receipt(String reason, int index, SourceFacts event) {
        Receipt.Builder receipt =
                Receipt.newBuilder()
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
        if (event != null) {
            receipt.setEventId(event.id())
                    .setEventName(shortened(event.name()))
                    .setPlatform(event.platform())
                    .setEventTime(Instant.ofEpochMilli(event.time()))
                    .setLatenessMs(record.timestamp() - event.time());
        }
        return receipt.build();
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

    /**
     * What a receipt or dead letter tells about an event.
     *
     * @param index its position in the record
     * @param id the source's id, or null
     * @param name the name as the source spells it, or its type
     * @param time epoch milliseconds, clock skew corrected
     * @param platform web, app or backend
     */
    record SourceFacts(int index, String id, String name, long time, String platform) {}
}
