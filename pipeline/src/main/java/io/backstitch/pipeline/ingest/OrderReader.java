package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.ingest.RecordOutput.SourceFacts;
import io.backstitch.pipeline.normalise.Money;
import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceEvent;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.schemas.registry.ConfluentAvroReader;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.UnreadableRecordException;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads one order record: one event, with the attributes of the buyer. */
final class OrderReader implements Format {
    static final String SOURCE = "orders";
    private static final String PLATFORM = "backend";
    private static final String CUSTOMER = "customer_id";
    private static final int RANK = 2;

    private final List<String> levels;
    private final Normaliser normaliser;
    private final ConfluentAvroReader<Order> avro;
    private final long tolerance;

    OrderReader(Formats.Tools tools) {
        this.levels = tools.levels();
        this.normaliser = tools.normaliser();
        this.avro = new ConfluentAvroReader<>(tools.registry(), Order.class);
        this.tolerance = tools.options().get(IngestOptions.CLOCK_TOLERANCE).toMillis();
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
        read(order, out);
    }

    private void read(Order order, RecordOutput out) {
        byte[] json = order.toString().getBytes(StandardCharsets.UTF_8);
        long stated = order.getOccurredAt().toEpochMilli();
        long raw = SourceValues.plausible(stated) ? stated : out.record().timestamp();
        long time = Math.min(raw, out.record().timestamp() + tolerance);
        String id = normaliser.messageId(order.getMessageId());
        if (id == null) {
            id = Digest.of(json, SOURCE);
        }
        String name = name(order);
        SourceFacts facts = new SourceFacts(0, id, name, time, PLATFORM);
        if (stated != 0 && !SourceValues.plausible(stated)) {
            String detail = "expected epoch milliseconds between 1970 and 9999";
            out.refuseRecord(
                    facts, new Normalised.Refused("wrong_type", "occurred_at", detail), json);
            return;
        }
        Normalised result =
                normaliser.event(
                        new SourceEvent(
                                id, name, false, time, raw, List.of(properties(order)), null));
        if (result instanceof Normalised.Accepted accepted) {
            Bundler bundler = new Bundler(levels, out, PLATFORM, null, null, RANK);
            Ids ids = ids(order);
            bundler.add(ids, accepted.ids(), accepted.event(), true);
            bundler.finish(ids, profile(order, time), time);
            if (out.bundles().isEmpty()) {
                out.poison("no_identifier", "expected an identifier of a configured level");
            }
        } else if (result instanceof Normalised.Filtered filtered) {
            out.filter(facts, filtered.reason());
        } else {
            out.refuseRecord(facts, (Normalised.Refused) result, json);
        }
    }

    private static String name(Order order) {
        return switch (order.getStatus()) {
            case PLACED -> "order_completed";
            case UPDATED -> "order_updated";
            case REFUNDED -> "order_refunded";
            case CANCELLED -> "order_cancelled";
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

    private Ids ids(Order order) {
        Ids ids = Ids.NONE;
        for (String level : levels) {
            String value =
                    switch (level) {
                        case "anonymous_id" -> order.getAnonymousId();
                        case "email" -> order.getEmail();
                        case CUSTOMER -> order.getCustomerId();
                        default -> null;
                    };
            ids = ids.with(level, normaliser.identifier(level, value));
        }
        return ids;
    }

    private List<Attribute> profile(Order order, long time) {
        ObjectNode attributes = JsonNodeFactory.instance.objectNode();
        attributes.put("email", order.getEmail());
        attributes.put("phone", order.getPhone());
        attributes.put("first_name", order.getFirstName());
        attributes.put("last_name", order.getLastName());
        List<Attribute> profile = normaliser.profile(attributes, null, null, time, RANK);
        String customer = normaliser.identifier(CUSTOMER, order.getCustomerId());
        if (customer != null && !levels.contains(CUSTOMER)) {
            profile.add(Bundler.attribute(CUSTOMER, customer, time, RANK));
        }
        return profile;
    }
}
