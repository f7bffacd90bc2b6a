package io.backstitch.sandbox.shoppers;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records that let the clock of every partition run on after the last shopper, so that all
 * deadlines pass: for batches an event-less one of an anonymous device, for orders a late retry of
 * an order the partition has seen (or, if it has seen none, an unreadable record).
 */
final class Closing {
    private static final long HOUR = 3_600_000;

    private final SimulationOptions options;
    private final Rng rng;
    private final Pending[] seen;
    private final Map<Pending, Integer> partitions = new IdentityHashMap<>();

    Closing(SimulationOptions options, Rng rng) {
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

    /** Two per partition and topic: one hour, then four hours after everything must be settled. */
    List<Pending> records(long lastArrival) {
        List<Pending> records = new ArrayList<>();
        for (long hours : new long[] {1, 4}) {
            long at = lastArrival + options.holdDeadline() + hours * HOUR;
            for (int partition = 0; partition < options.partitions(); partition++) {
                add(records, batch(at), partition);
                add(records, order(partition, at), partition);
            }
        }
        return records;
    }

    /** The partition of a closing record, -1 for any other. */
    int partition(Pending pending) {
        return partitions.getOrDefault(pending, -1);
    }

    private void add(List<Pending> records, Pending pending, int partition) {
        records.add(pending);
        partitions.put(pending, partition);
    }

    private Pending batch(long at) {
        Device device = new Device(rng.uuid(), false, false, at, rng.id64());
        Batch batch =
                new Batch(
                        device,
                        device.mpid,
                        Who.NOBODY,
                        null,
                        null,
                        List.of(),
                        at,
                        at - 1500,
                        rng.id64(),
                        rng.uuid(),
                        false,
                        Batch.Origin.CLOSING);
        return Pending.batch(batch, -1).closing();
    }

    private Pending order(int partition, long at) {
        if (seen[partition] == null) {
            byte[] nothing = "closing".getBytes(StandardCharsets.UTF_8);
            return Pending.broken(at, -1, Pending.ORDERS, "closing", nothing, "bad_framing")
                    .closing();
        }
        OrderReport retry = seen[partition].report().arriving(at);
        return Pending.order(retry, seen[partition].shopper(), Fate.DUPLICATE).closing();
    }
}
