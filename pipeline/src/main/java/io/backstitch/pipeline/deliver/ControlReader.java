package io.backstitch.pipeline.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Control.Deliver;
import io.backstitch.pipeline.record.Control.Pause;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Reads a record of the control topic: JSON, one command. */
final class ControlReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> FIELDS = Set.of("command", "families", "at");

    private static final Set<String> DELIVER_FIELDS = Set.of("command", "operation", "body", "at");

    private ControlReader() {}

    /** A record that is no command. */
    static final class BadCommandException extends Exception {
        private static final long serialVersionUID = 1L;
        final String reason;

        BadCommandException(String reason, String detail) {
            super(detail);
            this.reason = reason;
        }
    }

    /**
     * @param value UTF-8 JSON, or null for a tombstone
     * @param kafkaTime epoch milliseconds, where the command states no time
     */
    static Control read(byte[] value, long kafkaTime) throws BadCommandException {
        JsonNode root;
        try {
            root = value == null ? null : JSON.readTree(value);
        } catch (IOException e) {
            throw new BadCommandException("not_json", "expected one JSON object in UTF-8");
        }
        if (root == null || !root.isObject()) {
            throw new BadCommandException("not_object", "expected a command, a JSON object");
        }
        return switch (root.path("command").asText()) {
            case "pause" -> pause(root, true, kafkaTime);
            case "resume" -> pause(root, false, kafkaTime);
            case "deliver" -> deliver(root, kafkaTime);
            default ->
                    throw new BadCommandException(
                            "unknown_command", "command must be pause, resume or deliver");
        };
    }

    private static Pause pause(JsonNode root, boolean stop, long kafkaTime)
            throws BadCommandException {
        // A misspelt one must not turn some families into everything.
        checkFields(root, FIELDS, "pause and resume have command, families and at");
        return new Pause(stop, families(root), at(root, kafkaTime));
    }

    private static Deliver deliver(JsonNode root, long kafkaTime) throws BadCommandException {
        checkFields(root, DELIVER_FIELDS, "deliver has command, operation, body and at");
        try {
            return new Deliver(
                    OperationText.delivery(root.path("operation")),
                    OperationText.read(root.path("operation"), root.path("body")),
                    Math.min(kafkaTime, at(root, kafkaTime)));
        } catch (IllegalArgumentException e) {
            throw new BadCommandException("wrong_type", e.getMessage());
        }
    }

    private static void checkFields(JsonNode root, Set<String> fields, String expected)
            throws BadCommandException {
        for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
            if (!fields.contains(names.next())) {
                throw new BadCommandException("unknown_command", expected + ", nothing else");
            }
        }
    }

    private static long at(JsonNode root, long kafkaTime) throws BadCommandException {
        JsonNode at = root.path("at");
        if (!at.isMissingNode() && !(at.isIntegralNumber() && at.canConvertToLong())) {
            throw new BadCommandException("wrong_type", "at must be epoch milliseconds");
        }
        return at.isMissingNode() ? kafkaTime : at.asLong();
    }

    private static List<String> families(JsonNode root) throws BadCommandException {
        JsonNode named = root.get("families");
        if (named == null) {
            return List.of();
        }
        List<String> families = new ArrayList<>();
        for (JsonNode name : named) {
            if (!name.isTextual() || name.textValue().isBlank()) {
                throw notNames();
            }
            families.add(name.textValue());
        }
        if (!named.isArray() || families.isEmpty()) {
            // An empty list must not turn into everything.
            throw notNames();
        }
        return families;
    }

    private static BadCommandException notNames() {
        return new BadCommandException(
                "wrong_type", "families must list names of events; leave it out for everything");
    }
}
