package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;

/** Takes what becomes of operations. Each operation ends in exactly one of the first three. */
interface Results {
    /**
     * @param reason what there is to say besides, or null
     */
    void accepted(Operation operation, String reason, int attempts);

    /** Not for Customer.io. */
    void filtered(Operation operation, String reason);

    /** Refused for good: a receipt and a dead letter with the operation. */
    void refused(Operation operation, Refusal refusal, int attempts);

    /**
     * One attribute of an identify was refused: a dead letter; the rest goes on.
     *
     * @param remains the operation with that attribute alone
     */
    void attributeRefused(Operation remains, String attribute, Refusal refusal);

    /** A fence has come through. */
    void fenced(Operation fenced);

    /**
     * Why something was refused.
     *
     * @param reason stable snake_case word
     * @param field path at fault, or null
     * @param detail for people; never a value
     */
    record Refusal(String reason, String field, String detail) {}
}
