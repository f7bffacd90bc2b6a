package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/**
 * A valid operation, ready to be applied.
 *
 * @param who the person (the primary of a merge); null where there is none
 * @param secondary the person merged away; null unless a merge
 * @param name event name; null unless an event
 * @param ulid the event id as sent, or null
 * @param timestamp Unix seconds, or null if missing or not a Unix time
 * @param attributes attributes of an identify, without control members; null otherwise
 * @param raw attributes as sent
 * @param eventId the event's attribute {@code event_id}, or null
 * @param updateOnly true if the identify must not create a person
 */
record Operation(
        Action action,
        Identifier who,
        Identifier secondary,
        String name,
        String ulid,
        Long timestamp,
        ObjectNode attributes,
        RawJson raw,
        String eventId,
        boolean updateOnly) {

    enum Action {
        IDENTIFY,
        EVENT,
        PAGE,
        SCREEN,
        MERGE,
        DELETE,
        SUPPRESS,
        UNSUPPRESS,
        ADD_DEVICE,
        DELETE_DEVICE,
        ADD_RELATIONSHIPS,
        DELETE_RELATIONSHIPS,
        /** Accepted and counted, without effect: operations on objects and deliveries. */
        OTHER;

        final String label = name().toLowerCase(Locale.ROOT);

        boolean isEvent() {
            return this == EVENT || this == PAGE || this == SCREEN;
        }
    }

    static Operation on(Action action, Identifier who) {
        return new Operation(action, who, null, null, null, null, null, RawJson.EMPTY, null, false);
    }

    static Operation merge(Identifier primary, Identifier secondary) {
        return new Operation(
                Action.MERGE,
                primary,
                secondary,
                null,
                null,
                null,
                null,
                RawJson.EMPTY,
                null,
                false);
    }
}
