package io.backstitch.pipeline.person;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The products of an order, as one report states them: id, and category or null.
 *
 * @param rank how far the reporter is trusted
 * @param time event time of the report
 * @param products at most {@link #MAX}, the first by id
 */
record OrderLines(int rank, long time, TreeMap<String, String> products) {
    static final int MAX = 100;

    /** The lines in the contract's {@code items}; null if there is no product among them. */
    static OrderLines of(byte[] items, int rank, long time) {
        TreeMap<String, String> products = new TreeMap<>();
        for (JsonNode item : Json.list(items)) {
            String product = Json.text(item, "product_id");
            if (product != null) {
                String category = Json.text(item, "category");
                products.merge(
                        product,
                        category == null ? "" : category,
                        (one, other) -> one.compareTo(other) >= 0 ? one : other);
                if (products.size() > MAX) {
                    products.pollLastEntry();
                }
            }
        }
        products.replaceAll((product, category) -> category.isEmpty() ? null : category);
        return products.isEmpty() ? null : new OrderLines(rank, time, products);
    }

    /** The better of the two: rank, then event time; then whatever is the same everywhere. */
    static OrderLines best(OrderLines a, OrderLines b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        if (a.rank != b.rank) {
            return a.rank > b.rank ? a : b;
        }
        if (a.time != b.time) {
            return a.time > b.time ? a : b;
        }
        return a.products.toString().compareTo(b.products.toString()) >= 0 ? a : b;
    }

    void write(DataOutputView out) throws IOException {
        out.writeByte(rank);
        out.writeLong(time);
        Fields.writeVarInt(products.size(), out);
        for (Map.Entry<String, String> product : products.entrySet()) {
            Fields.writeText(product.getKey(), out);
            Fields.writeText(product.getValue(), out);
        }
    }

    static OrderLines read(DataInputView in) throws IOException {
        OrderLines lines = new OrderLines(in.readByte(), in.readLong(), new TreeMap<>());
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            lines.products.put(Fields.readText(in), Fields.readText(in));
        }
        return lines;
    }
}
