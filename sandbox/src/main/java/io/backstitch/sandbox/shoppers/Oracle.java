package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells for one shopper, from all that ever arrives, what is known when: the plain reading of the
 * rules at {@link Fate}, without any of a pipeline's machinery. A shopper shares no identifier with
 * another, so the only question is when somebody becomes known, never who.
 */
final class Oracle {
    private static final long SURE = 2 * 3_600_000L;
    private static final long NEVER = Long.MAX_VALUE;

    private final SimulationOptions options;
    private final List<Batch> batches;
    private final List<OrderReport> reports;
    private final Map<String, Long> known = new HashMap<>();
    private final Map<String, Batch> firstBatch = new LinkedHashMap<>();
    private final Map<String, List<Long>> arrivals = new HashMap<>();

    Oracle(SimulationOptions options, List<Batch> batches, List<OrderReport> reports) {
        this.options = options;
        this.batches = new ArrayList<>(batches);
        this.batches.sort(Comparator.comparingLong(Batch::arrival));
        this.reports = new ArrayList<>(reports);
        this.reports.sort(Comparator.comparingLong(OrderReport::arrival));
        learnAsserted();
        learnThroughDevices();
    }

    List<OrderReport> reports() {
        return reports;
    }

    /** When the cart's person became known, or 0. */
    long cartKnown(String cartId) {
        long at = knownAt("k:" + cartId);
        return at == NEVER ? 0 : at;
    }

    /** Truth about each client event, in order of first arrival. */
    List<EventTruth> events(int shopper) {
        List<EventTruth> result = new ArrayList<>();
        for (Batch batch : batches) {
            for (ClientEvent event : batch.events()) {
                if (firstBatch.get(event.messageId()) == batch) {
                    result.add(judge(shopper, batch, event));
                }
            }
        }
        return result;
    }

    private EventTruth judge(int shopper, Batch batch, ClientEvent event) {
        long arrival = batch.arrival();
        Fate fate;
        String reason = null;
        long at = 0;
        if (event.verdict() != null) {
            fate = event.verdict().fate();
            reason = event.verdict().reason();
        } else {
            at = Math.max(arrival, eventKnown(batch, event));
            if (at != NEVER && at > event.time() + options.holdDeadline() - 2 * SURE) {
                if (at < event.time() + options.holdDeadline() + SURE && at > arrival) {
                    throw new IllegalStateException(
                            "too near the window's end: " + event.messageId());
                }
                at = at > arrival ? NEVER : at;
            }
            fate = at == NEVER ? Fate.DELIVERED_ANONYMOUS : Fate.DELIVERED;
            at = at == NEVER ? 0 : at;
        }
        Device device = batch.device();
        return new EventTruth(
                event.messageId(),
                event.contractName(),
                batch.origin() == Batch.Origin.DEVELOPMENT ? -1 : shopper,
                event.time(),
                List.copyOf(arrivals.get(event.messageId())),
                device == null ? null : device.platform(),
                device == null ? null : device.anonymousId(batch.mpid()),
                at,
                batch.who().known(),
                fate == Fate.DELIVERED && at > arrival,
                fate,
                reason,
                event.verdict() == null ? plainOrderId(event.orderId()) : null,
                event.cartId());
    }

    /** When the person of a client's event became known; an order's or cart's event waits there. */
    long eventKnown(Batch batch, ClientEvent event) {
        if (batch.who().known()) {
            return batch.arrival();
        }
        long device = knownAt("a:" + batch.device().anonymousId(batch.mpid()));
        if (event.orderId() != null) {
            return Math.min(device, knownAt("o:" + plainOrderId(event.orderId())));
        }
        return event.cartId() == null ? device : Math.min(device, knownAt("k:" + event.cartId()));
    }

    /** When the first report of an order reached the ledger of its person. */
    long orderKnown(String orderId) {
        long first = NEVER;
        for (OrderReport report : reports) {
            if (report.orderId().equals(orderId)) {
                first = Math.min(first, report.arrival());
            }
        }
        for (Batch batch : firstBatch.values()) {
            for (ClientEvent event : batch.events()) {
                if (event.verdict() == null && orderId.equals(plainOrderId(event.orderId()))) {
                    first = Math.min(first, Math.max(batch.arrival(), eventKnown(batch, event)));
                }
            }
        }
        return first;
    }

    private void learnAsserted() {
        for (Batch batch : batches) {
            for (ClientEvent event : batch.events()) {
                firstBatch.putIfAbsent(event.messageId(), batch);
                arrivals.computeIfAbsent(event.messageId(), id -> new ArrayList<>())
                        .add(batch.arrival());
            }
            if (batch.origin() != Batch.Origin.SHOP || !batch.who().known()) {
                continue;
            }
            learn("a:" + batch.device().anonymousId(batch.mpid()), batch.arrival());
            for (ClientEvent event : batch.events()) {
                learnTransient(event, batch.arrival());
            }
        }
        for (OrderReport report : reports) {
            learn("o:" + report.orderId(), report.arrival());
            if (report.cartId() != null) {
                learn("k:" + report.cartId(), report.arrival());
            }
            if (report.anonymousId() != null) {
                learn("a:" + report.anonymousId(), report.arrival());
            }
        }
    }

    private void learnThroughDevices() {
        for (Batch batch : batches) {
            if (batch.origin() != Batch.Origin.SHOP) {
                continue;
            }
            long device = knownAt("a:" + batch.device().anonymousId(batch.mpid()));
            if (device != NEVER) {
                for (ClientEvent event : batch.events()) {
                    learnTransient(event, Math.max(device, batch.arrival()));
                }
            }
        }
    }

    private void learnTransient(ClientEvent event, long at) {
        if (event.verdict() != null) {
            return;
        }
        if (event.cartId() != null) {
            learn("k:" + event.cartId(), at);
        }
        if (event.orderId() != null) {
            learn("o:" + plainOrderId(event.orderId()), at);
        }
    }

    private void learn(String key, long at) {
        known.merge(key, at, Math::min);
    }

    private long knownAt(String key) {
        return known.getOrDefault(key, NEVER);
    }

    static String plainOrderId(String spelled) {
        return spelled == null || !spelled.startsWith("#") ? spelled : spelled.substring(1);
    }
}
