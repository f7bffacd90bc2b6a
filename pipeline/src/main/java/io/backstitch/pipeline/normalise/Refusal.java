package io.backstitch.pipeline.normalise;

/** Ends the work on one event or attribute. Carries no stack trace: it is an answer, not a bug. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String field;
    private final String found;
    private final String expected;

    /** Where what was found needs no words of its own. */
    Refusal(String reason, String field, String detail) {
        this(reason, field, null, detail, detail);
    }

    Refusal(String reason, String field, String found, String expected) {
        this(reason, field, found, expected, "found " + found + ", expected " + expected);
    }

    private Refusal(String reason, String field, String found, String expected, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.field = field;
        this.found = found;
        this.expected = expected;
    }

    static Refusal wrongType(String field, String found, String expected) {
        return new Refusal("wrong_type", field, found, expected);
    }

    /** The same fault, one level further out: {@code items[2].price}. */
    Refusal within(String outer) {
        return new Refusal(reason, outer + "." + field, found, expected, getMessage());
    }

    boolean is(String word) {
        return reason.equals(word);
    }

    Normalised.Refused outcome() {
        return new Normalised.Refused(reason, field, getMessage());
    }

    /** The same for the topic of violations: without positions, so that equal faults are equal. */
    Violation violation(String event, Violation.Decision decision) {
        String path = field == null ? null : field.replaceAll("\\[\\d+\\]", "");
        return new Violation(event, reason, path, expected, found, decision);
    }
}
