package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the person has bought: {@code purchased_product_ids} and {@code purchased_categories},
 * sorted lists of text, for segments such as "bought cleanser but not moisturizer".
 *
 * <p>Each holds what was bought last, at most {@link #MAX} entries and at most what Customer.io
 * takes as one attribute. Orders that do not count are left out, as long as they are not folded.
 */
final class Purchases {
    static final int MAX = 100;

    /** Longest value of an attribute at Customer.io, serialised. */
    static final int MAX_BYTES = 1000;

    private static final Comparator<Map.Entry<String, Long>> NEWEST =
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey());

    /** What folded orders bought, with the time of the last one. */
    private final TreeMap<String, Long> oldProducts = new TreeMap<>();

    private final TreeMap<String, Long> oldCategories = new TreeMap<>();

    /** Remembers what an order bought that is about to be folded. */
    void remember(OrderState order, Products facts) {
        if (order.shows()) {
            add(order, facts, oldProducts, oldCategories);
            newest(oldProducts);
            newest(oldCategories);
        }
    }

    /** Puts both lists into {@code derived}; null takes back what was said before. */
    void derive(
            Orders orders, Products facts, Map<String, byte[]> sent, Map<String, byte[]> derived) {
        TreeMap<String, Long> products = new TreeMap<>(oldProducts);
        TreeMap<String, Long> categories = new TreeMap<>(oldCategories);
        orders.each(
                order -> {
                    if (order.shows()) {
                        add(order, facts, products, categories);
                    }
                });
        tell("purchased_product_ids", products, sent, derived);
        tell("purchased_categories", categories, sent, derived);
    }

    private static void add(
            OrderState order,
            Products facts,
            TreeMap<String, Long> products,
            TreeMap<String, Long> categories) {
        if (order.lines == null) {
            return;
        }
        for (Map.Entry<String, String> line : order.lines.products().entrySet()) {
            products.merge(line.getKey(), order.time, Math::max);
            String category =
                    line.getValue() == null ? facts.category(line.getKey()) : line.getValue();
            if (category != null) {
                categories.merge(category, order.time, Math::max);
            }
        }
    }

    private static void tell(
            String name,
            TreeMap<String, Long> bought,
            Map<String, byte[]> sent,
            Map<String, byte[]> derived) {
        if (!bought.isEmpty()) {
            derived.put(name, list(bought));
        } else if (sent.containsKey(name)) {
            derived.put(name, null);
        }
    }

    /** The newest that fit, sorted. */
    private static byte[] list(TreeMap<String, Long> bought) {
        TreeSet<String> kept = new TreeSet<>();
        int bytes = 1;
        for (Map.Entry<String, Long> each : sorted(bought)) {
            int more = Json.text(each.getKey()).length + 1;
            if (kept.size() == MAX || bytes + more > MAX_BYTES) {
                break;
            }
            bytes += more;
            kept.add(each.getKey());
        }
        return Json.texts(kept);
    }

    private static List<Map.Entry<String, Long>> sorted(TreeMap<String, Long> bought) {
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(bought.entrySet());
        sorted.sort(NEWEST);
        return sorted;
    }

    private static void newest(TreeMap<String, Long> bought) {
        if (bought.size() > MAX) {
            List<Map.Entry<String, Long>> sorted = sorted(bought);
            sorted.subList(MAX, sorted.size()).stream()
                    .map(Map.Entry::getKey)
                    .toList()
                    .forEach(bought::remove);
        }
    }

    /** Takes over what another ledger knows: the same as having seen both. */
    void absorb(Purchases other) {
        other.oldProducts.forEach((name, time) -> oldProducts.merge(name, time, Math::max));
        other.oldCategories.forEach((name, time) -> oldCategories.merge(name, time, Math::max));
        newest(oldProducts);
        newest(oldCategories);
    }

    void write(DataOutputView out) throws IOException {
        write(oldProducts, out);
        write(oldCategories, out);
    }

    private static void write(TreeMap<String, Long> bought, DataOutputView out) throws IOException {
        Fields.writeVarInt(bought.size(), out);
        for (Map.Entry<String, Long> each : bought.entrySet()) {
            Fields.writeText(each.getKey(), out);
            out.writeLong(each.getValue());
        }
    }

    void read(DataInputView in) throws IOException {
        read(oldProducts, in);
        read(oldCategories, in);
    }

    private static void read(TreeMap<String, Long> bought, DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            bought.put(Fields.readText(in), in.readLong());
        }
    }
}
