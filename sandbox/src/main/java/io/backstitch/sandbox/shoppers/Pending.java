package io.backstitch.sandbox.shoppers;

/**
 * A record on its way to Kafka: one of batch, report and bytes is set.
 *
 * @param what for truth: {@code batch}, {@code profile}, {@code order}, {@code broken}, {@code
 *     closing}
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
        Fate fate,
        String reason) {
    static final String BATCHES = Simulation.BATCHES_TOPIC;
    static final String ORDERS = Simulation.ORDERS_TOPIC;

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
                Fate.DEAD_LETTER,
                reason);
    }

    Pending as(String newWhat) {
        return new Pending(
                arrival, shopper, topic, key, batch, report, bytes, newWhat, fate, reason);
    }
}
