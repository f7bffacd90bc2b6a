package io.backstitch.schemas.registry;

/** Names of subjects: Confluent's default strategy, one subject per topic. */
public final class Subjects {

    private Subjects() {}

    /** The subject of a topic's record values. */
    public static String ofValue(String topic) {
        return topic + "-value";
    }
}
