package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.backstitch.pipeline.ingest.OrderMapping.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a mapping file (YAML, so JSON too) and collects everything that is wrong with it. See
 * docs/order-mapping.md.
 */
final class OrderMappingFile {
    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** Events by the words that a mapping file has for them. */
    private static final Map<String, String> EVENTS =
            Map.of(
                    "placed", "order_completed",
                    "updated", "order_updated",
                    "refunded", "order_refunded",
                    "cancelled", "order_cancelled");

    private static final Set<String> REQUIRED = Set.of("order_id", "occurred_at", "currency");

    /** Amounts: decimal or minor units, as the file says. */
    static final List<String> AMOUNTS = List.of("revenue", "discount", "shipping", "tax");

    private static final Set<String> FIELDS =
            Set.of(
                    "order_id",
                    "message_id",
                    "occurred_at",
                    "currency",
                    "refund",
                    "revenue",
                    "discount",
                    "shipping",
                    "tax",
                    "cart_id",
                    "anonymous_id",
                    "customer_id",
                    "email",
                    "phone",
                    "first_name",
                    "last_name");

    private static final Set<String> ITEM_FIELDS =
            Set.of("product_id", "sku", "name", "category", "quantity", "price");

    private static final Set<String> SECTIONS =
            Set.of("format", "money", "status", "items", "properties", "attributes");

    private final List<String> faults = new ArrayList<>();

    private OrderMappingFile() {}

    /** What is wrong with a file, one sentence each. */
    static List<String> faults(Path file) {
        OrderMappingFile reading = new OrderMappingFile();
        reading.read(file);
        return reading.faults;
    }

    /**
     * @throws IllegalArgumentException if something is wrong with it: {@link #faults} was not asked
     */
    static OrderMapping load(Path file) {
        OrderMappingFile reading = new OrderMappingFile();
        OrderMapping mapping = reading.read(file);
        if (!reading.faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", reading.faults));
        }
        return mapping;
    }

    private OrderMapping read(Path file) {
        JsonNode root;
        try {
            root = YAML.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException e) {
            faults.add(
                    "line " + e.getLocation().getLineNr() + ": is not YAML, or names a key twice");
            return null;
        } catch (IOException e) {
            faults.add("cannot be read: " + e.getClass().getSimpleName());
            return null;
        }
        if (root == null || !root.isObject()) {
            faults.add("expected keys with values, such as order_id: order.number");
            return null;
        }
        Set<String> known = new TreeSet<>(FIELDS);
        known.addAll(SECTIONS);
        refuseOthers("", root, known);
        for (String name : new TreeSet<>(REQUIRED)) {
            if (!root.has(name)) {
                faults.add(name + ": is missing; expected where it stands in a record");
            }
        }
        Map<String, MappedField> fields = new LinkedHashMap<>();
        for (String name : new TreeSet<>(FIELDS)) {
            put(fields, name, name, root.get(name));
        }
        JsonNode items = root.get("items");
        return new OrderMapping(
                word(root, "format", "json", "avro").equals("avro"),
                word(root, "money", "decimal", "minor").equals("minor"),
                status(root.get("status")),
                root.path("status").path("other").asText("").equals("ignore"),
                fields,
                list(items),
                lines(items),
                others("properties", root.get("properties")),
                others("attributes", root.get("attributes")));
    }

    private void refuseOthers(String prefix, JsonNode node, Set<String> known) {
        node.fieldNames()
                .forEachRemaining(
                        name -> {
                            if (!known.contains(name)) {
                                faults.add(
                                        prefix
                                                + name
                                                + ": is no key here; expected one of "
                                                + String.join(", ", new TreeSet<>(known)));
                            }
                        });
    }

    /** One of two words; the first if nothing is said. */
    private String word(JsonNode root, String key, String usual, String other) {
        String found = root.has(key) ? root.get(key).asText() : usual;
        if (!found.equals(usual) && !found.equals(other)) {
            faults.add(key + ": '" + found + "', expected " + usual + " or " + other);
        }
        return found;
    }

