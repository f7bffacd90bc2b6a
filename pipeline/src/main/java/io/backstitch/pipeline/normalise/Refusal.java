package io.backstitch.pipeline.normalise;

/** Ends the work on one event or attribute. Carries no stack trace: it is an answer, not a bug. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String field;

    Refusal(String reason, String field, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
        this.field = field;
    }

    static Refusal wrongType(String field, String found, String expected) {
        return new Refusal("wrong_type", field, "found " + found + ", expected " + expected);
    }

    /** The same fault, one level further out: {@code items[2].price}. */
    Refusal within(String outer) {
        return new Refusal(reason, outer + "." + field, getMessage());
    }

    Normalised.Refused outcome() {
        return new Normalised.Refused(reason, field, getMessage());
    }
}
