package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Fields;
import io.backstitch.pipeline.record.FlowSerializer;
import io.backstitch.pipeline.record.FlowType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialiser of {@link LedgerState}, for the keyed state and for handovers.
 *
 * <p>It calls the state immutable, which is true of how it is used: the RocksDB backend serialises
 * on every access, so no two readers share an instance.
 */
public final class LedgerSerializer extends FlowSerializer<LedgerState> {
    private static final long serialVersionUID = 1L;

    public static final TypeInformation<LedgerState> TYPE =
            new FlowType<>(LedgerState.class, new LedgerSerializer());

    /** First format. */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(LedgerState state, DataOutputView out) throws IOException {
        out.writeLong(state.seq);
        out.writeLong(state.lastIdentify);
        Fields.writeText(state.bornAs, out);
        Fields.writeList(state.awaits, Fields::writeText, out);
        Fields.writeVarInt(state.profile.size(), out);
        for (Map.Entry<String, LedgerState.AttributeState> entry : state.profile.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            Fields.writeBytes(entry.getValue().json(), out);
            out.writeLong(entry.getValue().time());
            out.writeInt(entry.getValue().rank());
        }
        Fields.writeVarInt(state.sent.size(), out);
        for (Map.Entry<String, byte[]> entry : state.sent.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            Fields.writeBytes(entry.getValue(), out);
        }
        Fields.writeVarInt(state.orders.size(), out);
        for (Map.Entry<String, OrderState> entry : state.orders.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            writeOrder(entry.getValue(), out);
        }
        Fields.writeVarInt(state.carts.size(), out);
        for (Map.Entry<String, CartState> entry : state.carts.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            writeCart(entry.getValue(), out);
        }
    }

    private static void writeOrder(OrderState order, DataOutputView out) throws IOException {
        out.writeBoolean(order.placed);
        out.writeLong(order.time);
        out.writeInt(order.timeRank);
        Fields.writeLong(order.revenueMinor, out);
        Fields.writeText(order.currency, out);
        out.writeInt(order.figuresRank);
        out.writeLong(order.figuresTime);
        Fields.writeVarInt(order.refunds.size(), out);
        for (Map.Entry<String, Long> refund : order.refunds.entrySet()) {
            Fields.writeText(refund.getKey(), out);
            out.writeLong(refund.getValue());
        }
        out.writeBoolean(order.cancelled);
        Fields.writeText(order.cartId, out);
        out.writeBoolean(order.announced);
    }

    private static void writeCart(CartState cart, DataOutputView out) throws IOException {
        Fields.writeVarInt(cart.activities.size(), out);
        for (Map.Entry<String, CartState.Activity> entry : cart.activities.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            CartState.Activity activity = entry.getValue();
            out.writeLong(activity.time());
            out.writeByte(activity.kind());
            Fields.writeText(activity.currency(), out);
            Fields.writeLong(activity.valueMinor(), out);
            Fields.writeBytes(activity.items(), out);
        }
        out.writeLong(cart.lastActivity);
        Fields.writeText(cart.orderId, out);
        out.writeInt(cart.announcements);
        out.writeLong(cart.announcedFor);
        out.writeInt(cart.answered);
    }

    @Override
    protected LedgerState read(int version, DataInputView in) throws IOException {
        LedgerState state = new LedgerState();
        state.seq = in.readLong();
        state.lastIdentify = in.readLong();
        state.bornAs = Fields.readText(in);
        state.awaits = new ArrayList<>(Fields.readList(Fields::readText, in));
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            state.profile.put(
                    Fields.readText(in),
                    new LedgerState.AttributeState(
                            Fields.readBytes(in), in.readLong(), in.readInt()));
        }
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            state.sent.put(Fields.readText(in), Fields.readBytes(in));
        }
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            state.orders.put(Fields.readText(in), readOrder(in));
        }
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            state.carts.put(Fields.readText(in), readCart(in));
        }
        return state;
    }

    private static OrderState readOrder(DataInputView in) throws IOException {
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

    private static CartState readCart(DataInputView in) throws IOException {
        CartState cart = new CartState();
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            cart.activities.put(
                    Fields.readText(in),
                    new CartState.Activity(
                            in.readLong(),
                            in.readByte(),
                            Fields.readText(in),
                            Fields.readLong(in),
                            Fields.readBytes(in)));
        }
        cart.lastActivity = in.readLong();
        cart.orderId = Fields.readText(in);
        cart.announcements = in.readInt();
        cart.announcedFor = in.readLong();
        cart.answered = in.readInt();
        return cart;
    }

    @Override
    public TypeSerializerSnapshot<LedgerState> snapshotConfiguration() {
        return new LedgerSnapshot();
    }

    /**
     * Flink instantiates it by name from savepoints: the class name is part of the state format.
     */
    public static final class LedgerSnapshot extends Snapshot<LedgerState> {
        public LedgerSnapshot() {
            super(LedgerSerializer::new);
        }
    }
}
