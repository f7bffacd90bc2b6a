package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.BundleSerializer;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Fields;
import io.backstitch.pipeline.record.Origin;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Clients' reports that wait for the backend's: at most one per order. */
final class WaitingOrders {
    private final TreeMap<String, Waiting> byOrder = new TreeMap<>();
    private final BundleSerializer bundles = new BundleSerializer();

    /**
     * A report that waits.
     *
     * @param bundle where it came from, with this one event
     * @param cartId the cart that it bought, or null
     * @param until pipeline time at which it goes without the backend
     */
    record Waiting(Bundle bundle, String cartId, long until) {
        Event event() {
            return bundle.events().get(0);
        }

        String orderId() {
            return event().commerce().orderId();
        }
    }

    void add(Bundle bundle, Event event, String cartId, long until) {
        Bundle alone =
                bundle.withEvents(List.of(event))
                        .withProfile(List.of())
                        .awaiting(List.of(), List.of());
        byOrder.put(event.commerce().orderId(), new Waiting(alone, cartId, until));
    }

    /** The report that waits for this order, no longer; or null. */
    Waiting take(String orderId) {
        return byOrder.remove(orderId);
    }

    void forEach(Consumer<Origin> origins) {
        for (Waiting waiting : byOrder.values()) {
            origins.accept(waiting.bundle().origin());
        }
    }

    /** When the next one goes, or the greatest long. */
    long nextDeadline() {
        long next = Long.MAX_VALUE;
        for (Waiting waiting : byOrder.values()) {
            next = Math.min(next, waiting.until());
        }
        return next;
    }

    /** Those that have waited long enough at {@code now}, by deadline. */
    List<Waiting> takeDue(long now) {
        List<Waiting> due = new ArrayList<>();
        for (Waiting waiting : byOrder.values()) {
            if (waiting.until() <= now) {
                due.add(waiting);
            }
        }
        due.sort(Comparator.comparingLong(Waiting::until).thenComparing(Waiting::orderId));
        due.forEach(waiting -> byOrder.remove(waiting.orderId()));
        return due;
    }

    /**
     * Takes over what waits in another ledger.
     *
     * @param orders those of both
     * @return reports that no longer have to wait: the order was announced, or two waited for it
     */
    List<Waiting> absorb(WaitingOrders other, Orders orders) {
        List<Waiting> obsolete = new ArrayList<>();
        for (Map.Entry<String, Waiting> each : other.byOrder.entrySet()) {
            Waiting mine = byOrder.get(each.getKey());
            if (mine == null || each.getValue().until() < mine.until()) {
                byOrder.put(each.getKey(), each.getValue());
                if (mine != null) {
                    obsolete.add(mine);
                }
            } else {
                obsolete.add(each.getValue());
            }
        }
        byOrder.values()
                .removeIf(
                        waiting -> {
                            OrderState order = orders.get(waiting.orderId());
                            boolean announced = order != null && order.announced;
                            if (announced) {
                                obsolete.add(waiting);
                            }
                            return announced;
                        });
        return obsolete;
    }

    void write(DataOutputView out) throws IOException {
        Fields.writeVarInt(byOrder.size(), out);
        for (Waiting waiting : byOrder.values()) {
            bundles.serialize(waiting.bundle(), out);
            Fields.writeText(waiting.cartId(), out);
            out.writeLong(waiting.until());
        }
    }

    void read(DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            Waiting waiting =
                    new Waiting(bundles.deserialize(in), Fields.readText(in), in.readLong());
            byOrder.put(waiting.orderId(), waiting);
        }
    }
}
