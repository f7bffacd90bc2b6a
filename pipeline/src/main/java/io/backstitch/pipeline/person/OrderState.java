package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What is known of one order, from all who report it. Registers, sets and maxima only, so that
 * neither the order of the reports nor their repetition matters.
 */
final class OrderState {
    /** Rank of a client's report; the backend's is higher and wins. */
    static final int CLIENT = 1;

    static final int BACKEND = 2;

    /** Earlier than any event. */
    static final long NEVER = Long.MIN_VALUE;

    /** Event time of the best report that it was placed: rank, then the earliest. */
    long time = NEVER;

    private int timeRank;

    /** Revenue, or null. */
    Figures figures;

    /** Money given back. */
    private final Refunds refunds = new Refunds();

    /** The newest time at which it was said to be alive, and called off; by rank. */
    private final long[] alive = {NEVER, NEVER};

    private final long[] cancelled = {NEVER, NEVER};

    /** The products of it, or null. */
    OrderLines lines;

    String cartId;
    private int cartRank;
    private long cartTime;

    /** True once its {@code order_completed} was handed to delivery. */
    boolean announced;

    /** True while a client's report waits for the backend's. */
    boolean waiting;

    /** Event time of the newest report of any kind. */
    private long touched = NEVER;

    /** Takes one report; returns false for a kind that is none about an order. */
    boolean learn(Event event, int rank) {
        Commerce commerce = event.commerce();
        switch (commerce.kind()) {
            case ORDER -> {
                place(event.time(), rank);
                state(event.time(), rank, commerce);
            }
            case ORDER_UPDATE -> state(event.time(), rank, commerce);
            case REFUND -> {
                if (commerce.valueMinor() != null) {
                    refunds.learn(event.id(), rank, commerce.valueMinor());
                }
            }
            case CANCEL -> raise(cancelled, rank, event.time());
            default -> {
                return false;
            }
        }
        touched = Math.max(touched, event.time());
        cart(commerce.cartId(), rank, event.time());
        return true;
    }

    private void place(long at, int rank) {
        if (time == NEVER || rank > timeRank || (rank == timeRank && at < time)) {
            time = at;
            timeRank = rank;
        }
    }

    private void state(long at, int rank, Commerce commerce) {
        raise(alive, rank, at);
        if (commerce.valueMinor() != null) {
            Figures stated = new Figures(commerce.valueMinor(), commerce.currency(), rank, at);
            figures = Figures.best(figures, stated);
        }
        lines = OrderLines.best(lines, OrderLines.of(commerce.items(), rank, at));
    }

    private static void raise(long[] times, int rank, long at) {
        times[rank - 1] = Math.max(times[rank - 1], at);
    }

    private void cart(String id, int rank, long at) {
        if (id == null) {
            return;
        }
        boolean better =
                rank != cartRank
                        ? rank > cartRank
                        : at != cartTime ? at < cartTime : id.compareTo(cartId) < 0;
        if (cartId == null || better) {
            cartId = id;
            cartRank = rank;
            cartTime = at;
        }
    }

    boolean isPlaced() {
        return time != NEVER;
    }

    /**
     * Called off, and not alive again later. What the backend called off, only the backend revives:
     * a confirmation page that is opened again is no new order.
     */
    boolean isCancelled() {
        long clients = Math.max(alive[CLIENT - 1], alive[BACKEND - 1]);
        return isOff(cancelled[CLIENT - 1], clients)
                || isOff(cancelled[BACKEND - 1], alive[BACKEND - 1]);
    }

    private static boolean isOff(long cancelled, long alive) {
        return cancelled != NEVER && cancelled >= alive;
    }

    /** Whether it is one of the person's orders. */
    boolean counts() {
        return isPlaced() && !isCancelled();
    }

    /** Whether Customer.io is to know of it: it counts, and does not wait. */
    boolean shows() {
        return counts() && !waiting;
    }

    /** What remains after refunds, never below zero. */
    long netMinor() {
        long minor = figures == null ? 0 : figures.minor();
        return Math.max(minor - refunds.sumMinor(), 0);
    }

    /** The time that its retention counts from. */
    long age() {
        return isPlaced() ? time : touched;
    }

    /** Takes over what another ledger knows of it: the same as having seen both. */
    void absorb(OrderState other) {
        if (other.isPlaced()) {
            place(other.time, other.timeRank);
        }
        figures = Figures.best(figures, other.figures);
        refunds.absorb(other.refunds);
        for (int rank = CLIENT; rank <= BACKEND; rank++) {
            raise(alive, rank, other.alive[rank - 1]);
            raise(cancelled, rank, other.cancelled[rank - 1]);
        }
        lines = OrderLines.best(lines, other.lines);
        cart(other.cartId, other.cartRank, other.cartTime);
        announced |= other.announced;
        waiting = (waiting || other.waiting) && !announced;
        touched = Math.max(touched, other.touched);
    }

    void write(DataOutputView out) throws IOException {
        out.writeByte((announced ? 1 : 0) | (waiting ? 2 : 0) | (figures == null ? 0 : 4));
        out.writeByte((lines == null ? 0 : 1) | (cartId == null ? 0 : 2) | (timeRank << 2));
        // Times of one order lie close together: as distances they take few bytes.
        out.writeLong(touched);
        writeTime(time, out);
        for (int i = 0; i < BACKEND; i++) {
            writeTime(alive[i], out);
            writeTime(cancelled[i], out);
        }
        if (figures != null) {
            Fields.writeVarLong(figures.minor(), out);
            Fields.writeText(figures.currency(), out);
            out.writeByte(figures.rank());
            writeTime(figures.time(), out);
        }
        refunds.write(out);
        if (lines != null) {
            lines.write(out);
        }
        if (cartId != null) {
            Fields.writeText(cartId, out);
            out.writeByte(cartRank);
            writeTime(cartTime, out);
        }
    }

    /** 0 for never, else the distance to the newest report plus one. */
    private void writeTime(long value, DataOutputView out) throws IOException {
        Fields.writeVarLong(value == NEVER ? 0 : touched - value + 1, out);
    }

    private long readTime(DataInputView in) throws IOException {
        long distance = Fields.readVarLong(in);
        return distance == 0 ? NEVER : touched + 1 - distance;
    }

    static OrderState read(DataInputView in) throws IOException {
        OrderState order = new OrderState();
        int status = in.readByte();
        int parts = in.readByte();
        order.announced = (status & 1) != 0;
        order.waiting = (status & 2) != 0;
        order.timeRank = parts >> 2;
        order.touched = in.readLong();
        order.time = order.readTime(in);
        for (int i = 0; i < BACKEND; i++) {
            order.alive[i] = order.readTime(in);
            order.cancelled[i] = order.readTime(in);
        }
        if ((status & 4) != 0) {
            order.figures =
                    new Figures(
                            Fields.readVarLong(in),
                            Fields.readText(in),
                            in.readByte(),
                            order.readTime(in));
        }
        order.refunds.read(in);
        order.lines = (parts & 1) == 0 ? null : OrderLines.read(in);
        if ((parts & 2) != 0) {
            order.cartId = Fields.readText(in);
            order.cartRank = in.readByte();
            order.cartTime = order.readTime(in);
        }
        return order;
    }
}
