package io.backstitch.sandbox.customerio;

/**
 * One thing that happened to a person, in the order of acceptance.
 *
 * @param seq acceptance number, unique in the workspace, rising
 * @param type identify, event, page, screen or merge
 * @param name event name; null for identify and merge
 * @param ulid the event's {@code id} as sent, or null
 * @param eventId the event's attribute {@code event_id}, or null
 * @param timestamp the operation's own time, Unix seconds; the receive time if it had none
 * @param receivedAt when it was received, Unix seconds
 * @param via how it came to this person
 * @param attributes what was sent
 */
public record Activity(
        long seq,
        String type,
        String name,
        String ulid,
        String eventId,
        long timestamp,
        long receivedAt,
        Via via,
        RawJson attributes) {

    /** How an activity came to the person it is listed under. */
    public enum Via {
        /** Sent for this person, or still anonymous. */
        DIRECT,
        /** Sent anonymously, associated when the person was identified. */
        ANONYMOUS,
        /** Came with a person who was merged into this one. */
        MERGE
    }

    /** True for event, page and screen. */
    public boolean isEvent() {
        return name != null;
    }

    Activity via(Via how) {
        return new Activity(seq, type, name, ulid, eventId, timestamp, receivedAt, how, attributes);
    }
}
