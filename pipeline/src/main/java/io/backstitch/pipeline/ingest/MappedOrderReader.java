package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.normalise.Money;
import io.backstitch.pipeline.normalise.Normalised;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.schemas.registry.ConfluentAvroReader;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.UnreadableRecordException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * Reads a shop's own order records, JSON or Avro, by a mapping file. Without a message id a report
 * is known by what is read of it, so that a retry with another envelope is the same report.
 */
final class MappedOrderReader implements Format {
    private static final String ORDER_ID = "order_id";
    private static final List<String> IDENTIFIERS = List.of("anonymous_id", "email", "customer_id");
    private static final List<String> BUYER = List.of("email", "phone", "first_name", "last_name");

    private final OrderMapping mapping;
    private final ConfluentAvroReader<GenericRecord> avro;
    private final OrderReports reports;

    MappedOrderReader(Formats.Tools tools, OrderMapping mapping) {
        this.mapping = mapping;
        this.avro = mapping.avro() ? ConfluentAvroReader.ofAny(tools.registry()) : null;
        this.reports = new OrderReports(tools);
    }

    @Override
    public String source() {
        return OrderReader.SOURCE;
    }

    @Override
    public void read(RecordOutput out) throws RegistryUnavailableException {
        JsonNode record = mapping.avro() ? avro(out) : JsonRecord.object(out, "one order");
        if (record != null) {
            new Reading(record).run(out);
        }
    }

    private JsonNode avro(RecordOutput out) throws RegistryUnavailableException {
        try {
            return AvroTree.of(avro.read(out.record().value()));
        } catch (UnreadableRecordException e) {
            out.poison(e.reason().word(), e.getMessage());
        } catch (RuntimeException e) {
            // Avro answers some broken lengths with exceptions of its own.
            out.poison("undecodable", "not readable as Avro: " + e.getClass().getName());
        }
        return null;
    }

    /** The reading of one record. */
    private final class Reading {
        private final JsonNode record;
        private final String currency;

        /** The first thing that is no amount, or null. */
        private String broken;

        Reading(JsonNode record) {
            this.record = record;
            String stated = text("currency");
            this.currency = stated == null ? null : Money.currency(stated);
        }

        void run(RecordOutput out) {
            String word = SourceValues.idText(mapping.status().field().in(record));
            String event = word == null ? null : mapping.status().events().get(word);
            OrderReport report = report(event == null ? "order" : event);
            if (event == null && mapping.ignoreOther()) {
                reports.filter(report, out, "order_status");
            } else if (event == null) {
                reports.refuse(report, out, unknownStatus(word));
            } else if (broken != null) {
                String detail = "expected an amount in minor units, a whole number";
                reports.refuse(report, out, new Normalised.Refused("wrong_type", broken, detail));
            } else {
                reports.read(report, out);
            }
        }

        private Normalised.Refused unknownStatus(String word) {
            return new Normalised.Refused(
                    word == null ? "missing_property" : "wrong_type",
                    mapping.status().field().text(),
                    "expected one of the words under status.values of the mapping file");
        }

        private OrderReport report(String event) {
            Map<String, String> identifiers = new HashMap<>();
            for (String level : IDENTIFIERS) {
                identifiers.put(level, text(level));
            }
            ObjectNode attributes = JsonNodeFactory.instance.objectNode();
            for (String name : BUYER) {
                set(attributes, name, mapping.field(name), record);
            }
            mapping.attributes().forEach((name, at) -> set(attributes, name, at, record));
            ObjectNode properties = properties(event);
            long stated = SourceValues.time(value("occurred_at"));
            ObjectNode seen = JsonNodeFactory.instance.objectNode();
            seen.put("event", event);
            seen.put("occurred_at", stated);
            seen.set("properties", properties);
            seen.put("anonymous_id", identifiers.get("anonymous_id"));
            seen.put("customer_id", identifiers.get("customer_id"));
            seen.set("attributes", attributes);
            return new OrderReport(
                    text("message_id"),
                    event,
                    stated == SourceValues.NO_TIME ? 0 : stated,
                    properties,
                    identifiers,
                    attributes,
                    Json.bytes(seen));
        }

        private ObjectNode properties(String event) {
            ObjectNode properties = JsonNodeFactory.instance.objectNode();
            mapping.properties().forEach((name, at) -> set(properties, name, at, record));
            properties.put(ORDER_ID, text(ORDER_ID));
            properties.put("cart_id", text("cart_id"));
            properties.put("currency", text("currency"));
            switch (event) {
                case "order_refunded" -> {
                    boolean own = mapping.field("refund") != null;
                    amount(properties, "amount", mapping.field(own ? "refund" : "revenue"), record);
                }
                case "order_cancelled" ->
                        amount(properties, "revenue", mapping.field("revenue"), record);
                default -> {
                    for (String name : OrderMappingFile.AMOUNTS) {
                        amount(properties, name, mapping.field(name), record);
                    }
                }
            }
            items(properties);
            return properties;
        }

        private void items(ObjectNode properties) {
            JsonNode lines = mapping.items() == null ? null : mapping.items().in(record);
            if (lines == null) {
                return;
            }
            if (lines.isObject()) {
                lines = JsonNodeFactory.instance.arrayNode().add(lines);
            }
            if (!lines.isArray()) {
                // Not a list of lines: the contract's check says so.
                properties.set("items", lines);
                return;
            }
            ArrayNode items = properties.putArray("items");
            for (JsonNode line : lines) {
                ObjectNode item = items.addObject();
                mapping.item()
                        .forEach(
                                (name, at) -> {
                                    if (name.equals("price")) {
                                        amount(item, name, at, line);
                                    } else {
                                        set(item, name, at, line);
                                    }
                                });
            }
        }

        private void amount(ObjectNode into, String name, MappedField at, JsonNode from) {
            JsonNode value = at == null ? null : at.in(from);
            if (!mapping.minor() || SourceValues.absent(value)) {
                set(into, name, at, from);
                return;
            }
            BigDecimal minor = SourceValues.number(value);
            if (minor == null || minor.scale() > 0 || minor.precision() > 18) {
                broken = broken == null ? name : broken;
            } else {
                into.put(name, Money.decimal(minor.longValueExact(), currency));
            }
        }

        private void set(ObjectNode into, String name, MappedField at, JsonNode from) {
            JsonNode value = at == null ? null : at.in(from);
            if (value != null) {
                into.set(name, value);
            }
        }

        private String text(String name) {
            return SourceValues.idText(value(name));
        }

        private JsonNode value(String name) {
            MappedField at = mapping.field(name);
            return at == null ? null : at.in(record);
        }
    }
}
