package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;

/** Writes the events that the ledger derives about carts. */
final class CartEvents {
    /** Topic of what no record caused. */
    static final String NO_TOPIC = "";

    static final String ABANDONED = "cart_abandoned";

    /**
     * An announcement has one answer. Which of two orders gives it may change when a failure
     * replays them in another sequence: under one id Customer.io takes the first and ignores the
     * other.
     */
    private static final String ANSWERED = "cart_answered";

    private final PersonKey person;
    private final Operations operations;

    CartEvents(PersonKey person, Operations operations) {
        this.person = person;
        this.operations = operations;
    }

    /**
     * {@code cart_abandoned}, stamped with the cart's deadline. Provisional: decided again after a
     * failure, the order may be read before the deadline comes, and then there is nothing to
     * answer.
     */
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
        return operations
                .derived(
                        person,
                        0,
                        at(due.deadline()),
                        ABANDONED,
                        ABANDONED,
                        due.cartId() + "#" + due.cart().announcements,
                        due.deadline(),
                        null,
                        due.cartId(),
                        attributes)
                .asProvisional();
    }

    /**
     * {@code cart_recovery_suppressed}, stamped with the arrival of the order, or {@code
     * cart_recovered}, stamped with the order's time.
     */
    Operation answered(Carts.Answer answer, String orderId, Origin origin) {
        Json attributes =
                new Json()
                        .open()
                        .string("order_id", orderId)
                        .string("cart_id", answer.cartId())
                        .number("lateness", (origin.kafkaTime() - answer.time()) / 1000);
        return operations.derived(
                person,
                0,
                origin,
                answer.late() ? "cart_recovery_suppressed" : "cart_recovered",
                ANSWERED,
                answer.cartId() + "#" + answer.number(),
                answer.late() ? origin.kafkaTime() : answer.time(),
                orderId,
                answer.cartId(),
                attributes);
    }

    /** The origin of what pipeline time alone caused. */
    static Origin at(long time) {
        return new Origin(NO_TOPIC, -1, -1, time);
    }
}
