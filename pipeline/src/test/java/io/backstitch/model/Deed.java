package io.backstitch.model;

/**
 * One thing a shopper did.
 *
 * @param id message id
 * @param time when, epoch milliseconds
 * @param product what it is about
 * @param quantity how many of it
 * @param minor order value or refund in minor units; null if it has none
 */
public record Deed(String id, Kind kind, long time, String product, int quantity, Long minor) {

    /** What kind of thing. */
    public enum Kind {
        VIEW,
        ADD,
        REMOVE,
        CHECKOUT,
        ORDER,
        ORDER_UPDATE,
        REFUND,
        CANCEL;

        boolean isCart() {
            return this == ADD || this == REMOVE || this == CHECKOUT;
        }

        boolean isOrder() {
            return this == ORDER || this == ORDER_UPDATE || this == REFUND || this == CANCEL;
        }
    }
}
