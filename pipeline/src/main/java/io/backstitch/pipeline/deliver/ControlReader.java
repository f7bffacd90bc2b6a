package io.backstitch.pipeline.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.record.Control;
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
            default ->
                    throw new BadCommandException(
                            "unknown_command", "command must be pause or resume");
        };
    }

    private static Pause pause(JsonNode root, boolean stop, long kafkaTime)
            throws BadCommandException {
        for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
            if (!FIELDS.contains(names.next())) {
                // A misspelt one must not turn some families into everything.
                throw new BadCommandException(
                        "unknown_command", "a command has command, families and at, nothing else");
            }
        }
        JsonNode at = root.path("at");
        if (!at.isMissingNode() && !at.canConvertToLong()) {
            throw new BadCommandException("wrong_type", "at must be epoch milliseconds");
        }
        return new Pause(stop, families(root), at.isMissingNode() ? kafkaTime : at.asLong());
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
