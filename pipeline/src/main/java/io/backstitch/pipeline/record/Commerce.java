package io.backstitch.pipeline.record;

/**
 * The few typed facts of a shopping event that the ledger reasons about; everything else stays in
 * the event's ready-to-send attributes.
 *
 * @param kind what it means for carts and orders
 * @param orderId normalised order id ({@code #1001} is {@code 1001}), or null
 * @param cartId cart id, or null
 * @param currency ISO 4217, or null
 * @param valueMinor cart value or order revenue in minor units, or null when unknown
 * @param items the contract's {@code items} as UTF-8 JSON array, or null
 */
public record Commerce(
        Kind kind, String orderId, String cartId, String currency, Long valueMinor, byte[] items) {

    /** Meaning for the ledger. The order of constants is part of the state format: append only. */
    public enum Kind {
        /** Looks at products; no effect on carts. */
        VIEW,
        /** Adds {@code items} to a cart. */
        CART_ADD,
        /** Takes {@code items} out of a cart. */
        CART_REMOVE,
        /** Starts the checkout; {@code items} is the whole cart. */
        CHECKOUT,
        /** An order was placed. */
        ORDER,
        /** New figures for an order. */
        ORDER_UPDATE,
        /** {@code valueMinor} of an order was given back. */
        REFUND,
        /** An order was called off. */
        CANCEL
    }
}
