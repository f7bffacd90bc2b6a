package io.backstitch.cli.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The properties of an event by path ({@code items[].price}), with their types and, to be compared
 * only, their values. Null counts as absent.
 */
final class Shape {
    private final Map<String, TreeSet<String>> types = new TreeMap<>();
    private final Map<String, StringBuilder> values = new TreeMap<>();

    private Shape() {}

    static Shape of(JsonNode object) {
        Shape shape = new Shape();
        shape.inside("", object);
        return shape;
    }

    private void inside(String prefix, JsonNode object) {
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            add(prefix + property.getKey(), property.getValue());
        }
    }

    private void add(String path, JsonNode value) {
        if (value.isNull()) {
            return;
        }
        types.computeIfAbsent(path, p -> new TreeSet<>()).add(type(value));
        StringBuilder seen = values.computeIfAbsent(path, p -> new StringBuilder());
        if (value.isObject()) {
            inside(path + ".", value);
        } else if (value.isArray() && value.size() > 0 && value.get(0).isObject()) {
            for (JsonNode element : value) {
                inside(path + "[].", element);
            }
            seen.append(value.size());
        } else {
            seen.append(value).append('\n');
        }
    }

    private static String type(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            case ARRAY -> "list";
            default -> "object";
        };
    }

    Iterable<String> paths() {
        return types.keySet();
    }

    /** Its type or types, or null if it is absent. */
    String type(String path) {
        TreeSet<String> found = types.get(path);
        return found == null ? null : String.join(" or ", found);
    }

    boolean sameValue(String path, Shape other) {
        return values.get(path).compareTo(other.values.get(path)) == 0;
    }
}
