package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.schemas.contract.Names;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A message of Segment or RudderStack: reads what is asked for out of the tree. */
final class SegmentMessage {
    private final JsonNode root;
    private final JsonNode context;

    SegmentMessage(JsonNode root) {
        this.root = root;
        this.context = root.path("context");
    }

    JsonNode root() {
        return root;
    }

    /** Its {@code type}, or {@code unknown}. */
    String type() {
        return text(root, "type", "unknown").toLowerCase(Locale.ROOT);
    }

    /** The event's, page's or screen's name; null for a track without one. */
    String name() {
        return switch (type()) {
            case "track" -> text(root, "event", null);
            case "page", "screen" -> {
                String own = text(root, "name", text(root.path("properties"), "name", null));
                yield own == null ? text(root, "category", type()) : own;
            }
            default -> type();
        };
    }

    /**
     * What it says about the event. Segment's {@code revenue} lacks shipping and tax, which the
     * buyer pays too; where an order states a {@code total}, that counts.
     */
    JsonNode properties() {
        JsonNode properties = root.path("properties");
        if (!properties.isObject()) {
            return JsonNodeFactory.instance.objectNode();
        }
        boolean order = Names.fold(String.valueOf(name())).contains("order");
        if (!order
                || SourceValues.absent(properties.get("total"))
                || properties.get("revenue") == null) {
            return properties;
        }
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : properties.properties()) {
            if (!property.getKey().equals("revenue")) {
                copy.set(property.getKey(), property.getValue());
            }
        }
        return copy;
    }

    /** What it says about its person: its own traits before those of its context. */
    ObjectNode traits() {
        ObjectNode traits = JsonNodeFactory.instance.objectNode();
        for (JsonNode stated : List.of(context.path("traits"), root.path("traits"))) {
            for (Map.Entry<String, JsonNode> trait : stated.properties()) {
                if (!SourceValues.absent(trait.getValue())) {
                    traits.set(trait.getKey(), trait.getValue());
                }
            }
        }
        return traits;
    }

    /** Whose feed it came from, or null. */
    String feed() {
        String integration = text(context.path("integration"), "name", null);
        return integration == null ? text(context.path("library"), "name", null) : integration;
    }

    /** Two letters of a country, or null. */
    String region() {
        String country = text(traits().path("address"), "country", null);
        if (country == null || country.length() != 2) {
            country = text(context.path("location"), "country", null);
        }
        if (country != null && country.length() == 2) {
            return country;
        }
        String locale = text(context, "locale", "");
        boolean named = locale.length() == 5 && "-_".indexOf(locale.charAt(2)) >= 0;
        return named ? locale.substring(3) : null;
    }

    /** {@code web}, {@code app} or {@code backend}. */
    String platform() {
        switch (text(root, "channel", "").toLowerCase(Locale.ROOT)) {
            case "web", "browser", "client" -> {
                return "web";
            }
            case "mobile" -> {
                return "app";
            }
            case "server", "sources", "http" -> {
                return "backend";
            }
            default -> {
                // Not stated: what wrote it tells.
            }
        }
        String device = text(context.path("device"), "type", "").toLowerCase(Locale.ROOT);
        if (device.equals("ios") || device.equals("android")) {
            return "app";
        }
        boolean page = context.path("page").isObject();
        boolean script = text(context.path("library"), "name", "").contains(".js");
        return page || script ? "web" : "backend";
    }

    /**
     * The source's message id, else a hash of what the source wrote: without what its servers add,
     * which changes when the same message is sent again.
     */
    String id(Normaliser normaliser) {
        String id = normaliser.messageId(root.get("messageId"));
        if (id != null) {
            return id;
        }
        ObjectNode content = ((ObjectNode) root).deepCopy();
        content.remove(List.of("messageId", "sentAt", "receivedAt", "request_ip", "rudderId"));
        if (!SourceValues.absent(root.get("originalTimestamp"))) {
            content.remove("timestamp");
        }
        return Digest.of(Json.canonical(content), SegmentReader.SOURCE);
    }

    static String text(JsonNode object, String field, String otherwise) {
        JsonNode value = object.get(field);
        return value != null && value.isTextual() && !value.textValue().isBlank()
                ? value.textValue().strip()
                : otherwise;
    }
}
