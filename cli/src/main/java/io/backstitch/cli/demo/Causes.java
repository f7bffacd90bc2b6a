package io.backstitch.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.RecordTruth;
import java.util.HashMap;
import java.util.Map;

/** Tells what in the truth an effect goes back to. */
public final class Causes {
    private final Truth truth;
    private final Map<String, RecordTruth> reports = new HashMap<>();

    public Causes(Truth truth) {
        this.truth = truth;
        for (RecordTruth report : truth.records()) {
            if (report.eventId() != null) {
                reports.put(report.eventId(), report);
            }
        }
    }

    /**
     * What an effect goes back to.
     *
     * @param event client event, or null
     * @param orderId order whose order_completed it is, or null
     * @param shopper whose it should be, or {@link Owners#NOBODY} if nothing caused it
     * @param derived made by Backstitch itself
     */
    public record Cause(EventTruth event, String orderId, int shopper, boolean derived) {
        /** Nothing caused it, or it is nobody's. */
        boolean unknown() {
            return shopper == Owners.NOBODY;
        }

        /** Nothing that was ever sent has caused it, or nothing that may have an effect. */
        public boolean invented() {
            return event == null
                    ? unknown()
                    : event.fate() == Fate.FILTERED || event.fate() == Fate.DEAD_LETTER;
        }
    }

    /**
     * @param eventId attribute {@code event_id}, or null
     * @param attributes of the event
     */
    public Cause of(String eventId, JsonNode attributes) {
        String id = eventId == null ? "" : eventId;
        EventTruth event = truth.event(id);
        if (event != null) {
            return new Cause(event, event.orderId(), event.shopper(), false);
        }
        RecordTruth report = reports.get(id);
        if (report != null) {
            boolean placed = "order_completed".equals(report.contractName());
            return new Cause(null, placed ? report.orderId() : null, report.shopper(), false);
        }
        if (id.startsWith("cart_")) {
            Truth.CartTruth cart = truth.cart(attributes.path("cart_id").asText());
            return new Cause(null, null, cart == null ? Owners.NOBODY : cart.shopper(), true);
        }
        // The backend gave this report no id of its own.
        OrderTruth order = truth.order(attributes.path("order_id").asText());
        return order == null
                ? new Cause(null, null, Owners.NOBODY, false)
                : new Cause(null, order.orderId(), order.shopper(), false);
    }
}
