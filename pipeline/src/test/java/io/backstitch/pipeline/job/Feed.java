package io.backstitch.pipeline.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.model.Deed;
import io.backstitch.model.Fact;
import io.backstitch.model.Prices;
import io.backstitch.model.Report;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.Subjects;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import io.backstitch.schemas.wire.OrderStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** Writes the model's reports as mParticle and the order backend would write them. */
final class Feed {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CURRENCY = "EUR";

    private final ConfluentAvroWriter<Order> orders;

    Feed(SchemaRegistry registry) {
        orders = ConfluentAvroWriter.registering(registry, Subjects.ofValue("orders"), Order.class);
    }

    /**
     * @param prefix put before every identifier, so that histories can share a job
     * @param offset unique in the input
     */
    RawRecord record(Report report, String prefix, long offset) throws Exception {
        String topic = report.backend() ? "orders" : "mparticle.batches";
        byte[] value =
                report.backend()
                        ? orders.write(order(report, prefix))
                        : JSON.writeValueAsBytes(batch(report, prefix));
        return new RawRecord(topic, 0, offset, report.arrival(), null, value);
    }

    private static Order order(Report report, String prefix) {
        Deed deed = report.deeds().get(0);
        OrderStatus status =
                switch (deed.kind()) {
                    case ORDER -> OrderStatus.PLACED;
                    case ORDER_UPDATE -> OrderStatus.UPDATED;
                    case REFUND -> OrderStatus.REFUNDED;
                    case CANCEL -> OrderStatus.CANCELLED;
                    default -> throw new IllegalArgumentException("not the backend's: " + deed);
                };
        OrderItem item =
                OrderItem.newBuilder()
                        .setProductId(deed.product())
                        .setQuantity(deed.quantity())
                        .setPriceMinor(Prices.of(deed.product()))
                        .build();
        return Order.newBuilder()
                .setOrderId(id(report, "order_id", prefix))
                .setMessageId(prefix + deed.id())
                .setStatus(status)
                .setOccurredAt(Instant.ofEpochMilli(deed.time()))
                .setCustomerId(id(report, "customer_id", prefix))
                .setEmail(id(report, "email", prefix))
                .setCartId(id(report, "cart_id", prefix))
                .setCurrency(CURRENCY)
                .setRevenueMinor(deed.minor() == null ? 0 : deed.minor())
                .setItems(List.of(item))
                .build();
    }

    /** Times of attributes are the batch's own: it was sent when they were stated. */
    private static ObjectNode batch(Report report, String prefix) throws Exception {
        List<Fact> facts = report.facts();
        long sent = facts.isEmpty() ? report.arrival() : facts.get(0).time();
        ObjectNode batch = JSON.createObjectNode();
        batch.put("mp_deviceid", id(report, "anonymous_id", prefix));
        batch.put("timestamp_unixtime_ms", Long.toString(sent));
        batch.put("environment", "production");
        batch.putObject("device_info").put("platform", "web");
        ArrayNode identities = batch.putArray("user_identities");
        for (String level : List.of("customer_id", "email")) {
            if (report.ids().containsKey(level)) {
                identities
                        .addObject()
                        .put("identity_type", level)
                        .put("identity", id(report, level, prefix));
            }
        }
        ObjectNode attributes = batch.putObject("user_attributes");
        for (Fact fact : facts) {
            if (!fact.name().equals("email")) {
                attributes.set(fact.name(), JSON.readTree(fact.value()));
            }
        }
        ArrayNode events = batch.putArray("events");
        for (Deed deed : report.deeds()) {
            event(events.addObject(), report, deed, prefix);
        }
        if (report.logout() > 0) {
            events.addObject()
                    .put("event_type", "profile")
                    .putObject("data")
                    .put("profile_event_type", "logout")
                    .put("timestamp_unixtime_ms", Long.toString(report.logout()));
        }
        return batch;
    }

    private static void event(ObjectNode event, Report report, Deed deed, String prefix)
            throws Exception {
        ObjectNode data = event.put("event_type", "custom_event").putObject("data");
        data.put(
                "event_name",
                switch (deed.kind()) {
                    case VIEW -> "product_viewed";
                    case ADD -> "add_to_cart";
                    case REMOVE -> "remove_from_cart";
                    case CHECKOUT -> "checkout_started";
                    case ORDER -> "order_completed";
                    default -> throw new IllegalArgumentException("not a client's: " + deed);
                });
        data.put("timestamp_unixtime_ms", Long.toString(deed.time()));
        data.put("source_message_id", prefix + deed.id());
        ObjectNode properties = data.putObject("custom_attributes");
        for (String level : List.of("cart_id", "order_id")) {
            if (report.ids().containsKey(level)) {
                properties.put(level, id(report, level, prefix));
            }
        }
        properties.put("currency", CURRENCY);
        if (deed.minor() != null) {
            properties.put("revenue", decimal(deed.minor()));
        }
        if (deed.kind() == Deed.Kind.VIEW) {
            properties.put("product_id", deed.product());
            return;
        }
        ArrayNode items = JSON.createArrayNode();
        items.addObject()
                .put("product_id", deed.product())
                .put("quantity", deed.quantity())
                .put("price", decimal(Prices.of(deed.product())));
        properties.put("items", JSON.writeValueAsString(items));
    }

    private static String id(Report report, String level, String prefix) {
        String id = report.ids().get(level);
        return id == null ? null : prefix + id;
    }

    private static String decimal(long minor) {
        return BigDecimal.valueOf(minor, 2).toPlainString();
    }
}
