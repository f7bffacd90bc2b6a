package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.backstitch.pipeline.normalise.SourceValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An mParticle batch: reads what is asked for out of the tree, tolerant of its many shapes. */
final class Batch {
    private final JsonNode root;

    Batch(JsonNode root) {
        this.root = root;
    }

    /** Its events in the order of the batch; a single object counts as a list of one. */
    List<BatchEvent> events() {
        JsonNode events = root.path("events");
        List<BatchEvent> parsed = new ArrayList<>(events.size());
        if (events.isArray()) {
            for (JsonNode event : events) {
                parsed.add(BatchEvent.of(parsed.size(), event));
            }
        } else if (!SourceValues.absent(events)) {
            parsed.add(BatchEvent.of(0, events));
        }
        return LegacyCommerce.understood(parsed);
    }

    /** {@code mp_deviceid}, else {@code mpid}, as the source spells it; or null. */
    String device() {
        String stamp = SourceValues.idText(root.get("mp_deviceid"));
        return stamp == null ? SourceValues.idText(root.get("mpid")) : stamp;
    }

    JsonNode deviceStamp() {
        return root.get("mp_deviceid");
    }

    JsonNode mpid() {
        return root.get("mpid");
    }

    /** Array of the outbound shape or object of the inbound one. */
    JsonNode identities() {
        return root.path("user_identities");
    }

    JsonNode attributes() {
        JsonNode attributes = root.path("user_attributes");
        return attributes.isObject() ? attributes : JsonNodeFactory.instance.objectNode();
    }

    JsonNode deletedAttributes() {
        return root.get("deleted_user_attributes");
    }

    /** The batch's own timestamp, or {@link SourceValues#NO_TIME}. */
    long sent() {
        long sent = SourceValues.time(root.get("timestamp_unixtime_ms"));
        return sent == SourceValues.BROKEN_TIME ? SourceValues.NO_TIME : sent;
    }

    String environment() {
        return text(root, "environment", "production").toLowerCase(Locale.ROOT);
    }

    /** The partner whose feed it came from, or null. */
    String partner() {
        return text(root.path("source_info"), "partner", null);
    }

    JsonNode consents() {
        return root.path("consent_state");
    }

    /** Whether it came from the quarantine of a data plan: the whole batch once more. */
    boolean isQuarantined() {
        return !blocks().isEmpty();
    }

    /** Whether the data plan blocked this event. */
    boolean blocks(BatchEvent event) {
        String id = SourceValues.idText(event.data().get("event_id"));
        for (JsonNode blocked : blocks().path("blocked_event_ids")) {
            if (id != null && id.equals(SourceValues.idText(blocked))) {
                return true;
            }
        }
        return false;
    }

    private JsonNode blocks() {
        return root.path("context").path("data_plan").path("block_metadata");
    }

    boolean isReplay() {
        JsonNode source = root.path("source_info");
        return !SourceValues.absent(source.get("replay_job_id"))
                || !SourceValues.absent(source.get("replay_request_id"))
                || source.path("is_historical").asBoolean(false);
    }

    /** Country of the person, else of the device; or null. */
    String region() {
        JsonNode device = root.path("device_info");
        String country = text(attributes(), "$country", text(attributes(), "country", null));
        if (country == null) {
            country = text(device, "device_country", text(device, "locale_country", null));
        }
        return country == null ? text(device, "network_country", null) : country;
    }

    /** {@code web}, {@code app} or {@code backend}. */
    String platform() {
        String platform = text(root.path("device_info"), "platform", "");
        if (platform.isEmpty()) {
            platform = text(root.path("application_info"), "os", "");
        }
        return switch (platform.toLowerCase(Locale.ROOT)) {
            case "web", "mobileweb" -> "web";
            case "", "out_of_band", "outofband", "unknown" -> byChannel();
            default -> "app";
        };
    }

    private String byChannel() {
        return switch (text(root.path("source_info"), "channel", "")) {
            case "javascript", "pixel" -> "web";
            case "native", "desktop" -> "app";
            default -> "backend";
        };
    }

    private static String text(JsonNode object, String field, String otherwise) {
        JsonNode value = object.get(field);
        return value != null && value.isTextual() && !value.textValue().isBlank()
                ? value.textValue().strip()
                : otherwise;
    }
}
