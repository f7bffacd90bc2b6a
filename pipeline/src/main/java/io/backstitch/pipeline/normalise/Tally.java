package io.backstitch.pipeline.normalise;

/** Told about what the normaliser takes away without refusing the event. */
public interface Tally {
    /** Tells nobody. */
    Tally NONE = kind -> {};

    /** What can be taken away. */
    enum Kind {
        /** A placeholder such as {@code null} or the nil UUID stood where an identifier is due. */
        JUNK_IDENTIFIER,
        /** A property or attribute with a reserved name was stripped. */
        RESERVED_STRIPPED,
        /** Two spellings of one property with different values; the first was taken. */
        CONFLICTING_PROPERTY,
        /** A profile attribute could not be brought into its form, or breaks a limit. */
        ATTRIBUTE_REFUSED,
        /** A profile attribute that only Backstitch computes came from a source. */
        ATTRIBUTE_NOT_THEIRS,
        /** An event whose name the contract does not know, whatever the policy did. */
        UNPLANNED_EVENT,
        /** An optional part was left out, since Customer.io would not take the event with it. */
        LEFT_OUT_FOR_SIZE
    }

    void count(Kind kind);

    /** Which of the contract's profile attributes an {@link Kind#ATTRIBUTE_REFUSED} was. */
    default void refused(String attribute) {}

    /** What breaks the contract, whatever was done about it. */
    default void violation(Violation violation) {}
}
