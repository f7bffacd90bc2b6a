package io.backstitch.pipeline.person;

/**
 * How Customer.io knows a person.
 *
 * @param type {@code id}, {@code email} or {@code anonymous_id}: the key in {@code identifiers}
 * @param value the identifier
 */
public record PersonKey(String type, String value) {
    public static final String ID = "id";
    public static final String EMAIL = "email";
    public static final String ANONYMOUS = "anonymous_id";

    /** The form used in operations, e.g. {@code id:7}. */
    public String text() {
        return type + ":" + value;
    }

    /** Says the type only: the value is personal data. */
    @Override
    public String toString() {
        return type;
    }
}
