package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.List;

/**
 * All that one record turns into. Nothing is emitted before the record is done, so that a record
 * that fails half-way leaves nothing but its dead letter.
 */
final class RecordOutput {
    private final RawRecord record;
    private final String source;
    private final RecordTraces traces;
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
    private int unknown;
    private int units = 1;
    private boolean instructs;

    RecordOutput(RawRecord record, String source, String contractVersion) {
        this.record = record;
        this.source = source;
        this.traces = new RecordTraces(record, source, contractVersion);
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

    /** Input events of the record; a record without any counts as one, and so does poison. */
    int units() {
        return units;
    }

    void holds(int events) {
        units = Math.max(1, events);
    }

    /** Whether it holds no event but an instruction that was taken. */
    boolean instructs() {
        return instructs;
    }

    /** It holds no event but an instruction: that has its end here, and leaves no receipt. */
    void instruct() {
        instructs = true;
    }

    void bundle(Bundle bundle) {
        bundles.add(bundle);
    }

    void instruction(Climb instruction) {
        instructions.add(instruction);
        instruct();
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
        unknown = 0;
        poison = 1;
        units = 1;
        instructs = false;
        letters.add(traces.poison(reason, detail));
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
        receipts.add(traces.filtered(event, reason));
    }

    /** Something of a type that nobody has heard of: newer than this version. */
    void filterUnknown(SourceFacts event) {
        unknown++;
        filter(event, "unknown_event_type");
    }

    int unknownTypes() {
        return unknown;
    }

    /** A record that holds no event at all. */
    void filterRecord(String reason) {
        receipts.add(traces.filteredRecord(reason));
    }

    /**
     * An event that cannot go on for a reason that lies before the contract.
     *
     * @param envelope see {@link Envelope}
     */
    void reject(SourceFacts event, String reason, String detail, byte[] payload, String envelope) {
        refused++;
        letters.add(traces.rejected(event, reason, detail, payload, envelope));
    }

    /**
     * An event that breaks the contract, one of a batch.
     *
     * @param envelope see {@link Envelope}
     */
    void refuse(SourceFacts event, Normalised.Refused why, byte[] payload, String envelope) {
        refused++;
        letters.add(traces.refused(event, why, payload, envelope));
    }

    /** An event that breaks the contract and is the whole record. */
    void refuseRecord(SourceFacts event, Normalised.Refused why, byte[] payload) {
        refused++;
        letters.add(traces.refusedRecord(event, why, payload));
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
