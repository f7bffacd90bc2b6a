package io.backstitch.sandbox.customerio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The segments of a workspace. Guarded by the workspace's lock. */
final class Segments {
    private final Map<String, SegmentDefinition> byName = new LinkedHashMap<>();

    Segments(List<SegmentDefinition> definitions) {
        for (SegmentDefinition definition : definitions) {
            if (byName.put(definition.name(), definition) != null) {
                throw new IllegalArgumentException(
                        "two segments are called " + definition.name() + "; names must differ");
            }
        }
    }

    List<SegmentDefinition> definitions() {
        return List.copyOf(byName.values());
    }

    /** The segment, or null. */
    SegmentDefinition get(String name) {
        return byName.get(name);
    }

    /** The person's segments at {@code now}, or later if more is known of the person. */
    List<SegmentDefinition> of(Person person, long now) {
        List<SegmentDefinition> in = new ArrayList<>();
        for (SegmentDefinition definition : byName.values()) {
            if (definition.holds(person, Math.max(now, person.clock))) {
                in.add(definition);
            }
        }
        return in;
    }

    /** Who is in it at {@code now}; for each person later, if more is known of that person. */
    List<Person> members(SegmentDefinition definition, People people, long now) {
        List<Person> members = new ArrayList<>();
        for (Person person : people.all()) {
            if (definition.holds(person, Math.max(now, person.clock))) {
                members.add(person);
            }
        }
        return members;
    }
}
