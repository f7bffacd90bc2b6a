package io.backstitch.sandbox.shoppers;

import java.util.List;
import java.util.Map;

/** How sources spell the names of the contract's events. */
final class Spelling {
    private static final Map<String, String> ACTIONS =
            Map.of(
                    "product_viewed", "view_detail",
                    "add_to_cart", "add_to_cart",
                    "checkout_started", "checkout",
                    "order_completed", "purchase");
    private static final Map<String, List<String>> OTHER_NAMES =
            Map.of(
                    "product_viewed",
                    List.of("Product Viewed", "productViewed", " Product Viewed", "PRODUCT_VIEWED"),
                    "add_to_cart",
                    List.of("Added To Cart", "Add to Cart", "Product Added", "addToCart"),
                    "checkout_started",
                    List.of(
                            "Checkout Started",
                            "checkoutStarted",
                            "Checkout Started ",
                            "checkout-started"),
                    "order_completed",
                    List.of(
                            "Order Completed",
                            "eCommerce - Purchase",
                            "orderCompleted",
                            "Order Completed "));

    private Spelling() {}

    /** mParticle's product action. */
    static String action(String contractName) {
        return ACTIONS.get(contractName);
    }

    /** What teams have called the custom event over the years. */
    static List<String> otherNames(String contractName) {
        return OTHER_NAMES.get(contractName);
    }
}
