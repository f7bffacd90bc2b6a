package io.backstitch.schemas.registry;

import java.util.Locale;

/**
 * The bytes of one record can never be read: a dead letter. The message says where and why, and
 * never shows a value.
 */
public final class UnreadableRecordException extends Exception {

    /** Why; {@link #word()} is stable and meant for counters and dead letters. */
    public enum Reason {
        /** Too short, or the first byte is not 0: not written by a Confluent serialiser. */
        NOT_CONFLUENT_FRAMED,
        /** The registry answered that no Avro schema has the id in the frame. */
        UNKNOWN_SCHEMA_ID,
        /** The body does not follow its own schema, or that schema cannot become ours. */
        UNDECODABLE;

        /** In lower case with underscores, e.g. {@code not_confluent_framed}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnreadableRecordException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
