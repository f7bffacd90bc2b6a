package io.backstitch.pipeline.person;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the person's carts and orders have said about products: name, sku and category, each the
 * latest text stated. Bounded to the products last seen.
 */
final class Products {
    static final int MAX = 50;

    /** What an event may carry: an operation has at most 32 KB. */
    private static final int MAX_BYTES = 30 * 1024;

    private static final String[] NAMES = {"name", "sku", "category"};
    private static final int CATEGORY = 2;

    private final TreeMap<String, Product> byId = new TreeMap<>();

    /** Set when something was learned; not part of the state. */
    boolean changed;

    /** One product. */
    private static final class Product {
        long seen = Long.MIN_VALUE;
        boolean inCart;
        final String[] texts = new String[NAMES.length];
        final long[] times = new long[NAMES.length];

        boolean learn(int which, String text, long time) {
            if (text == null) {
                return false;
            }
            boolean better =
                    texts[which] == null
                            || time > times[which]
                            || (time == times[which] && text.compareTo(texts[which]) > 0);
            if (!better) {
                return false;
            }
            boolean other = !text.equals(texts[which]);
            texts[which] = text;
            times[which] = time;
            return other;
        }
    }

    /**
     * Takes the contract's {@code items} of a cart or an order.
     *
     * @param cart whether they were in a cart: only that may fill an order's items
     */
    void learn(byte[] items, long time, boolean cart) {
        for (JsonNode item : Json.list(items)) {
            String id = Json.text(item, "product_id");
            if (id != null) {
                Product product = byId.computeIfAbsent(id, unknown -> new Product());
                product.seen = Math.max(product.seen, time);
                product.inCart |= cart;
                for (int i = 0; i < NAMES.length; i++) {
                    changed |= product.learn(i, Json.text(item, NAMES[i]), time);
                }
            }
        }
        bound();
    }

    private void bound() {
        while (byId.size() > MAX) {
            String oldest = null;
            for (Map.Entry<String, Product> each : byId.entrySet()) {
                if (oldest == null || each.getValue().seen < byId.get(oldest).seen) {
                    oldest = each.getKey();
                }
            }
            byId.remove(oldest);
        }
    }

    /** The product's category, or null. */
    String category(String id) {
        Product product = byId.get(id);
        return product == null ? null : product.texts[CATEGORY];
    }

    /**
     * Gives items without name, sku or category those that the person's carts knew, and marks them.
     *
     * @param attributes an event's attributes as JSON object, with {@code items}
     * @param items its items
     * @return the attributes, the same array if there was nothing to fill
     */
    byte[] fill(byte[] attributes, byte[] items) {
        if (fillable(items) == 0) {
            return attributes;
        }
        ObjectNode all = Json.object(attributes);
        for (JsonNode item : all.path("items")) {
            fill(item, true);
        }
        byte[] filled = Json.bytes(all);
        return filled.length <= MAX_BYTES ? filled : attributes;
    }

    /** How many of the items lack something that the person's carts knew. */
    int fillable(byte[] items) {
        int count = 0;
        for (JsonNode item : Json.list(items)) {
            count += fill(item, false) ? 1 : 0;
        }
        return count;
    }

    private boolean fill(JsonNode item, boolean write) {
        Product product = byId.get(Json.text(item, "product_id"));
        if (product == null || !product.inCart) {
            return false;
        }
        boolean filled = false;
        for (int i = 0; i < NAMES.length; i++) {
            if (product.texts[i] != null && Json.text(item, NAMES[i]) == null) {
                filled = true;
                if (write) {
                    ((ObjectNode) item).put(NAMES[i], product.texts[i]);
                }
            }
        }
        if (filled && write) {
            ((ObjectNode) item).put("filled_from_cart", true);
        }
        return filled;
    }

    /** Takes over what another ledger knows: the same as having seen both. */
    void absorb(Products other) {
        for (Map.Entry<String, Product> each : other.byId.entrySet()) {
            Product product = byId.computeIfAbsent(each.getKey(), unknown -> new Product());
            product.seen = Math.max(product.seen, each.getValue().seen);
            product.inCart |= each.getValue().inCart;
            for (int i = 0; i < NAMES.length; i++) {
                changed |= product.learn(i, each.getValue().texts[i], each.getValue().times[i]);
            }
        }
        bound();
    }

    void write(DataOutputView out) throws IOException {
        Fields.writeVarInt(byId.size(), out);
        for (Map.Entry<String, Product> each : byId.entrySet()) {
            Product product = each.getValue();
            Fields.writeText(each.getKey(), out);
            out.writeLong(product.seen);
            out.writeBoolean(product.inCart);
            for (int i = 0; i < NAMES.length; i++) {
                Fields.writeText(product.texts[i], out);
                if (product.texts[i] != null) {
                    Fields.writeVarLong(product.seen - product.times[i], out);
                }
            }
        }
    }

    void read(DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            Product product = new Product();
            byId.put(Fields.readText(in), product);
            product.seen = in.readLong();
            product.inCart = in.readBoolean();
            for (int i = 0; i < NAMES.length; i++) {
                product.texts[i] = Fields.readText(in);
                if (product.texts[i] != null) {
                    product.times[i] = product.seen - Fields.readVarLong(in);
                }
            }
        }
    }
}
