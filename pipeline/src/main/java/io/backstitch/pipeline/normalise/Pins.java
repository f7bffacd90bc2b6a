package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The type that each passed property had when it was first seen. Bounded: beyond {@link #MAX} names
 * no further one is pinned. Not thread-safe.
 */
final class Pins {
    static final int MAX = 10_000;

    private final TreeMap<String, String> types = new TreeMap<>();

    /** Null if the value is of the type that was seen first, else that type. */
    String other(String owner, String name, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        String path = owner + "." + name;
        String found = SourceValues.kind(value);
        String first = types.get(path);
        if (first == null) {
            if (types.size() < MAX) {
                types.put(path, found);
            }
            return null;
        }
        return first.equals(found) ? null : first;
    }

    /** What is pinned, to be kept in state. */
    Map<String, String> all() {
        return new TreeMap<>(types);
    }

    /** Takes up what was kept; of two types of one name the first in the alphabet stays. */
    void restore(Map<String, String> kept) {
        kept.forEach((path, type) -> types.merge(path, type, Pins::first));
    }

    private static String first(String a, String b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
