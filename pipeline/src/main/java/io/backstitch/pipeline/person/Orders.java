package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The person's orders, by order id. What is told about an order in any order of arrival, however
 * late, gives the same counts, sums and dates.
 *
 * <p>An old order is folded: its figures stay, some 40 bytes, under a hash of its id, and so do
 * those of its refunds. A late duplicate, correction, refund or cancellation of it still counts to
 * the cent; only what it consisted of is forgotten.
 */
final class Orders {
    final TreeMap<String, OrderState> byId = new TreeMap<>();

    /** Old orders, by {@link Hashes#of} their id. */
    private final TreeMap<Long, OrderState> folded = new TreeMap<>();

    /** Set when something was learned; not part of the state. */
    boolean changed;

    /** Takes what an event says about an order; returns the order, or null if it names none. */
    OrderState learn(Event event, int rank) {
        String id = event.commerce().orderId();
        if (id == null) {
            return null;
        }
        OrderState order = folded.isEmpty() ? null : folded.get(Hashes.of(id));
        if (order == null) {
            order = byId.computeIfAbsent(id, unknown -> new OrderState());
        }
        changed = true;
        return order.learn(event, rank) ? order : null;
    }

    /** The order, old or new; null if nothing is known of it. */
    OrderState get(String id) {
        OrderState order = byId.get(id);
        return order != null || folded.isEmpty() ? order : folded.get(Hashes.of(id));
    }

    /** Takes over what another ledger knows: the same as having seen both. */
    void absorb(Orders other) {
        changed = true;
        for (Map.Entry<Long, OrderState> each : other.folded.entrySet()) {
            absorb(folded, each.getKey(), each.getValue());
        }
        for (Map.Entry<String, OrderState> each : other.byId.entrySet()) {
            absorb(byId, each.getKey(), each.getValue());
        }
        if (folded.isEmpty()) {
            return;
        }
        for (Iterator<Map.Entry<String, OrderState>> all = byId.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<String, OrderState> each = all.next();
            OrderState old = folded.get(Hashes.of(each.getKey()));
            if (old != null) {
                old.absorb(each.getValue());
                all.remove();
            }
        }
    }

    private static <K> void absorb(TreeMap<K, OrderState> mine, K key, OrderState other) {
        OrderState known = mine.putIfAbsent(key, other);
        if (known != null) {
            known.absorb(other);
        }
    }

    /**
     * Folds the orders that are older than {@code before}; {@code last} sees each as it was.
     * Whoever waits is not folded.
     *
     * @return how many they were
     */
    int fold(long before, Consumer<OrderState> last) {
        int count = 0;
        for (Iterator<Map.Entry<String, OrderState>> all = byId.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<String, OrderState> each = all.next();
            OrderState order = each.getValue();
            if (order.age() < before && !order.waiting) {
                folded.put(Hashes.of(each.getKey()), order);
                all.remove();
                count++;
            }
        }
        for (OrderState order : folded.values()) {
            if (order.lines != null || order.cartId != null) {
                last.accept(order);
                order.lines = null;
                order.cartId = null;
            }
        }
        return count;
    }

    int foldedCount() {
        return folded.size();
    }

    /** All orders, old and new. */
    void each(Consumer<OrderState> consumer) {
        folded.values().forEach(consumer);
        byId.values().forEach(consumer);
    }

    void write(DataOutputView out) throws IOException {
        Fields.writeVarInt(byId.size(), out);
        for (Map.Entry<String, OrderState> entry : byId.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            entry.getValue().write(out);
        }
        Fields.writeVarInt(folded.size(), out);
        for (Map.Entry<Long, OrderState> entry : folded.entrySet()) {
            out.writeLong(entry.getKey());
            entry.getValue().write(out);
        }
    }

    void read(DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            byId.put(Fields.readText(in), OrderState.read(in));
        }
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            folded.put(in.readLong(), OrderState.read(in));
        }
    }
}
