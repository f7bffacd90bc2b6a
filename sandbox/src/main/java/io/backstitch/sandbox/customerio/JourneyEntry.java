package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * One person's way through one journey, as it stands.
 *
 * @param journey name of the journey
 * @param title what the team calls it
 * @param cioId the person
 * @param label the person's email, else id, else cio_id
 * @param trigger the event that let the person in
 * @param cartId the trigger's cart_id, or null
 * @param orderId the trigger's order_id, or null
 * @param items the trigger's items, what the mail lists; or null
 * @param enteredAt Unix seconds
 * @param dueAt when the mail is due, Unix seconds
 * @param outcome where it stands
 * @param outcomeAt when it was decided, Unix seconds; null while waiting
 * @param exitedBy the event that ended the wait, or null
 */
public record JourneyEntry(
        String journey,
        String title,
        String cioId,
        String label,
        Activity trigger,
        String cartId,
        String orderId,
        JsonNode items,
        long enteredAt,
        long dueAt,
        Outcome outcome,
        Long outcomeAt,
        String exitedBy) {

    /** Where an entry stands. */
    public enum Outcome {
        WAITING,
        MAILED,
        EXITED,
        /** Due, but the person had no email then, or had unsubscribed. */
        NO_CHANNEL
    }
}
