package io.backstitch.pipeline.normalise;

import java.nio.charset.StandardCharsets;

/** Customer.io's limits, checked where the cause can still be named. */
final class Limits {
    /** An event name. */
    static final int EVENT_NAME_BYTES = 100;

    /** A person's id, and every other identifier. */
    static final int IDENTIFIER_BYTES = 150;

    /** The name of a profile attribute. */
    static final int ATTRIBUTE_NAME_BYTES = 150;

    /** The value of a profile attribute. */
    static final int ATTRIBUTE_VALUE_BYTES = 1000;

    /** Profile attributes in one identify. */
    static final int ATTRIBUTES = 300;

    /**
     * Attributes of one event: an operation may have 32 KB, of which identifiers, name, ids and
     * timestamps need less than 2.
     */
    static final int EVENT_ATTRIBUTES_BYTES = 30 * 1024;

    private Limits() {}

    static boolean tooLongForEvent(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length > EVENT_NAME_BYTES;
    }
}
