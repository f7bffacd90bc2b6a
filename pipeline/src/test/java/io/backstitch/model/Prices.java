package io.backstitch.model;

/** What the shop sells. */
public final class Prices {
    private Prices() {}

    /** Price in cents: {@code p1} costs 11.00, {@code p2} 12.00 and so on. */
    public static long of(String product) {
        return 1000L + 100L * Integer.parseInt(product.substring(1));
    }
}
