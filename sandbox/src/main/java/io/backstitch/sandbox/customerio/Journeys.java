package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.sandbox.customerio.JourneyDefinition.Exit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * Runs the journeys on receive times. A wait ends with the first exit event received up to its due
 * time; once the person's or the global time is beyond it, the mail is final. Guarded by the
 * workspace's lock.
 */
final class Journeys {

    /** An event older than this when it takes effect triggers nothing and ends nothing. */
    static final long FRESH_SECONDS = 72 * 3600;

    private static final class Running {
        final JourneyDefinition definition;
        final List<Enrolment> entries = new ArrayList<>();
        SegmentDefinition unlessIn;

        Running(JourneyDefinition definition) {
            this.definition = definition;
        }
    }

    private final Map<String, Running> byName = new LinkedHashMap<>();
    private final Map<String, List<Running>> byEvent = new HashMap<>();
    private final PriorityQueue<Enrolment> queue =
            new PriorityQueue<>(
                    Comparator.<Enrolment>comparingLong(e -> e.dueAt)
                            .thenComparingLong(e -> e.number));
    private long entered;

    Journeys(List<JourneyDefinition> definitions, Segments segments) {
        for (JourneyDefinition definition : definitions) {
            Running running = new Running(definition);
            if (byName.put(definition.name(), running) != null) {
                throw new IllegalArgumentException(
                        "two journeys are called " + definition.name() + "; names must differ");
            }
            if (definition.unlessIn() != null) {
                running.unlessIn = segments.get(definition.unlessIn());
                if (running.unlessIn == null) {
                    throw new IllegalArgumentException(
                            "journey "
                                    + definition.name()
                                    + " leaves out the segment "
                                    + definition.unlessIn()
                                    + ", which is not defined; add it to the segments");
                }
            }
            listen(definition.trigger(), running);
            definition.exits().forEach(exit -> listen(exit.event(), running));
        }
    }

    private void listen(String event, Running running) {
        List<Running> listeners = byEvent.computeIfAbsent(event, e -> new ArrayList<>());
        if (!listeners.contains(running)) {
            listeners.add(running);
        }
    }

    /** The person's time has come to {@code now}: what was due before is decided. */
    void advance(Person person, long now) {
        if (person.waiting.isEmpty()) {
            return;
        }
        for (Enrolment e : person.waiting) {
            if (e.waiting() && e.dueAt < now) {
                e.due();
            }
        }
        person.waiting.removeIf(e -> !e.waiting());
    }

    /** The global time has come to {@code now}. */
    void advanceAll(long now) {
        while (!queue.isEmpty() && queue.peek().dueAt < now) {
            Enrolment e = queue.poll();
            if (e.waiting()) {
                e.due();
            }
        }
    }

    /** An event takes effect for a person at {@code now}: first exits, then the trigger. */
    void onEvent(Person person, Activity event, long now) {
        List<Running> listeners = byEvent.get(event.name());
        if (listeners == null || event.timestamp() < now - FRESH_SECONDS) {
            return;
        }
        JsonNode attributes = event.attributes().tree();
        for (Running running : listeners) {
            JourneyDefinition journey = running.definition;
            if (!concerns(journey, attributes)) {
                continue;
            }
            String key = Json.textOrNull(attributes.get(journey.keyAttribute()));
            for (Exit exit : journey.exits()) {
                if (exit.event().equals(event.name())) {
                    exit(person, journey, exit, key, now);
                }
            }
            if (journey.trigger().equals(event.name()) && !isIn(person, journey, key)) {
                Enrolment e =
                        new Enrolment(
                                journey, running.unlessIn, entered++, person, event, key, now);
                person.enrolments.add(e);
                person.waiting.add(e);
                running.entries.add(e);
                queue.add(e);
            }
        }
    }

    private static boolean concerns(JourneyDefinition journey, JsonNode attributes) {
        if (journey.itemCategory() == null) {
            return true;
        }
        for (JsonNode item : attributes.path("items")) {
            if (journey.itemCategory().equals(Json.textOrNull(item.get("category")))) {
                return true;
            }
        }
        return false;
    }

    private static void exit(
            Person person, JourneyDefinition journey, Exit exit, String key, long now) {
        for (Enrolment e : person.waiting) {
            if (e.waiting() && e.journey == journey && matches(exit, e.key, key)) {
                e.exit(exit.event(), now);
            }
        }
    }

    private static boolean matches(Exit exit, String ours, String theirs) {
        if (ours == null || theirs == null) {
            return true;
        }
        return switch (exit.match()) {
            case ANY -> true;
            case SAME_KEY -> ours.equals(theirs);
            case OTHER_KEY -> !ours.equals(theirs);
        };
    }

    private static boolean isIn(Person person, JourneyDefinition journey, String key) {
        for (Enrolment e : person.waiting) {
            if (e.waiting() && e.journey == journey && Objects.equals(e.key, key)) {
                return true;
            }
        }
        return false;
    }

    /** A merge: the secondary's entries go on as the primary's; one that is there twice ends. */
    void move(Person from, Person to, long now) {
        for (Enrolment e : from.enrolments) {
            if (e.waiting() && isIn(to, e.journey, e.key)) {
                e.exit("merge", now);
            }
            e.person = to;
            to.enrolments.add(e);
            if (e.waiting()) {
                to.waiting.add(e);
            }
        }
        from.enrolments.clear();
        from.waiting.clear();
    }

    /** The person is gone, and with it whatever it waited for. */
    void removed(Person person, long now) {
        for (Enrolment e : person.waiting) {
            if (e.waiting()) {
                e.exit("profile_removed", now);
            }
        }
    }

    List<JourneyDefinition> definitions() {
        List<JourneyDefinition> definitions = new ArrayList<>();
        byName.values().forEach(r -> definitions.add(r.definition));
        return definitions;
    }

    /** Entries of a journey in the order of entering; empty if there is no such journey. */
    List<Enrolment> entries(String name) {
        Running running = byName.get(name);
        return running == null ? List.of() : running.entries;
    }
}
