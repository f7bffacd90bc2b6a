package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.normalise.Money;
import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.schemas.registry.ConfluentAvroReader;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.UnreadableRecordException;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import io.backstitch.schemas.wire.OrderStatus;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Reads one order record: one event, with the attributes of the buyer. */
final class OrderReader implements Format {
    static final String SOURCE = "orders";

    private final ConfluentAvroReader<Order> avro;
    private final OrderReports reports;

    OrderReader(Formats.Tools tools) {
        this.avro = new ConfluentAvroReader<>(tools.registry(), Order.class);
        this.reports = new OrderReports(tools);
    }

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public void read(RecordOutput out) throws RegistryUnavailableException {
        Order order;
        try {
            order = avro.read(out.record().value());
        } catch (UnreadableRecordException e) {
            out.poison(e.reason().word(), e.getMessage());
            return;
        } catch (RuntimeException e) {
            // Avro answers some broken lengths with exceptions of its own.
            out.poison("undecodable", "not readable as an Order: " + e.getClass().getName());
            return;
        }
        OrderReport report =
                new OrderReport(
                        order.getMessageId(),
                        name(order),
                        order.getOccurredAt().toEpochMilli(),
                        properties(order),
                        identifiers(order),
                        attributes(order),
                        order.toString().getBytes(StandardCharsets.UTF_8));
        if (order.getStatus() == OrderStatus.UNKNOWN) {
            String detail = "expected one of PLACED, UPDATED, REFUNDED, CANCELLED";
            reports.refuse(report, out, new Normalised.Refused("wrong_type", "status", detail));
        } else {
            reports.read(report, out);
        }
    }

    private static String name(Order order) {
        return switch (order.getStatus()) {
            case PLACED -> "order_completed";
            case UPDATED -> "order_updated";
            case REFUNDED -> "order_refunded";
            case CANCELLED -> "order_cancelled";
            case UNKNOWN -> "order";
        };
    }

    /** In the contract's words; the normaliser checks them like any source's. */
    private static ObjectNode properties(Order order) {
        String currency =
                order.getCurrency().isBlank() ? null : Money.currency(order.getCurrency());
        ObjectNode properties = JsonNodeFactory.instance.objectNode();
        properties.put("order_id", order.getOrderId());
        properties.put("cart_id", order.getCartId());
        ArrayNode items = properties.putArray("items");
        for (OrderItem line : order.getItems()) {
            ObjectNode item = items.addObject();
            item.put("product_id", line.getProductId());
            item.put("sku", line.getSku());
            item.put("name", line.getName());
            item.put("category", line.getCategory());
            item.put("quantity", line.getQuantity());
            item.put("price", Money.decimal(line.getPriceMinor(), currency));
        }
        switch (order.getStatus()) {
            case REFUNDED ->
                    properties.put("amount", Money.decimal(order.getRevenueMinor(), currency));
            case CANCELLED ->
                    properties.put("revenue", Money.decimal(order.getRevenueMinor(), currency));
            default -> {
                properties.put("revenue", Money.decimal(order.getRevenueMinor(), currency));
                properties.put("discount", Money.decimal(order.getDiscountMinor(), currency));
                properties.put("shipping", Money.decimal(order.getShippingMinor(), currency));
                properties.put("tax", Money.decimal(order.getTaxMinor(), currency));
            }
        }
        properties.put("currency", order.getCurrency());
        return properties;
    }

    private static Map<String, String> identifiers(Order order) {
        Map<String, String> identifiers = new HashMap<>();
        identifiers.put("anonymous_id", order.getAnonymousId());
        identifiers.put("email", order.getEmail());
        identifiers.put("customer_id", order.getCustomerId());
        return identifiers;
    }

    private static ObjectNode attributes(Order order) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        attributes.put("email", order.getEmail());
        attributes.put("phone", order.getPhone());
        attributes.put("first_name", order.getFirstName());
        attributes.put("last_name", order.getLastName());
        return attributes;
    }
}
