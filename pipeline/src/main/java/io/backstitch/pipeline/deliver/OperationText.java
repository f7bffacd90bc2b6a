package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.pipeline.record.Subject;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An operation as JSON, all but its body: as a dead letter keeps it, and as it comes back by the
 * control topic. Fields that are null are left out.
 */
public final class OperationText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ULID = Pattern.compile("[0-7][0-9A-HJKMNP-TV-Z]{25}");

    private OperationText() {}

    /**
     * @param delivery uid of the operator that has it
     */
    static String write(String delivery, Operation operation) {
        Subject subject = operation.subject();
        Origin origin = subject.origin();
        ObjectNode text = JSON.createObjectNode();
        text.put("delivery", delivery);
        text.put("kind", operation.kind().name());
        text.put("person", operation.person());
        text.put("id", operation.id());
        text.put("seq", operation.seq());
        text.put("topic", origin.topic());
        text.put("partition", origin.partition());
        text.put("offset", origin.offset());
        text.put("kafka_time", origin.kafkaTime());
        text.put("source", subject.source());
        text.put("platform", subject.platform());
        text.put("event_id", subject.eventId());
        text.put("event_name", subject.eventName());
        text.put("event_time", subject.eventTime());
        text.put("order_id", subject.orderId());
        text.put("cart_id", subject.cartId());
        text.put("value_minor", subject.valueMinor());
        text.put("currency", subject.currency());
        text.put("stitch", subject.stitch() == null ? null : subject.stitch().name());
        text.put("contract_version", subject.contractVersion());
        text.put("channel", subject.channel());
        text.properties().removeIf(field -> field.getValue().isNull());
        return text.toString();
    }

    /** The operator that had it. */
    static String delivery(JsonNode text) {
        return required(text, "delivery");
    }

    /**
     * An event that is to be delivered once more.
     *
     * @param text what {@link #write} wrote
     * @param body the same bytes as before, as text
     * @throws IllegalArgumentException says what is wrong, without any value
     */
    static Operation read(JsonNode text, JsonNode body) {
        String person = required(text, "person");
        String id = required(text, "id");
        if (!Kind.EVENT.name().equals(required(text, "kind"))) {
            throw new IllegalArgumentException("operation.kind must be EVENT");
        } else if (!ULID.matcher(id).matches()) {
            throw new IllegalArgumentException("operation.id must be a ULID");
        } else if (!body.isTextual()) {
            throw new IllegalArgumentException("body must be the operation's JSON as text");
        }
        check(body.textValue(), person, id);
        return new Operation(
                Kind.EVENT,
                person,
                id,
                number(text, "seq"),
                body.textValue().getBytes(UTF_8),
                List.of(),
                null,
                subject(text),
                false,
                true);
    }

    /** What is sent must be an event, of that person, under that id. */
    private static void check(String body, String person, String id) {
        JsonNode sent;
        try {
            sent = JSON.readTree(body);
        } catch (IOException e) {
            throw new IllegalArgumentException("body is no JSON");
        }
        JsonNode identifiers = sent.path("identifiers");
        int colon = person.indexOf(':');
        boolean theirs =
                colon > 0
                        && identifiers.size() == 1
                        && person.substring(colon + 1)
                                .equals(identifiers.path(person.substring(0, colon)).textValue());
        if (!"person".equals(sent.path("type").textValue())
                || !"event".equals(sent.path("action").textValue())
                || !id.equals(sent.path("id").textValue())
                || !theirs) {
            throw new IllegalArgumentException(
                    "body must be an event of operation.person under operation.id");
        }
    }

    private static Subject subject(JsonNode text) {
        return new Subject(
                new Origin(
                        required(text, "topic"),
                        (int) number(text, "partition"),
                        number(text, "offset"),
                        number(text, "kafka_time")),
                required(text, "source"),
                text(text, "platform"),
                text(text, "event_id"),
                text(text, "event_name"),
                text.has("event_time") ? (Long) number(text, "event_time") : null,
                text(text, "order_id"),
                text(text, "cart_id"),
                text.has("value_minor") ? (Long) number(text, "value_minor") : null,
                text(text, "currency"),
                text.has("stitch") ? stitch(required(text, "stitch")) : null,
                text(text, "contract_version"),
                text(text, "channel"));
    }

    private static Stitch stitch(String name) {
        for (Stitch stitch : Stitch.values()) {
            if (stitch.name().equals(name)) {
                return stitch;
            }
        }
        throw new IllegalArgumentException("operation.stitch is unknown");
    }

    private static String required(JsonNode text, String field) {
        String found = text(text, field);
        if (found == null || found.isEmpty()) {
            throw new IllegalArgumentException("operation." + field + " is missing");
        }
        return found;
    }

    private static String text(JsonNode text, String field) {
        JsonNode found = text.path(field);
        if (!found.isMissingNode() && !found.isTextual()) {
            throw new IllegalArgumentException("operation." + field + " must be text");
        }
        return found.textValue();
    }

    private static long number(JsonNode text, String field) {
        JsonNode found = text.path(field);
        if (!found.isIntegralNumber() || !found.canConvertToLong()) {
            throw new IllegalArgumentException("operation." + field + " must be a whole number");
        }
        return found.longValue();
    }
}
