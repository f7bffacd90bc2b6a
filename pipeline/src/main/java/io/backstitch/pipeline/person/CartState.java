package io.backstitch.pipeline.person;

import java.util.TreeMap;

/** What is known of one cart. Its contents are a pure function of its activities. */
final class CartState {
    /** Activities by event id; bounded by {@link Carts#MAX_ACTIVITIES}. */
    final TreeMap<String, Activity> activities = new TreeMap<>();

    /** Event time of the newest activity, kept even if the activity itself was dropped. */
    long lastActivity = Long.MIN_VALUE;

    /** The order that bought exactly this cart, or null. */
    String orderId;

    /** How many times it was announced as abandoned, and the deadline of the last time. */
    int announcements;

    long announcedFor = Long.MIN_VALUE;

    /** How many of the announcements were answered by a suppression or a recovery. */
    int answered;

    /** One change of a cart. */
    record Activity(long time, int kind, String currency, Long valueMinor, byte[] items) {}
}
