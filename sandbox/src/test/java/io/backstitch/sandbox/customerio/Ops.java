package io.backstitch.sandbox.customerio;

import java.util.Locale;

/** Writes v2 operations for tests, as JSON with single quotes. */
final class Ops {

    private Ops() {}

    static String id(String id) {
        return "{'id':'" + id + "'}";
    }

    static String email(String email) {
        return "{'email':'" + email + "'}";
    }

    static String cioId(String cioId) {
        return "{'cio_id':'" + cioId + "'}";
    }

    static String anonymous(String anonymousId) {
        return "{'anonymous_id':'" + anonymousId + "'}";
    }

    /**
     * @param attributes members of the attributes object, e.g. {@code 'a':1}
     */
    static String identify(String who, String attributes) {
        return person("identify", who, ",'attributes':{" + attributes + "}");
    }

    static String identify(String who, String attributes, long timestamp) {
        return person(
                "identify", who, ",'attributes':{" + attributes + "},'timestamp':" + timestamp);
    }

    static String event(String who, String name) {
        return person("event", who, ",'name':'" + name + "'");
    }

    static String event(String who, String name, long timestamp, String attributes) {
        return person(
                "event",
                who,
                ",'name':'"
                        + name
                        + "','timestamp':"
                        + timestamp
                        + ",'attributes':{"
                        + attributes
                        + "}");
    }

    /** An event with an event id, in quotes or not. */
    static String eventWithId(String who, String name, String eventId) {
        return person("event", who, ",'name':'" + name + "','id':" + eventId);
    }

    static String merge(String primary, String secondary) {
        return "{'type':'person','action':'merge','primary':"
                + primary
                + ",'secondary':"
                + secondary
                + "}";
    }

    static String person(String action, String who) {
        return person(action, who, "");
    }

    static String person(String action, String who, String more) {
        return "{'type':'person','action':'" + action + "','identifiers':" + who + more + "}";
    }

    /** The n-th of a series of ULIDs, in quotes. */
    static String ulid(int n) {
        return String.format(Locale.ROOT, "'01HF%022d'", n);
    }
}
