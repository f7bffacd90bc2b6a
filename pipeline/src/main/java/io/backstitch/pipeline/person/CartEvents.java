package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;

/** Writes the events that the ledger derives about carts. */
final class CartEvents {
    /** Topic of what no record caused. */
    static final String NO_TOPIC = "";

    private final PersonKey person;
    private final Operations operations;

    CartEvents(PersonKey person, Operations operations) {
        this.person = person;
        this.operations = operations;
    }

    /** {@code cart_abandoned}, stamped with the cart's deadline. */
    Operation abandoned(Carts.Due due) {
        CartContents contents = due.contents();
        Json attributes =
                new Json()
                        .open()
                        .string("cart_id", due.cartId())
                        .key("items")
                        .raw(contents.items());
        if (contents.valueMinor() != null) {
            attributes.key("value").raw(Json.money(contents.valueMinor(), contents.currency()));
        }
        if (contents.currency() != null) {
            attributes.string("currency", contents.currency());
        }
        return operations.derived(
                person,
                0,
                at(due.deadline()),
                "cart_abandoned",
                due.cartId() + "#" + due.cart().announcements,
                due.deadline(),
                null,
                due.cartId(),
                attributes);
    }

    /**
     * {@code cart_recovery_suppressed}, stamped with the arrival of the order, or {@code
     * cart_recovered}, stamped with the order's time.
     */
    Operation answered(Carts.Answer answer, String orderId, long orderTime, Origin origin) {
        Json attributes =
                new Json()
                        .open()
                        .string("order_id", orderId)
                        .string("cart_id", answer.cartId())
                        .number("lateness", (origin.kafkaTime() - orderTime) / 1000);
        return operations.derived(
                person,
                0,
                origin,
                answer.late() ? "cart_recovery_suppressed" : "cart_recovered",
                answer.cartId() + "#" + answer.cart().announcements,
                answer.late() ? origin.kafkaTime() : orderTime,
                orderId,
                answer.cartId(),
                attributes);
    }

    /** The origin of what pipeline time alone caused. */
    static Origin at(long time) {
        return new Origin(NO_TOPIC, -1, -1, time);
    }
}
