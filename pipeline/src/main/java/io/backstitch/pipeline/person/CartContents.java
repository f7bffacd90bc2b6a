package io.backstitch.pipeline.person;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.record.Commerce;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a cart: its activities folded in event-time order. A checkout states the whole cart;
 * additions and removals change it by product.
 *
 * @param items the contract's {@code items} as UTF-8 JSON array
 * @param count number of different products
 * @param valueMinor their price in minor units; null if unknown
 * @param currency ISO 4217, or null
 */
record CartContents(byte[] items, int count, Long valueMinor, String currency) {
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .setNodeFactory(JsonNodeFactory.withExactBigDecimals(true));

    /** Contents made of the activities later than {@code after}, epoch milliseconds. */
    static CartContents of(CartState cart, long after) {
        List<Map.Entry<String, CartState.Activity>> sorted =
                new ArrayList<>(cart.activities.entrySet());
        sorted.sort(
                Comparator.<Map.Entry<String, CartState.Activity>>comparingLong(
                                entry -> entry.getValue().time())
                        .thenComparing(Map.Entry::getKey));
        TreeMap<String, ObjectNode> products = new TreeMap<>();
        String currency = null;
        Long stated = null;
        for (Map.Entry<String, CartState.Activity> entry : sorted) {
            CartState.Activity activity = entry.getValue();
            if (activity.time() <= after) {
                continue;
            }
            currency = activity.currency() == null ? currency : activity.currency();
            stated = activity.valueMinor() == null ? stated : activity.valueMinor();
            fold(Commerce.Kind.values()[activity.kind()], activity.items(), products);
        }
        try {
            byte[] items =
                    JSON.writeValueAsBytes(
                            JsonNodeFactory.instance.arrayNode().addAll(products.values()));
            Long sum = sum(products, currency);
            return new CartContents(items, products.size(), sum == null ? stated : sum, currency);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fold(
            Commerce.Kind kind, byte[] items, TreeMap<String, ObjectNode> products) {
        if (items == null) {
            return;
        }
        if (kind == Commerce.Kind.CHECKOUT) {
            products.clear();
        }
        int sign = kind == Commerce.Kind.CART_REMOVE ? -1 : 1;
        try {
            for (JsonNode item : JSON.readTree(items)) {
                change(products, (ObjectNode) item, sign);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void change(TreeMap<String, ObjectNode> products, ObjectNode item, int sign) {
        String product = item.path("product_id").asText(item.path("sku").asText(""));
        ObjectNode known = products.get(product);
        BigDecimal before = known == null ? BigDecimal.ZERO : quantity(known);
        BigDecimal after = before.add(quantity(item).multiply(BigDecimal.valueOf(sign)));
        if (after.signum() <= 0) {
            products.remove(product);
            return;
        }
        ObjectNode now = sign > 0 ? item.deepCopy() : known;
        now.set("quantity", number(after));
        products.put(product, now);
    }

    private static BigDecimal quantity(ObjectNode item) {
        return item.path("quantity").isNumber()
                ? item.path("quantity").decimalValue()
                : BigDecimal.ONE;
    }

    private static JsonNode number(BigDecimal value) {
        BigDecimal plain = value.stripTrailingZeros();
        return plain.scale() <= 0
                ? JsonNodeFactory.instance.numberNode(plain.longValue())
                : JsonNodeFactory.instance.numberNode(plain);
    }

    private static Long sum(TreeMap<String, ObjectNode> products, String currency) {
        BigDecimal sum = BigDecimal.ZERO;
        for (ObjectNode item : products.values()) {
            if (!item.path("price").isNumber()) {
                return null;
            }
            sum = sum.add(item.path("price").decimalValue().multiply(quantity(item)));
        }
        return sum.movePointRight(Json.digits(currency)).longValue();
    }
}
