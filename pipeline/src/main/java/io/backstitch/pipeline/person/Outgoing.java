package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts what one call of the ledger decided into the order in which Customer.io must accept it: one
 * identify with all changes, then the events.
 */
final class Outgoing {
    private final Sent sent;
    private final PersonKey person;
    private final PersonSettings settings;
    private final Operations operations;
    private final Outbox outbox;

    /** Events decided in this call, to follow the identify. */
    private final List<Operation> pending = new ArrayList<>();

    Outgoing(
            Sent sent,
            PersonKey person,
            PersonSettings settings,
            Operations operations,
            Outbox outbox) {
        this.sent = sent;
        this.person = person;
        this.settings = settings;
        this.operations = operations;
        this.outbox = outbox;
    }

    /** Lets an event follow the next identify. */
    void plan(Operation event) {
        pending.add(event);
    }

    /**
     * Joins the other's profile into this person's at Customer.io, before anything else.
     *
     * @param known Customer.io was told of both as of two people
     */
    void merge(PersonKey other, boolean known, Origin origin) {
        hand(operations.merge(person, other, ++sent.seq, known, origin));
    }

    /** Deletes the person at Customer.io. */
    void delete(Erase request) {
        hand(operations.delete(person, ++sent.seq, request));
    }

    /**
     * Hands over what this call decided.
     *
     * @param derived attributes computed by the concerns
     * @param origin what caused it
     * @param source whose record that was
     */
    void flush(Profile profile, Map<String, byte[]> derived, Origin origin, String source) {
        Map<String, byte[]> changes = sent.takeChanges(profile, derived);
        boolean profileLast = settings.sabotage() == PersonSettings.Sabotage.IDENTIFY;
        if (profileLast) {
            handEvents();
        }
        if (!changes.isEmpty()) {
            long second = sent.nextIdentify(origin.kafkaTime());
            if (sent.seq == 0 && changes.containsKey(PersonKey.EMAIL)) {
                sent.bornAs = Json.read(changes.get(PersonKey.EMAIL));
            }
            hand(operations.identify(person, ++sent.seq, origin, source, second, changes));
        }
        if (sent.seq == 0) {
            handEvents();
        }
        handMerges(origin);
        handEvents();
    }

    /** Once Customer.io knows this person: there must be somebody to merge into. */
    private void handMerges(Origin origin) {
        if (sent.seq > 0) {
            for (PersonKey other : sent.toMerge) {
                merge(other, true, origin);
            }
            sent.toMerge.clear();
        }
    }

    private void handEvents() {
        for (Operation event : pending) {
            hand(event.withSeq(++sent.seq));
        }
        pending.clear();
    }

    private void hand(Operation operation) {
        if (sent.awaits.isEmpty()) {
            outbox.operation(operation);
            return;
        }
        outbox.operation(operation.awaiting(List.copyOf(sent.awaits)));
        sent.awaits.clear();
    }
}
