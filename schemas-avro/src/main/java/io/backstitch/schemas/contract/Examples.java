package io.backstitch.schemas.contract;

import java.util.Map;

/** A value that a property may have, as JSON; the same for the same property, always. */
public final class Examples {
    private static final Map<String, String> KNOWN =
            Map.ofEntries(
                    Map.entry("product_id", "\"SHOE-42\""),
                    Map.entry("sku", "\"SHOE-42-BLUE\""),
                    Map.entry("name", "\"Canvas shoe\""),
                    Map.entry("category", "\"Shoes\""),
                    Map.entry("brand", "\"Northfield\""),
                    Map.entry("price", "59.9"),
                    Map.entry("quantity", "2"),
                    Map.entry("value", "119.8"),
                    Map.entry("revenue", "124.75"),
                    Map.entry("amount", "59.9"),
                    Map.entry("discount", "0"),
                    Map.entry("shipping", "4.95"),
                    Map.entry("tax", "19.92"),
                    Map.entry("lifetime_value", "512.4"),
                    Map.entry("orders_count", "4"),
                    Map.entry("lateness", "5400"),
                    Map.entry("cart_id", "\"c-81f2\""),
                    Map.entry("order_id", "\"1001\""),
                    Map.entry("wishlist_id", "\"w-7\""),
                    Map.entry("wishlist_name", "\"Summer\""),
                    Map.entry("url", "\"https://shop.example/canvas-shoe\""),
                    Map.entry("image_url", "\"https://shop.example/canvas-shoe.jpg\""),
                    Map.entry("first_name", "\"Ada\""),
                    Map.entry("last_name", "\"Example\""),
                    Map.entry("method", "\"email\""),
                    Map.entry("channel", "\"email\""),
                    Map.entry("list", "\"Newsletter\""),
                    Map.entry("subscription_status", "\"subscribed\""),
                    Map.entry("purchased_product_ids", "[\"SHOE-42\",\"SOCK-7\"]"),
                    Map.entry("purchased_categories", "[\"Shoes\",\"Socks\"]"));

    private Examples() {}

    /**
     * That of the schema, else one by name or form. JSON, except for items {@code […]}: their own
     * page shows them.
     */
    public static String of(Field field) {
        if (field.example() != null) {
            return field.example();
        }
        String known = KNOWN.get(field.name());
        return known != null && suits(known, field.form()) ? known : of(field.form());
    }

    /** Whether JSON is of the type in which the form leaves. */
    static boolean suits(String json, Form form) {
        char first = json.charAt(0);
        return switch (form) {
            case DECIMAL -> Character.isDigit(first) || first == '-';
            case INTEGER, UNIX_SECONDS -> json.matches("-?\\d{1,18}");
            case BOOLEAN -> json.equals("true") || json.equals("false");
            case TEXTS -> first == '[';
            case ITEMS -> false;
            default -> first == '"';
        };
    }

    private static String of(Form form) {
        return switch (form) {
            case TEXT -> "\"Some text\"";
            case WORD -> "\"word\"";
            case IDENTIFIER -> "\"id-1\"";
            case ORDER_ID -> "\"1001\"";
            case EMAIL -> "\"ada@example.com\"";
            case E164 -> "\"+4915112345678\"";
            case CURRENCY -> "\"EUR\"";
            case INTEGER -> "3";
            case DECIMAL -> "12.5";
            case BOOLEAN -> "true";
            case UNIX_SECONDS -> "1795428000";
            case ITEMS -> "[…]";
            case TEXTS -> "[\"one\",\"two\"]";
        };
    }
}
