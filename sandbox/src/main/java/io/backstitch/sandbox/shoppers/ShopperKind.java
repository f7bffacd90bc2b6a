package io.backstitch.sandbox.shoppers;

/** What a shopper does, with the usual share of shoppers who do it (relative weights). */
public enum ShopperKind {
    /** Browses, perhaps fills a cart, and never says who it is. */
    ANONYMOUS("browses and stays anonymous", 18),
    /** Browses anonymously and signs in only after the stitching window (28 to 32 hours on). */
    LATE_RETURNER("signs in after the stitching window", 2),
    /** Browses, fills a cart, signs in, buys: one device. */
    ONE_DEVICE_BUYER("browse, cart, login, purchase on one device", 14),
    /** Fills a cart on mobile web without signing in and buys it in the app, signed in. */
    TWO_DEVICE_BUYER("cart moved from mobile web to the app", 12),
    /** Buys as a guest with an email and leaves it at that. */
    GUEST("guest checkout", 9),
    /** Buys as a guest and creates an account with the same email hours later. */
    GUEST_WITH_ACCOUNT("guest who later creates an account", 6),
    /** Leaves a cart behind, with the email known, and never buys. */
    ABANDONER("abandons the cart", 10),
    /** Leaves a cart behind and buys it after the abandonment. */
    RECOVERED("abandons the cart and buys later", 5),
    /** Buys in time, but the order reaches Kafka after the abandonment. */
    LATE_ORDER("buys in time, order arrives late", 6),
    /** Signed in from the first event; buys nothing, once or twice. */
    LOGGED_IN("signed in all along", 10),
    /** Signed in; the thank-you page reports the order too, with slightly different figures. */
    REPORTED_TWICE("order reported by page and backend", 4),
    /** Reaches the thank-you page anonymously; only the order id leads to the buyer. */
    ANONYMOUS_THANK_YOU("anonymous thank-you page", 4);

    private final String title;
    private final int usualWeight;

    ShopperKind(String title, int usualWeight) {
        this.title = title;
        this.usualWeight = usualWeight;
    }

    /** For people. */
    public String title() {
        return title;
    }

    int usualWeight() {
        return usualWeight;
    }
}
