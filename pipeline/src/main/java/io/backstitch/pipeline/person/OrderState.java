package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What is known of one order, from all who report it. */
final class OrderState {
    /** Rank of a client's report; the backend's is higher and wins. */
    static final int CLIENT = 1;

    static final int BACKEND = 2;

    /** True once a report says that it was placed. */
    boolean placed;

    /** Event time of the best report that it was placed. */
    long time;

    /** Rank of the report that {@link #time} comes from. */
    int timeRank;

    /** Revenue, by the best figures: highest rank, then newest. */
    Long revenueMinor;

    String currency;
    int figuresRank;
    long figuresTime;

    /** Money given back, by event id: idempotent. */
    final TreeMap<String, Long> refunds = new TreeMap<>();

    boolean cancelled;
    String cartId;

    /** True once its {@code order_completed} was handed to delivery. */
    boolean announced;

    /** What remains after refunds, never below zero; zero if cancelled or unknown. */
    long netMinor() {
        if (cancelled || revenueMinor == null) {
            return 0;
        }
        long net = revenueMinor;
        for (long refund : refunds.values()) {
            net -= refund;
        }
        return Math.max(net, 0);
    }

    /** Whether it counts as one of the person's orders. */
    boolean counts() {
        return placed && !cancelled;
    }

    void write(DataOutputView out) throws IOException {
        out.writeBoolean(placed);
        out.writeLong(time);
        out.writeInt(timeRank);
        Fields.writeLong(revenueMinor, out);
        Fields.writeText(currency, out);
        out.writeInt(figuresRank);
        out.writeLong(figuresTime);
        Fields.writeVarInt(refunds.size(), out);
        for (Map.Entry<String, Long> refund : refunds.entrySet()) {
            Fields.writeText(refund.getKey(), out);
            out.writeLong(refund.getValue());
        }
        out.writeBoolean(cancelled);
        Fields.writeText(cartId, out);
        out.writeBoolean(announced);
    }

    static OrderState read(DataInputView in) throws IOException {
        OrderState order = new OrderState();
        order.placed = in.readBoolean();
        order.time = in.readLong();
        order.timeRank = in.readInt();
        order.revenueMinor = Fields.readLong(in);
        order.currency = Fields.readText(in);
        order.figuresRank = in.readInt();
        order.figuresTime = in.readLong();
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            order.refunds.put(Fields.readText(in), in.readLong());
        }
        order.cancelled = in.readBoolean();
        order.cartId = Fields.readText(in);
        order.announced = in.readBoolean();
        return order;
    }
}
