package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Where a value stands in a record: the names on the way to it, and what it is if nothing is there.
 * A number on the way is a position in a list, from 0.
 *
 * @param path names from the record on; empty if the value is a constant
 * @param otherwise the value where the path leads to nothing, or null
 */
record MappedField(List<String> path, JsonNode otherwise) {
    /** Parses {@code order.lines.0.id}. */
    static MappedField at(String path, JsonNode otherwise) {
        return new MappedField(List.of(path.split("\\.", -1)), otherwise);
    }

    static MappedField constant(JsonNode value) {
        return new MappedField(List.of(), value);
    }

    /** The value in this record, or null if there is none. */
    JsonNode in(JsonNode record) {
        JsonNode found = path.isEmpty() ? null : record;
        for (String name : path) {
            found = step(found, name);
            if (found == null) {
                break;
            }
        }
        return found == null || found.isNull() ? otherwise : found;
    }

    private static JsonNode step(JsonNode from, String name) {
        if (!from.isArray()) {
            return from.get(name);
        }
        boolean position = !name.isEmpty() && name.length() < 6;
        for (int i = 0; i < name.length() && position; i++) {
            position = name.charAt(i) >= '0' && name.charAt(i) <= '9';
        }
        return position ? from.get(Integer.parseInt(name)) : null;
    }

    /** The path as the mapping file has it, for people. */
    String text() {
        return String.join(".", path);
    }
}