    private Status status(JsonNode node) {
        if (node == null || !node.isObject()) {
            faults.add(
                    "status: expected what happened to the order: a path and values, or a value"
                            + " that always holds");
            return null;
        }
        refuseOthers("status.", node, Set.of("path", "values", "value", "other"));
        Map<String, String> events = new LinkedHashMap<>();
        node.path("values")
                .fields()
                .forEachRemaining(
                        e -> events.put(e.getKey(), event("status.values", e.getValue())));
        if (node.has("value")) {
            String always = node.get("value").asText();
            events.put(always, event("status.value", node.get("value")));
        }
        if (events.isEmpty()) {
            faults.add("status.values: expected the shop's words, each with one of ours");
        }
        String other = node.path("other").asText("refuse");
        if (!other.equals("refuse") && !other.equals("ignore")) {
            faults.add("status.other: '" + other + "', expected refuse or ignore");
        }
        return new Status(
                field("status", node.has("path") || node.has("value") ? strip(node) : null),
                events);
    }

    /** A status without what only a status has. */
    private static JsonNode strip(JsonNode status) {
        JsonNode field = status.deepCopy();
        ((ObjectNode) field).remove(List.of("values", "other"));
        return field;
    }

    private String event(String key, JsonNode word) {
        String event = EVENTS.get(word.asText());
        if (event == null) {
            faults.add(
                    key
                            + ": '"
                            + word.asText()
                            + "' is nothing that happens to an order; expected one of "
                            + String.join(", ", new TreeSet<>(EVENTS.keySet())));
        }
        return event;
    }

    private MappedField list(JsonNode items) {
        if (items == null) {
            return null;
        }
        if (!items.path("path").isTextual() || !items.has("product_id")) {
            faults.add("items: expected path, and at least product_id within a line");
            return null;
        }
        return field("items.path", items.get("path"));
    }

    private Map<String, MappedField> lines(JsonNode items) {
        Map<String, MappedField> item = new LinkedHashMap<>();
        if (items != null) {
            Set<String> known = new TreeSet<>(ITEM_FIELDS);
            known.add("path");
            refuseOthers("items.", items, known);
            for (String name : new TreeSet<>(ITEM_FIELDS)) {
                put(item, name, "items." + name, items.get(name));
            }
        }
        return item;
    }

    private Map<String, MappedField> others(String section, JsonNode node) {
        Map<String, MappedField> others = new LinkedHashMap<>();
        if (node != null && !node.isObject()) {
            faults.add(section + ": expected names, each with where its value stands");
        } else if (node != null) {
            node.fields()
                    .forEachRemaining(
                            e -> put(others, e.getKey(), section + "." + e.getKey(), e.getValue()));
        }
        return others;
    }

    private void put(Map<String, MappedField> fields, String name, String key, JsonNode node) {
        if (node != null) {
            fields.put(name, field(key, node));
        }
    }

    private MappedField field(String key, JsonNode node) {
        if (node instanceof TextNode path && isPath(path.textValue())) {
            return MappedField.at(path.textValue(), null);
        }
        if (node != null && node.isObject() && (node.has("path") || node.has("value"))) {
            refuseOthers(key + ".", node, Set.of("path", "value"));
            JsonNode value = node.get("value");
            boolean scalar = value == null || value.isValueNode() && !value.isNull();
            boolean path = !node.has("path") || isPath(node.get("path").asText());
            if (scalar && path) {
                return node.has("path")
                        ? MappedField.at(node.get("path").asText(), value)
                        : MappedField.constant(value);
            }
        }
        faults.add(
                key
                        + ": expected where it stands, such as order.customer.id, or path and value:"
                        + " the value where nothing stands there");
        return null;
    }

    private static boolean isPath(String text) {
        return !text.isBlank() && !text.startsWith(".") && !text.endsWith(".");
    }
}
