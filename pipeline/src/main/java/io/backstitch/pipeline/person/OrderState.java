package io.backstitch.pipeline.person;

import java.util.TreeMap;

/** What is known of one order, from all who report it. */
final class OrderState {
    /** Rank of a client's report; the backend's is higher and wins. */
    static final int CLIENT = 1;

    static final int BACKEND = 2;

    /** True once a report says that it was placed. */
    boolean placed;

    /** Event time of the best report that it was placed. */
    long time;

    /** Rank of the report that {@link #time} comes from. */
    int timeRank;

    /** Revenue, by the best figures: highest rank, then newest. */
    Long revenueMinor;

    String currency;
    int figuresRank;
    long figuresTime;

    /** Money given back, by event id: idempotent. */
    final TreeMap<String, Long> refunds = new TreeMap<>();

    boolean cancelled;
    String cartId;

    /** True once its {@code order_completed} was handed to delivery. */
    boolean announced;

    /** What remains after refunds, never below zero; zero if cancelled or unknown. */
    long netMinor() {
        if (cancelled || revenueMinor == null) {
            return 0;
        }
        long net = revenueMinor;
        for (long refund : refunds.values()) {
            net -= refund;
        }
        return Math.max(net, 0);
    }

    /** Whether it counts as one of the person's orders. */
    boolean counts() {
        return placed && !cancelled;
    }
}
