package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.ClientEvent.Form;
import io.backstitch.sandbox.shoppers.ClientEvent.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records that move the clock of every partition, as the traffic of a busy shop would.
 *
 * <p>A tick at least every half hour, and between each abandonment and the late order that answers
 * it: a session of an anonymous device, which is filtered at once, and a late retry of an order
 * that the partition has seen. At the end, long after the last shopper, two closing rounds, so that
 * all deadlines pass: batches without events, and such retries (or, where a partition has seen no
 * order, an unreadable record).
 */
final class ClockRecords {
    private static final long MINUTE = 60_000;
    private static final long HALF_HOUR = 30 * MINUTE;
    static final long GRID = 5 * MINUTE;
    private static final long HOUR = 3_600_000;

    private final SimulationOptions options;
    private final Rng rng;
    private final Pending[] seen;
    private final Map<Pending, Integer> partitions = new IdentityHashMap<>();
    private final List<long[]> awaited = new ArrayList<>();
    private long lastTick;

    ClockRecords(SimulationOptions options, Rng rng) {
        this.options = options;
        this.rng = rng;
        this.seen = new Pending[options.partitions()];
    }

    /** Remembers an order of each partition. */
    void seen(Pending pending, int partition) {
        if (pending.report() != null && pending.report().placed() && seen[partition] == null) {
            seen[partition] = pending;
        }
    }

    /** A tick must come between this abandonment and this answer. */
    void between(long deadline, long answer) {
        awaited.add(new long[] {deadline + MINUTE, answer - MINUTE});
    }

    /** Whether a tick is due at that point of the grid; to be asked in order of time. */
    boolean isDue(long at) {
        boolean due = Math.floorMod(at, HALF_HOUR) == 0;
        for (long[] pair : awaited) {
            boolean lastChance = pair[1] < at + GRID;
            due |= pair[0] <= at && at <= pair[1] && lastTick < pair[0] && lastChance;
        }
        awaited.removeIf(pair -> pair[1] < at + GRID);
        return due;
    }

    /** One tick at that time. */
    List<Pending> tick(long at) {
        lastTick = at;
        List<Pending> records = new ArrayList<>();
        for (int partition = 0; partition < options.partitions(); partition++) {
            ClientEvent session =
                    ClientEvent.bare(
                            rng.uuid(),
                            at - 2000,
                            Form.SESSION_START,
                            "session_start",
                            Verdict.OPERATIONAL);
            add(records, batch(at, List.of(session)).as("tick"), partition);
            if (seen[partition] != null) {
                add(records, retry(partition, at).as("tick"), partition);
            }
        }
        return records;
    }

    /** Two rounds: one hour, then four hours after everything must be settled. */
    List<Pending> closing(long lastArrival) {
        List<Pending> records = new ArrayList<>();
        for (long hours : new long[] {1, 4}) {
            long at = lastArrival + options.holdDeadline() + hours * HOUR;
            for (int partition = 0; partition < options.partitions(); partition++) {
                add(records, batch(at, List.of()).as("closing"), partition);
                Pending order = seen[partition] == null ? nothing(at) : retry(partition, at);
                add(records, order.as("closing"), partition);
            }
        }
        return records;
    }

    /** The partition of a record made here, -1 for any other. Asked once per record. */
    int partition(Pending pending) {
        Integer partition = partitions.remove(pending);
        return partition == null ? -1 : partition;
    }

    private void add(List<Pending> records, Pending pending, int partition) {
        records.add(pending);
        partitions.put(pending, partition);
    }

    private Pending batch(long at, List<ClientEvent> events) {
        Device device = new Device(rng.uuid(), false, false, at, rng.id64());
        Batch batch =
                new Batch(
                        device,
                        device.mpid,
                        Who.NOBODY,
                        null,
                        null,
                        events,
                        at,
                        at - 1500,
                        rng.id64(),
                        rng.uuid(),
                        false,
                        Batch.Origin.CLOCK);
        return Pending.batch(batch, -1);
    }

    private Pending retry(int partition, long at) {
        OrderReport report = seen[partition].report().arriving(at);
        return Pending.order(report, seen[partition].shopper(), Fate.DUPLICATE);
    }

    private static Pending nothing(long at) {
        byte[] bytes = "closing".getBytes(StandardCharsets.UTF_8);
        return Pending.broken(at, -1, Pending.ORDERS, "closing", bytes, "bad_framing");
    }
}
