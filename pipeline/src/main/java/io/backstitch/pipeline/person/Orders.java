package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The person's orders, by order id. Whoever reports an order first lets {@code order_completed}
 * happen; the backend's figures win over the client's; refunds and cancellations count as soon as
 * the order is known, in any order of arrival.
 */
final class Orders {
    final TreeMap<String, OrderState> byId = new TreeMap<>();

    /** Takes what an event says about an order; returns the order, or null without an order id. */
    OrderState learn(Event event, int rank) {
        Commerce commerce = event.commerce();
        if (commerce.orderId() == null) {
            return null;
        }
        OrderState order = byId.computeIfAbsent(commerce.orderId(), id -> new OrderState());
        switch (commerce.kind()) {
            case ORDER -> placed(order, event.time(), rank, commerce);
            case ORDER_UPDATE -> figures(order, event.time(), rank, commerce);
            case REFUND -> refund(order, event.id(), commerce.valueMinor());
            case CANCEL -> order.cancelled = true;
            default -> {
                return null;
            }
        }
        if (order.cartId == null) {
            order.cartId = commerce.cartId();
        }
        return order;
    }

    private static void refund(OrderState order, String eventId, Long valueMinor) {
        if (valueMinor != null) {
            order.refunds.put(eventId, valueMinor);
        }
    }

    private static void placed(OrderState order, long time, int rank, Commerce commerce) {
        boolean better = rank > order.timeRank || (rank == order.timeRank && time < order.time);
        if (!order.placed || better) {
            order.time = time;
            order.timeRank = rank;
        }
        order.placed = true;
        figures(order, time, rank, commerce);
    }

    private static void figures(OrderState order, long time, int rank, Commerce commerce) {
        if (commerce.valueMinor() == null) {
            return;
        }
        boolean better =
                rank > order.figuresRank
                        || (rank == order.figuresRank && time > order.figuresTime)
                        || (rank == order.figuresRank
                                && time == order.figuresTime
                                && order.revenueMinor != null
                                && commerce.valueMinor() > order.revenueMinor);
        if (order.revenueMinor == null || better) {
            order.revenueMinor = commerce.valueMinor();
            order.currency = commerce.currency();
            order.figuresRank = rank;
            order.figuresTime = time;
        }
    }

    /** Takes over what another ledger knows: the same as having seen both. */
    void absorb(Orders other) {
        other.byId.forEach(this::absorb);
    }

    private void absorb(String orderId, OrderState other) {
        OrderState mine = byId.putIfAbsent(orderId, other);
        if (mine == null) {
            return;
        }
        if (other.placed) {
            boolean better =
                    other.timeRank > mine.timeRank
                            || (other.timeRank == mine.timeRank && other.time < mine.time);
            if (!mine.placed || better) {
                mine.time = other.time;
                mine.timeRank = other.timeRank;
            }
            mine.placed = true;
        }
        if (other.revenueMinor != null) {
            boolean better =
                    other.figuresRank > mine.figuresRank
                            || (other.figuresRank == mine.figuresRank
                                    && other.figuresTime > mine.figuresTime);
            if (mine.revenueMinor == null || better) {
                mine.revenueMinor = other.revenueMinor;
                mine.currency = other.currency;
                mine.figuresRank = other.figuresRank;
                mine.figuresTime = other.figuresTime;
            }
        }
        mine.refunds.putAll(other.refunds);
        mine.cancelled |= other.cancelled;
        mine.announced |= other.announced;
        if (mine.cartId == null) {
            mine.cartId = other.cartId;
        }
    }

    /** Event time of the newest order that was placed; the least long if there is none. */
    long newest() {
        long newest = Long.MIN_VALUE;
        for (OrderState order : byId.values()) {
            if (order.counts()) {
                newest = Math.max(newest, order.time);
            }
        }
        return newest;
    }

    /**
     * {@code orders_count}, {@code lifetime_value}, {@code first_order_date} and {@code
     * last_order_date} (Unix seconds). Value sums one currency: the configured one, else that of
     * the first order; orders in others count but do not add to it.
     *
     * @param sent attributes as Customer.io has them
     */
    void totals(String configured, Map<String, byte[]> sent, Map<String, byte[]> derived) {
        int count = 0;
        OrderState first = null;
        long last = Long.MIN_VALUE;
        for (OrderState order : byId.values()) {
            if (!order.counts()) {
                continue;
            }
            count++;
            last = Math.max(last, order.time);
            if (first == null || order.time < first.time) {
                first = order;
            }
        }
        if (first == null) {
            clear(sent, derived);
            return;
        }
        String currency = configured.isEmpty() ? first.currency : configured;
        long value = 0;
        for (OrderState order : byId.values()) {
            if (order.counts() && currency != null && currency.equals(order.currency)) {
                value += order.netMinor();
            }
        }
        derived.put("orders_count", Json.number(count));
        derived.put("lifetime_value", Json.money(value, currency));
        derived.put("first_order_date", Json.number(Math.floorDiv(first.time, 1000L)));
        derived.put("last_order_date", Json.number(Math.floorDiv(last, 1000L)));
    }

    /** All orders were cancelled: what was said of them must be taken back. */
    private static void clear(Map<String, byte[]> sent, Map<String, byte[]> derived) {
        if (sent.containsKey("orders_count")) {
            derived.put("orders_count", Json.number(0));
            derived.put("lifetime_value", Json.number(0));
            derived.put("first_order_date", null);
            derived.put("last_order_date", null);
        }
    }

    void write(DataOutputView out) throws IOException {
        Fields.writeVarInt(byId.size(), out);
        for (Map.Entry<String, OrderState> entry : byId.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            entry.getValue().write(out);
        }
    }

    void read(DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            byId.put(Fields.readText(in), OrderState.read(in));
        }
    }
}
