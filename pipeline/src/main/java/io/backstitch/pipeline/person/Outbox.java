package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.Outcome;

/** Where a ledger puts what it decided. */
public interface Outbox {
    /** Hands an operation to delivery, in the order in which it must be accepted. */
    void operation(Operation operation);

    /** Says that an event that was decided is not sent after all. */
    void withheld(Operation event, Outcome outcome, String reason);

    /** Says that an event had its effect before. */
    void duplicate(Bundle bundle, Event event, String reason);

    /** Says that an event is not delivered, though its ledger learned from it. */
    void filtered(Bundle bundle, Event event, String reason);

    /** Says that so many old orders were reduced to their figures. */
    void folded(int orders);

    /** Says that so many items of an order took what they lack from the person's carts. */
    void filled(int items);
}
