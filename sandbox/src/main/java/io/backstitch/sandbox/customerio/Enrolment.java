package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;

/** One person's way through one journey. Mutable, guarded by the workspace's lock. */
final class Enrolment {

    final JourneyDefinition journey;
    final SegmentDefinition unlessIn;
    final long number;
    final Activity trigger;
    final String key;
    final long enteredAt;
    final long dueAt;
    Person person;
    JourneyEntry.Outcome outcome = JourneyEntry.Outcome.WAITING;
    Long outcomeAt;
    String exitedBy;

    Enrolment(
            JourneyDefinition journey,
            SegmentDefinition unlessIn,
            long number,
            Person person,
            Activity trigger,
            String key,
            long enteredAt) {
        this.journey = journey;
        this.unlessIn = unlessIn;
        this.number = number;
        this.person = person;
        this.trigger = trigger;
        this.key = key;
        this.enteredAt = enteredAt;
        this.dueAt = enteredAt + journey.delay().toSeconds();
    }

    boolean waiting() {
        return outcome == JourneyEntry.Outcome.WAITING;
    }

    void exit(String by, long at) {
        outcome = JourneyEntry.Outcome.EXITED;
        exitedBy = by;
        outcomeAt = at;
    }

    /** The due time has passed: the mail goes out if there is somewhere to send it. */
    void due() {
        if (unlessIn != null && unlessIn.holds(person, dueAt)) {
            exit("segment " + unlessIn.name(), dueAt);
            return;
        }
        boolean reachable = person.mailAddress() != null && !person.unsubscribed();
        outcome = reachable ? JourneyEntry.Outcome.MAILED : JourneyEntry.Outcome.NO_CHANNEL;
        outcomeAt = dueAt;
    }

    JourneyEntry view() {
        JsonNode attributes = trigger.attributes().tree();
        return new JourneyEntry(
                journey.name(),
                journey.title(),
                person.cioId,
                person.label(),
                trigger,
                Json.textOrNull(attributes.get("cart_id")),
                Json.textOrNull(attributes.get("order_id")),
                attributes.get("items"),
                enteredAt,
                dueAt,
                outcome,
                outcomeAt,
                exitedBy);
    }
}
