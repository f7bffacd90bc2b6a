package io.backstitch.sandbox.shoppers;

import java.util.List;

/**
 * One event as a client logs it.
 *
 * @param messageId the client's own id of it ({@code source_message_id})
 * @param time when it happened, epoch milliseconds
 * @param form which of mParticle's event types carries it
 * @param name event, screen or action name as the source spells it
 * @param contractName the name the contract gives it; null if it has none
 * @param lines products it is about
 * @param figures money of an order, else null
 * @param cartId cart it states, or null
 * @param orderId order it states as the source spells it, or null
 * @param textPrices money and counts are text
 * @param verdict its fate where that does not depend on who it belongs to, else null
 */
record ClientEvent(
        String messageId,
        long time,
        Form form,
        String name,
        String contractName,
        List<Product.Line> lines,
        Figures figures,
        String cartId,
        String orderId,
        boolean textPrices,
        Verdict verdict) {

    /** mParticle event types the simulator writes. */
    enum Form {
        CUSTOM,
        COMMERCE,
        SCREEN,
        SESSION_START,
        SESSION_END,
        APP_STATE
    }

    /** A fate and its reason. */
    record Verdict(Fate fate, String reason) {
        static final Verdict OPERATIONAL = new Verdict(Fate.FILTERED, "operational_event");
        static final Verdict SCREEN = new Verdict(Fate.FILTERED, "screen_view");
        static final Verdict DEVELOPMENT = new Verdict(Fate.FILTERED, "development");
        static final Verdict LOOP = new Verdict(Fate.FILTERED, "source_feed");
        static final Verdict UNPLANNED = new Verdict(Fate.DEAD_LETTER, "unplanned_event");
        static final Verdict MISSING = new Verdict(Fate.DEAD_LETTER, "missing_property");
    }

    /** An event that says nothing but its name. */
    static ClientEvent bare(String messageId, long time, Form form, String name, Verdict verdict) {
        return new ClientEvent(
                messageId, time, form, name, null, List.of(), null, null, null, false, verdict);
    }

    boolean order() {
        return "order_completed".equals(contractName);
    }

    /** Shows that a cart is alive. */
    boolean cartActivity() {
        return cartId != null
                && verdict == null
                && ("add_to_cart".equals(contractName) || "checkout_started".equals(contractName));
    }

    long valueMinor() {
        long sum = 0;
        for (Product.Line line : lines) {
            sum += line.totalMinor();
        }
        return sum;
    }
}
