package io.backstitch.pipeline.record;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * One thing for a delivery lane to do.
 *
 * @param kind what it is
 * @param person whose it is: {@code id:…}, {@code email:…} or {@code anonymous_id:…}; decides the
 *     lane and the order
 * @param id EVENT: the strict ULID under which Customer.io dedupes (also in the body); FENCE and
 *     FENCED: the fence's id; others: a deterministic id for receipts
 * @param seq position among this person's operations as the ledger decided it, from 1; 0 for fences
 *     and anonymous persons
 * @param body EVENT, IDENTIFY, DELETE: the complete UTF-8 JSON object for the {@code batch} array
 *     of {@code POST /api/v2/batch}. MERGE: <code>{"primary":{"id":…},"secondary":{"email":…}}
 *     </code>, to be replaced by looked-up {@code cio_id}s, and {@code "known":true} if Customer.io
 *     was told of both. FENCE, FENCED: empty
 * @param awaits fences that must have arrived (FENCED) in this delivery instance before this
 *     operation and everything after it of the same person may go
 * @param fenceTo FENCE: who waits for it, {@link #fenceTo(String, String)}; FENCED: the level of
 *     the delivery instance it goes to; else null
 * @param subject what the receipt tells; null for fences
 * @param provisional whether it exists at all may come out otherwise if a failure has it decided
 *     again, and nothing later would take it back: it goes once a checkpoint knows of it
 * @param replayed EVENT: it had become a dead letter and was sent again by an operator; the balance
 *     has counted its end already
 */
public record Operation(
        Kind kind,
        String person,
        String id,
        long seq,
        byte[] body,
        List<String> awaits,
        String fenceTo,
        Subject subject,
        boolean provisional,
        boolean replayed) {

    public static final TypeInformation<Operation> TYPE =
            new FlowType<>(Operation.class, new OperationSerializer());

    /** One that is not provisional, replayed by nobody. */
    public Operation(
            Kind kind,
            String person,
            String id,
            long seq,
            byte[] body,
            List<String> awaits,
            String fenceTo,
            Subject subject) {
        this(kind, person, id, seq, body, awaits, fenceTo, subject, false, false);
    }

    /** The person in the delivery instance of a higher level for whom a fence is. */
    public static String fenceTo(String level, String person) {
        return level + '/' + person;
    }

    /** A fence that has come through its lane, on its way to whoever waits for it. */
    public Operation fenced() {
        int end = fenceTo.indexOf('/');
        return new Operation(
                Kind.FENCED,
                fenceTo.substring(end + 1),
                id,
                0,
                null,
                List.of(),
                fenceTo.substring(0, end),
                null);
    }

    /**
     * Whether it is an event that a source sent, not one that was derived from some, on its one way
     * through the job: what the balance counts.
     */
    public boolean isSourceEvent() {
        return !replayed && isOfSource();
    }

    /** Whether it is an event that a source sent and that ended as a dead letter before. */
    public boolean isSourceEventAgain() {
        return replayed && isOfSource();
    }

    private boolean isOfSource() {
        return kind == Kind.EVENT && !"derived".equals(subject.source());
    }

    /** The same operation at another position. */
    public Operation withSeq(long newSeq) {
        return new Operation(
                kind, person, id, newSeq, body, awaits, fenceTo, subject, provisional, replayed);
    }

    /** The same event, of somebody who has no address or number that works. */
    public Operation withoutChannel() {
        Subject unreached = subject.withoutChannel();
        return new Operation(
                kind, person, id, seq, body, awaits, fenceTo, unreached, provisional, replayed);
    }

    /** The same operation, held back until these fences have come through. */
    public Operation awaiting(List<String> newAwaits) {
        return new Operation(
                kind, person, id, seq, body, newAwaits, fenceTo, subject, provisional, replayed);
    }

    /** The same operation under another id. */
    public Operation withId(String newId) {
        return new Operation(
                kind, person, newId, seq, body, awaits, fenceTo, subject, provisional, replayed);
    }

    /** The same operation with another body. */
    public Operation withBody(byte[] newBody) {
        return new Operation(
                kind, person, id, seq, newBody, awaits, fenceTo, subject, provisional, replayed);
    }

    /** The same operation, to go only once a checkpoint knows of it. */
    public Operation asProvisional() {
        return new Operation(kind, person, id, seq, body, awaits, fenceTo, subject, true, replayed);
    }

    /** The same operation of somebody else. */
    public Operation of(String newPerson) {
        return new Operation(
                kind, newPerson, id, seq, body, awaits, fenceTo, subject, provisional, replayed);
    }

    /** The order of constants is part of the state format: append only. */
    public enum Kind {
        EVENT,
        IDENTIFY,
        MERGE,
        DELETE,
        /** Goes behind the person's last operation; once that is settled it becomes a FENCED. */
        FENCE,
        /** A fence that came through a lower lane: releases what awaits it. */
        FENCED,
        /**
         * An IDENTIFY of an email that was another person's: Customer.io answers a conflict with
         * 200, so whether it took is looked up, and it is repeated if not.
         */
        TAKE_OVER
    }
}
