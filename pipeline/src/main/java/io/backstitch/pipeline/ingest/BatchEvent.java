package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.normalise.SourceValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One element of a batch's {@code events}, taken apart but not judged.
 *
 * @param index position in the batch
 * @param node the element as it came
 * @param data its {@code data}, or an empty object
 * @param type its {@code event_type}, or {@code unknown}
 * @param name name for the normaliser; null for operational events
 * @param screen true for a screen view
 * @param properties property objects, the more trustworthy first
 * @param stated time as stated; {@link SourceValues#NO_TIME} or {@link SourceValues#BROKEN_TIME}
 * @param wellFormed false if it is no object with {@code data}
 * @param leftOut why it does not go on whatever it holds, or null
 */
record BatchEvent(
        int index,
        JsonNode node,
        JsonNode data,
        String type,
        String name,
        boolean screen,
        List<JsonNode> properties,
        long stated,
        boolean wellFormed,
        String leftOut) {

    private static final Set<String> OPERATIONAL =
            Set.of(
                    "session_start",
                    "session_end",
                    "application_state_transition",
                    "breadcrumb",
                    "crash_report",
                    "network_performance",
                    "push_registration",
                    "push_message",
                    "push_reaction",
                    "opt_out",
                    "first_run",
                    "pre_attribution",
                    "profile",
                    "uninstall",
                    "user_attribute_change",
                    "user_identity_change",
                    "validation_result");

    /** Product actions that most shops plan nothing for. */
    private static final Set<String> MINOR =
            Set.of(
                    "commerce:click",
                    "commerce:checkout_option",
                    "commerce:impression",
                    "commerce:promotion_view",
                    "commerce:promotion_click",
                    "commerce:add_to_wishlist",
                    "commerce:remove_from_wish_list",
                    "commerce:remove_from_wishlist");

    private static final String CUSTOM = "custom_attributes";
    private static final String FEED = "mParticle Source Feed";

    static BatchEvent of(int index, JsonNode node) {
        JsonNode data = node.path("data");
        JsonNode typeNode = node.path("event_type");
        boolean wellFormed = data.isObject() && (typeNode.isTextual() || named(data));
        if (!data.isObject()) {
            data = JsonNodeFactory.instance.objectNode();
        }
        String type = typeNode.isTextual() ? typeNode.textValue().strip() : "unknown";
        String name = name(type, data);
        return new BatchEvent(
                index,
                node,
                data,
                type,
                name,
                type.equals("screen_view"),
                name == null ? List.of() : properties(data),
                SourceValues.time(data.get("timestamp_unixtime_ms")),
                wellFormed,
                null);
    }

    /** The same event under another name and with other properties. */
    BatchEvent as(String newName, JsonNode newProperties) {
        return new BatchEvent(
                index,
                node,
                data,
                type,
                newName,
                screen,
                List.of(newProperties),
                stated,
                wellFormed,
                null);
    }

    /** The same event, which does not go on. */
    BatchEvent leftOut(String reason) {
        return new BatchEvent(
                index, node, data, type, name, screen, properties, stated, wellFormed, reason);
    }

    private static boolean named(JsonNode data) {
        return !SourceValues.absent(data.get("event_name"));
    }

    private static String name(String type, JsonNode data) {
        return switch (type) {
            case "commerce_event" -> commerce(data);
            case "screen_view" -> text(data, "screen_name", type);
            case "custom_event" -> text(data, "event_name", type);
            default -> OPERATIONAL.contains(type) ? null : text(data, "event_name", null);
        };
    }

    private static String commerce(JsonNode data) {
        if (data.path("product_action").isObject()) {
            return "commerce:" + text(data.get("product_action"), "action", "unknown");
        }
        if (data.path("promotion_action").isObject()) {
            return "commerce:promotion_" + text(data.get("promotion_action"), "action", "unknown");
        }
        boolean impressions = !data.path("product_impressions").isEmpty();
        return impressions ? "commerce:impression" : text(data, "event_name", "commerce_event");
    }

    private static String text(JsonNode object, String field, String otherwise) {
        JsonNode value = object.get(field);
        return value != null && value.isTextual() && !value.textValue().isBlank()
                ? value.textValue()
                : otherwise;
    }

    /** Product action, then the custom attributes, then the currency of the event. */
    private static List<JsonNode> properties(JsonNode data) {
        List<JsonNode> properties = new ArrayList<>(3);
        JsonNode action = data.path("product_action");
        if (action.isObject()) {
            properties.add(without(action, "action"));
        }
        if (data.path(CUSTOM).isObject()) {
            properties.add(data.get(CUSTOM));
        }
        JsonNode currency = data.get("currency_code");
        if (!SourceValues.absent(currency)) {
            properties.add(JsonNodeFactory.instance.objectNode().set("currency_code", currency));
        }
        return properties;
    }

    private static JsonNode without(JsonNode object, String left) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            if (!property.getKey().equals(left)) {
                copy.set(property.getKey(), property.getValue());
            }
        }
        return copy;
    }

    /** The feed that it came from, or null. */
    String feed() {
        JsonNode feed = data.path(CUSTOM).get(FEED);
        return SourceValues.absent(feed) ? null : feed.asText();
    }

    /** Whether its type is newer than this version, and it has no name either. */
    boolean isUnknown() {
        return name == null && !OPERATIONAL.contains(type);
    }

    /** Whether it is of no interest where the contract does not plan it. */
    boolean isMinor() {
        return name != null && MINOR.contains(name);
    }

    /** Name for people: never null. */
    String spokenName() {
        return name == null ? type : name;
    }
}
