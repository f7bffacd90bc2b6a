package io.backstitch.pipeline.record;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What somebody else's system learned about reaching a person. It travels with the attributes of a
 * bundle, under a name that no source can set, and is never sent to Customer.io.
 */
public enum Feedback {
    EMAIL_UNSUBSCRIBED,
    EMAIL_SUBSCRIBED,
    SMS_UNSUBSCRIBED,
    SMS_SUBSCRIBED,
    /** The value is the address, as JSON text. */
    EMAIL_BOUNCED,
    /** The value is the phone number in E.164, as JSON text. */
    SMS_BOUNCED;

    /** Sources cannot set attributes whose names begin so. */
    public static final String PREFIX = "backstitch:";

    private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    private static final Feedback[] ALL = values();

    private final String attributeName = PREFIX + name().toLowerCase(Locale.ROOT);

    /** The fact that this happened at that time, epoch milliseconds. */
    public Attribute at(long time) {
        return at(TRUE, time);
    }

    /** As {@link #at(long)}, with the address or number it is about as UTF-8 JSON text. */
    public Attribute at(byte[] json, long time) {
        return new Attribute(attributeName, json, time, 0);
    }

    /** The fact that an attribute carries, or null if it is an ordinary one. */
    public static Feedback of(Attribute attribute) {
        if (!attribute.name().startsWith(PREFIX)) {
            return null;
        }
        for (Feedback feedback : ALL) {
            if (feedback.attributeName.equals(attribute.name())) {
                return feedback;
            }
        }
        return null;
    }
}
