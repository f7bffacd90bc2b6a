package io.backstitch.sandbox.shoppers;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import org.apache.kafka.common.utils.Utils;

/**
 * The records of a simulation in order of arrival, made as they are asked for: only shoppers whose
 * records are still due are in memory. Single-threaded. {@link #truth} is complete when the
 * iteration has ended.
 */
public final class SimulationStream implements Iterator<SimulatedRecord> {
    private record Queued(Pending pending, long number) {}

    private final SimulationOptions options;
    private final TruthBook book = new TruthBook();
    private final Rng rng;
    private final PriorityQueue<Queued> due =
            new PriorityQueue<>(
                    Comparator.comparingLong((Queued queued) -> queued.pending().arrival())
                            .thenComparingLong(Queued::number));
    private final Map<String, long[]> nextOffset = new HashMap<>();
    private final ClockRecords clock;
    private int nextShopper;
    private long nextStart;
    private long queued;
    private long lastArrival;
    private long nextTick;
    private boolean closed;

    SimulationStream(SimulationOptions options) {
        this.options = options;
        this.rng = new Rng(options.seed(), -1);
        this.clock = new ClockRecords(options, new Rng(options.seed(), -2));
        this.nextTick = options.startTime().toEpochMilli() + ClockRecords.GRID;
        this.nextStart = startOf(0);
    }

    /** The ledger; complete when {@link #hasNext} is false. */
    public Truth truth() {
        return new Truth(book);
    }

    @Override
    public boolean hasNext() {
        fill();
        return !due.isEmpty();
    }

    @Override
    public SimulatedRecord next() {
        fill();
        Queued first = due.poll();
        if (first == null) {
            throw new NoSuchElementException("the simulation is over");
        }
        return place(first.pending());
    }

    private void fill() {
        while (nextShopper < options.shoppers()
                && (due.isEmpty() || due.peek().pending().arrival() >= nextStart)) {
            List<Pending> life = new ShopperLife(options, book, nextShopper).live(nextStart);
            life.forEach(this::queue);
            answers(nextShopper);
            nextShopper++;
            nextStart = startOf(nextShopper);
        }
        if (due.isEmpty() && !closed) {
            closed = true;
            clock.closing(lastArrival).forEach(this::queue);
        }
        while (!closed && nextTick < due.peek().pending().arrival()) {
            tick();
        }
    }

    /** Shoppers appear one after another over the first part of the span. */
    private long startOf(int shopper) {
        long first = options.startTime().toEpochMilli();
        long room = options.span().toMillis() - 38 * 3_600_000L;
        double share = (shopper + rng.between(0, 999) / 1000.0) / options.shoppers();
        return first + (long) (share * room);
    }

    /** Tells the clock about the late orders of a shopper. */
    private void answers(int shopper) {
        for (Truth.CartTruth cart : book.cartsOf(shopper)) {
            if (cart.suppressed() || cart.recovered()) {
                clock.between(cart.deadline(), book.orders.get(cart.orderId()).firstKnown());
            }
        }
    }

    private void tick() {
        if (clock.isDue(nextTick)) {
            sendTick();
        }
        nextTick += ClockRecords.GRID;
    }

    private void sendTick() {
        for (Pending pending : clock.tick(nextTick)) {
            queue(pending);
            if (pending.batch() != null) {
                book.add(session(pending.batch()));
            }
        }
    }

    private static Truth.EventTruth session(Batch batch) {
        ClientEvent event = batch.events().get(0);
        return new Truth.EventTruth(
                event.messageId(),
                null,
                -1,
                event.time(),
                List.of(batch.arrival()),
                "web",
                batch.device().anonymousId(batch.mpid()),
                0,
                false,
                false,
                event.verdict().fate(),
                event.verdict().reason(),
                null,
                null);
    }

    private void queue(Pending pending) {
        due.add(new Queued(pending, queued++));
    }

    private SimulatedRecord place(Pending pending) {
        lastArrival = Math.max(lastArrival, pending.arrival());
        int partition = clock.partition(pending);
        if (partition < 0) {
            byte[] key = pending.key().getBytes(StandardCharsets.UTF_8);
            partition = Utils.toPositive(Utils.murmur2(key)) % options.partitions();
        }
        long offset =
                nextOffset
                        .computeIfAbsent(pending.topic(), t -> new long[options.partitions()])[
                        partition]++;
        clock.seen(pending, partition);
        book.recordCount++;
        if (pending.batch() == null || pending.batch().events().isEmpty()) {
            book.add(truth(pending, partition, offset));
        }
        return new SimulatedRecord(pending, partition, offset);
    }

    private static Truth.RecordTruth truth(Pending pending, int partition, long offset) {
        OrderReport report = pending.report();
        return new Truth.RecordTruth(
                pending.topic(),
                partition,
                offset,
                pending.arrival(),
                pending.what(),
                report == null ? null : report.messageId(),
                report == null ? null : report.orderId(),
                report == null ? null : report.contractName(),
                pending.fate(),
                pending.reason(),
                pending.shopper());
    }
}
