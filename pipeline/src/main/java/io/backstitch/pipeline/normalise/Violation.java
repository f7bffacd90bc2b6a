package io.backstitch.pipeline.normalise;

import java.util.Locale;

/**
 * One way in which a source broke the contract. Names and types only, never a value.
 *
 * @param event contract name; for an unplanned event the source's; {@link #PROFILE} for attributes
 * @param reason stable snake_case word
 * @param field the property or attribute at fault as a path, or null for the event as a whole
 * @param expected what the contract wants, for people
 * @param found the type that was found, or null where the reason says it all
 * @param decision what was done
 */
public record Violation(
        String event,
        String reason,
        String field,
        String expected,
        String found,
        Decision decision) {

    /** Stands for the event's name where a profile attribute is at fault. */
    public static final String PROFILE = "profile";

    /** What was done with what breaks the contract. */
    public enum Decision {
        /** The event is a dead letter; an attribute is left out and stays in its source record. */
        QUARANTINED,
        /** Left out. */
        DROPPED,
        /** Sent as it is. */
        PASSED,
        /** Sent, with the names of what is missing in {@code missing_properties}. */
        FLAGGED;

        /** As written: lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
