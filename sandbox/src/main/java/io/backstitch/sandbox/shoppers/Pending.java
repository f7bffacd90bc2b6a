package io.backstitch.sandbox.shoppers;

/**
 * A record on its way to Kafka: one of batch, report and bytes is set.
 *
 * @param what for truth: {@code batch}, {@code profile}, {@code order}, {@code broken}, {@code
 *     closing}
 * @param eventId for truth, or null
 * @param fate for truth; null where the events inside have their own
 */
record Pending(
        long arrival,
        int shopper,
        String topic,
        String key,
        Batch batch,
        OrderReport report,
        byte[] bytes,
        String what,
        String eventId,
        Fate fate,
        String reason) {
    static final String BATCHES = "mparticle.batches";
    static final String ORDERS = "orders";

    static Pending batch(Batch batch, int shopper) {
        String what = batch.events().isEmpty() ? "profile" : "batch";
        return new Pending(
                batch.arrival(),
                shopper,
                BATCHES,
                Long.toString(batch.mpid()),
                batch,
                null,
                null,
                what,
                null,
                null,
                null);
    }

    static Pending order(OrderReport report, int shopper, Fate fate) {
        return new Pending(
                report.arrival(),
                shopper,
                ORDERS,
                report.orderId(),
                null,
                report,
                null,
                "order",
                report.messageId(),
                fate,
                null);
    }

    static Pending broken(
            long arrival, int shopper, String topic, String key, byte[] bytes, String reason) {
        return new Pending(
                arrival,
                shopper,
                topic,
                key,
                null,
                null,
                bytes,
                "broken",
                null,
                Fate.DEAD_LETTER,
                reason);
    }

    Pending closing() {
        return new Pending(
                arrival, shopper, topic, key, batch, report, bytes, "closing", eventId, fate,
                reason);
    }
}
