package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.schemas.wire.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
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

    private final Unreached unreached;

    /** Events decided in this call, to follow the identify. */
    private final List<Planned> pending = new ArrayList<>();

    /** Pipeline time that has been reached; what has waited until then waits no longer. */
    private long reached = Long.MIN_VALUE;

    /** An event, and whether it may trigger a journey, so that it waits for a channel. */
    private record Planned(Operation event, boolean triggers) {}

    /** Anonymous ids that turned out to be this person's, as JSON. */
    private final List<byte[]> links = new ArrayList<>();

    Outgoing(
            Sent sent,
            Unreached unreached,
            PersonKey person,
            PersonSettings settings,
            Operations operations,
            Outbox outbox) {
        this.sent = sent;
        this.unreached = unreached;
        this.person = person;
        this.settings = settings;
        this.operations = operations;
        this.outbox = outbox;
    }

    /** Lets the next identify take over what was delivered under an anonymous id. */
    void link(byte[] anonymousId) {
        links.add(anonymousId);
    }

    /**
     * Lets an event follow the next identify.
     *
     * @param triggers whether it may trigger a journey: then it waits until the person can be
     *     reached, if the configuration says so
     */
    void plan(Operation event, boolean triggers) {
        pending.add(new Planned(event, triggers));
    }

    /** Pipeline time has reached {@code now}. */
    void reach(long now) {
        reached = now;
    }

    /**
     * Takes back the announcements of a cart that have not been sent.
     *
     * @return how many they were
     */
    int annul(String name, String cartId) {
        List<Operation> back = unreached.takeBack(name, cartId);
        for (Iterator<Planned> all = pending.iterator(); all.hasNext(); ) {
            Operation event = all.next().event();
            if (event.subject().isAbout(name, cartId)) {
                back.add(event);
                all.remove();
            }
        }
        for (Operation event : back) {
            outbox.withheld(event, Outcome.ANNULLED, "answered");
        }
        return back.size();
    }

    /**
     * Joins the other's profile into this person's at Customer.io, before anything else.
     *
     * @param known Customer.io was told of both as of two people
     */
    void merge(PersonKey other, boolean known, Origin origin) {
        hand(operations.merge(person, other, ++sent.seq, known, origin));
    }

    /** What waits is not sent. */
    void forget() {
        for (Operation event : unreached.takeAll()) {
            outbox.withheld(event, Outcome.FILTERED, "erased");
        }
    }

    /** Deletes the person at Customer.io. */
    void delete(Erase request) {
        hand(operations.delete(person, ++sent.seq, request));
    }

    /**
     * Hands over what this call decided.
     *
     * @param derived attributes computed by the concerns
     * @param reachable whether the person has an address or number that works
     * @param origin what caused it
     * @param source whose record that was
     */
    void flush(
            LedgerState state,
            Map<String, byte[]> derived,
            boolean reachable,
            Origin origin,
            String source) {
        byte[] emailBefore = sent.attributes.get(PersonKey.EMAIL);
        Map<String, byte[]> changes = sent.takeChanges(state.profile, derived);
        boolean contested = state.addresses.isContested(changes.get(PersonKey.EMAIL));
        byte[] email = contested ? changes.remove(PersonKey.EMAIL) : null;
        if (contested && emailBefore != null && !Arrays.equals(emailBefore, Json.NULL)) {
            changes.put(PersonKey.EMAIL, Json.NULL);
        }
        byte[] afterMerge = sent.bringsAddress() ? changes.remove(PersonKey.EMAIL) : null;
        boolean profileLast = settings.sabotage() == PersonSettings.Sabotage.IDENTIFY;
        if (profileLast) {
            handEvents(reachable, origin.kafkaTime());
        }
        if (!links.isEmpty()) {
            changes.put(PersonKey.ANONYMOUS, links.remove(0));
        }
        if (!changes.isEmpty() || afterMerge != null) {
            if (sent.seq == 0 && changes.containsKey(PersonKey.EMAIL)) {
                sent.bornAs = Json.read(changes.get(PersonKey.EMAIL));
            }
            identify(Operation.Kind.IDENTIFY, changes, origin, source);
        }
        if (contested) {
            identify(Operation.Kind.TAKE_OVER, Map.of(PersonKey.EMAIL, email), origin, source);
        }
        handLinks(origin, source);
        if (sent.seq == 0) {
            handEvents(reachable, origin.kafkaTime());
        }
        handMerges(origin);
        if (afterMerge != null) {
            Map<String, byte[]> address = Map.of(PersonKey.EMAIL, afterMerge);
            identify(Operation.Kind.IDENTIFY, address, origin, source);
        }
        handEvents(reachable, origin.kafkaTime());
    }

    /**
     * An address of somebody else's is taken over by an operation of its own, once the one it
     * replaces is given back: whoever waits for that one never waits for this.
     */
    private void identify(
            Operation.Kind kind, Map<String, byte[]> changes, Origin origin, String source) {
        long second = sent.nextIdentify(origin.kafkaTime());
        hand(operations.identify(kind, person, ++sent.seq, origin, source, second, changes));
    }

    /** An identify names one anonymous id; two devices may have been revealed at once. */
    private void handLinks(Origin origin, String source) {
        for (byte[] link : links) {
            Map<String, byte[]> attribute = Map.of(PersonKey.ANONYMOUS, link);
            identify(Operation.Kind.IDENTIFY, attribute, origin, source);
        }
        links.clear();
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

    private void handEvents(boolean reachable, long now) {
        if (reachable) {
            unreached.takeAll().forEach(this::handEvent);
        }
        giveUp();
        for (Planned planned : pending) {
            long wait = settings.channels().channelWait();
            if (reachable || wait == 0) {
                boolean lost = planned.triggers() && !reachable;
                handEvent(lost ? planned.event().withoutChannel() : planned.event());
            } else if (planned.triggers()) {
                unreached.add(planned.event(), now + wait);
            } else if (unreached.isEmpty()) {
                handEvent(planned.event());
            } else {
                unreached.addBehind(planned.event());
            }
        }
        pending.clear();
        giveUp();
    }

    private void giveUp() {
        for (Operation event; (event = unreached.takeGivenUp(reached)) != null; ) {
            handEvent(event);
        }
    }

    private void handEvent(Operation event) {
        hand(event.withSeq(++sent.seq));
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
