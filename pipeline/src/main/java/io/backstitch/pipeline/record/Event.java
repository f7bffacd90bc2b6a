package io.backstitch.pipeline.record;

/**
 * One event as the contract spells it.
 *
 * @param id the source's id of the event (message id), else a content hash; the {@code event_id}
 *     that is delivered
 * @param name contract name, e.g. {@code checkout_started}
 * @param sourceName the name as the source spelled it
 * @param time when it happened, epoch milliseconds, clock skew of the batch corrected
 * @param rawTime the time as the source stated it; time part of the ULID
 * @param attributes ready-to-send UTF-8 JSON object in contract form, at least <code>{}</code>;
 *     without {@code event_id}, {@code event_source} and {@code contract_version}, which are added
 *     when the operation is written
 * @param commerce what it means for carts and orders, or null
 * @param sentAs the name that Customer.io gets instead of the contract's, or null: the contract's.
 *     Receipts, routes and pauses know the contract's name only
 */
public record Event(
        String id,
        String name,
        String sourceName,
        long time,
        long rawTime,
        byte[] attributes,
        Commerce commerce,
        String sentAs) {

    /**
     * Begins the name of a page or screen view, which Customer.io takes as such and not as an
     * event; the rest is its name. No other name begins so: the contract's have no colon.
     */
    public static final String VIEW = "view:";

    /** One that is sent under its own name. */
    public Event(
            String id,
            String name,
            String sourceName,
            long time,
            long rawTime,
            byte[] attributes,
            Commerce commerce) {
        this(id, name, sourceName, time, rawTime, attributes, commerce, null);
    }

    /** The name that Customer.io gets. */
    public String sentName() {
        return sentAs == null ? name : sentAs;
    }

    /** The same event, delivered with other attributes. */
    public Event withAttributes(byte[] newAttributes) {
        return new Event(id, name, sourceName, time, rawTime, newAttributes, commerce, sentAs);
    }

    /** The same event under another ULID. */
    public Event withRawTime(long newRawTime) {
        return new Event(id, name, sourceName, time, newRawTime, attributes, commerce, sentAs);
    }
}
