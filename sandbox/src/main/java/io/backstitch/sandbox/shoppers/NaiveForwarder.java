package io.backstitch.sandbox.shoppers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import io.backstitch.schemas.wire.OrderStatus;
import java.math.BigDecimal;
import java.util.Iterator;

/**
 * Forwards the same records the way the toggle integration is documented: only users with a
 * customer id or an email (the id preferred), only custom and screen events, names trimmed and
 * spaces replaced by {@code _}, all user attributes as they are, no event ids. Beside it the order
 * backend posts {@code order_completed} by itself, retries included. To be fair, it forwards
 * neither development batches nor Customer.io's own feed, and it never loses or reorders anything.
 */
public final class NaiveForwarder {
    private final NaivePoster poster;
    private long forwarded;
    private long withoutId;
    private long notForwarded;

    private NaiveForwarder(NaivePoster poster) {
        this.poster = poster;
    }

    /**
     * What was done.
     *
     * @param events events posted, orders included
     * @param withoutId events of users without customer id or email: never forwarded
     * @param otherEvents events of types that are not forwarded, commerce events among them
     * @param refused requests that Customer.io did not answer with 200
     */
    public record Report(long events, long withoutId, long otherEvents, long refused) {}

    /**
     * Forwards everything; returns when the last request has been answered.
     *
     * @param records in order of arrival; clock records are left out
     * @param target where and as whom to post
     */
    public static Report forward(Iterator<SimulatedRecord> records, NaiveTarget target) {
        try (NaivePoster poster = new NaivePoster(target)) {
            NaiveForwarder forwarder = new NaiveForwarder(poster);
            while (records.hasNext()) {
                SimulatedRecord next = records.next();
                if (next.onlyForTheClock()) {
                    continue;
                }
                if (next.isOrder()) {
                    forwarder.order(next.order(), next.kafkaTime());
                } else if (next.topic().equals(Simulation.BATCHES_TOPIC)) {
                    forwarder.batch(next.value(), next.kafkaTime());
                }
            }
            long refused = poster.finish();
            return new Report(
                    forwarder.forwarded, forwarder.withoutId, forwarder.notForwarded, refused);
        }
    }

    private void batch(byte[] json, long receivedAt) {
        JsonNode batch = NaivePoster.parse(json);
        if (batch == null || !batch.isObject() || !fromShop(batch)) {
            return;
        }
        String id = identity(batch, "customer_id");
        String email = identity(batch, "email");
        String user = id != null ? id : email;
        if (user == null) {
            withoutId += batch.get("events").size();
            return;
        }
        ObjectNode attributes = batch.get("user_attributes").deepCopy();
        if (email != null) {
            attributes.put("email", email);
        }
        poster.identify(user, attributes, receivedAt);
        for (JsonNode event : batch.get("events")) {
            event(user, event, receivedAt);
        }
    }

    private void event(String user, JsonNode event, long receivedAt) {
        JsonNode data = event.get("data");
        String name =
                switch (event.get("event_type").asText()) {
                    case "custom_event" -> data.get("event_name").asText();
                    case "screen_view" -> data.get("screen_name").asText();
                    default -> null;
                };
        if (name == null) {
            notForwarded++;
            return;
        }
        forwarded++;
        JsonNode custom = data.get("custom_attributes");
        ObjectNode attributes =
                custom == null ? NaivePoster.object() : (ObjectNode) custom.deepCopy();
        poster.event(
                user,
                name.strip().replace(' ', '_'),
                data.get("timestamp_unixtime_ms").asLong() / 1000,
                attributes,
                receivedAt);
    }

    private void order(Order order, long receivedAt) {
        if (order.getStatus() != OrderStatus.PLACED) {
            return;
        }
        String user = order.getCustomerId() != null ? order.getCustomerId() : order.getEmail();
        ObjectNode data = NaivePoster.object();
        data.put("order_id", order.getOrderId());
        data.put("revenue", BigDecimal.valueOf(order.getRevenueMinor(), 2));
        data.put("currency", order.getCurrency());
        for (OrderItem item : order.getItems()) {
            ObjectNode line = data.withArray("items").addObject();
            line.put("product_id", item.getProductId());
            line.put("name", item.getName());
            line.put("quantity", item.getQuantity());
            line.put("price", BigDecimal.valueOf(item.getPriceMinor(), 2));
        }
        forwarded++;
        long placed = order.getOccurredAt().getEpochSecond();
        poster.event(user, "order_completed", placed, data, receivedAt);
    }

    private static boolean fromShop(JsonNode batch) {
        return batch.path("environment").asText().equals("production")
                && !batch.at("/source_info/channel").asText().equals("partner");
    }

    private static String identity(JsonNode batch, String type) {
        for (JsonNode identity : batch.get("user_identities")) {
            if (identity.path("identity_type").asText().equals(type)) {
                String value = identity.path("identity").asText().strip();
                return value.isEmpty() ? null : value;
            }
        }
        return null;
    }
}
