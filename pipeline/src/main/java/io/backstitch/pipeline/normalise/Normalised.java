package io.backstitch.pipeline.normalise;

import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;

/** What became of a source event in the normaliser: exactly one of three. */
public sealed interface Normalised {

    /**
     * It is the contract's.
     *
     * @param event the event in contract form
     * @param ids identifiers that its own properties assert, by level
     */
    record Accepted(Event event, Ids ids) implements Normalised {}

    /**
     * It is not for Customer.io, by a rule, not by a fault.
     *
     * @param reason stable snake_case word
     */
    record Filtered(String reason) implements Normalised {}

    /**
     * It breaks the contract.
     *
     * @param reason stable snake_case word
     * @param field the property at fault, or null
     * @param detail for people: what was found and what was expected; never the value
     */
    record Refused(String reason, String field, String detail) implements Normalised {}
}
