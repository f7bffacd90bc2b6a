package io.backstitch.cli.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.cli.contract.Fate.End;
import io.backstitch.pipeline.ingest.IngestTrial.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Adds up what differs between what two sides make of the same records. Names and types only, never
 * a value; how many kinds are told apart is bounded, whatever the sample holds.
 */
final class Differences {
    private static final int MAX_KINDS = 10_000;
    private static final String PROFILE = "profile";

    /** What can differ. */
    enum Aspect {
        FATE,
        NAME,
        PROPERTY
    }

    /**
     * One kind of difference.
     *
     * @param event the source's name for fates and names, else the contract's, or {@code profile}
     * @param property path, or empty
     * @param before fate, name or type; {@code absent} for none
     * @param after likewise; equal to {@code before} if only the value differs
     */
    record Kind(Aspect aspect, String event, String property, String before, String after) {
        static final String ABSENT = "absent";
        private static final Comparator<Kind> ORDER =
                Comparator.comparing(Kind::aspect)
                        .thenComparing(Kind::event)
                        .thenComparing(Kind::property)
                        .thenComparing(Kind::before)
                        .thenComparing(Kind::after);
    }

    /** How often, on each side. */
    static final class Pair {
        long before;
        long after;
    }

    private final Map<Kind, Long> kinds = new TreeMap<>(Kind.ORDER);
    private final Map<String, Pair> events = new TreeMap<>();
    private final Map<End, Pair> ends = new EnumMap<>(End.class);
    private long records;
    private long beyond;

    Differences() {
        for (End end : End.values()) {
            ends.put(end, new Pair());
        }
    }

    /** Takes one record. */
    void add(Outcome before, Outcome after) {
        records++;
        Map<String, Fate> was = Fate.of(before);
        Map<String, Fate> is = Fate.of(after);
        was.values().forEach(fate -> count(fate, true));
        is.values().forEach(fate -> count(fate, false));
        for (Map.Entry<String, Fate> one : was.entrySet()) {
            compare(one.getValue(), is.get(one.getKey()));
        }
        for (Map.Entry<String, Fate> one : is.entrySet()) {
            if (!was.containsKey(one.getKey())) {
                compare(null, one.getValue());
            }
        }
        properties(PROFILE, Fate.profile(before), Fate.profile(after));
    }

    private void count(Fate fate, boolean old) {
        up(ends.get(fate.end()), old);
        if (fate.end() == End.SENT && (events.containsKey(fate.name()) || hasRoom(events))) {
            up(events.computeIfAbsent(fate.name(), name -> new Pair()), old);
        }
    }

    private static boolean hasRoom(Map<?, ?> map) {
        return map.size() < MAX_KINDS;
    }

    private static void up(Pair pair, boolean old) {
        pair.before += old ? 1 : 0;
        pair.after += old ? 0 : 1;
    }

    private void compare(Fate was, Fate is) {
        String source = was == null ? is.sourceName() : was.sourceName();
        String before = was == null ? Kind.ABSENT : was.words();
        String after = is == null ? Kind.ABSENT : is.words();
        if (!before.equals(after)) {
            add(new Kind(Aspect.FATE, source, "", before, after));
        }
        if (was == null || is == null || was.name() == null || is.name() == null) {
            return;
        }
        if (!was.name().equals(is.name())) {
            add(new Kind(Aspect.NAME, source, "", was.name(), is.name()));
        }
        properties(is.name(), was.properties(), is.properties());
    }

    private void properties(String event, JsonNode before, JsonNode after) {
        if (before.equals(after)) {
            return;
        }
        Shape was = Shape.of(before);
        Shape is = Shape.of(after);
        TreeSet<String> paths = new TreeSet<>();
        was.paths().forEach(paths::add);
        is.paths().forEach(paths::add);
        for (String path : paths) {
            String old = was.type(path);
            String now = is.type(path);
            if (old == null || now == null || !old.equals(now) || !was.sameValue(path, is)) {
                add(
                        new Kind(
                                Aspect.PROPERTY,
                                event,
                                path,
                                old == null ? Kind.ABSENT : old,
                                now == null ? Kind.ABSENT : now));
            }
        }
    }

    private void add(Kind kind) {
        if (kinds.containsKey(kind) || hasRoom(kinds)) {
            kinds.merge(kind, 1L, Long::sum);
        } else {
            beyond++;
        }
    }

    /** What differs in one aspect, the most frequent first. */
    List<Map.Entry<Kind, Long>> of(Aspect aspect) {
        List<Map.Entry<Kind, Long>> found = new ArrayList<>();
        for (Map.Entry<Kind, Long> kind : kinds.entrySet()) {
            if (kind.getKey().aspect() == aspect) {
                found.add(kind);
            }
        }
        found.sort(Comparator.comparingLong(kind -> -kind.getValue())); // stable: then by name
        return found;
    }

    /** Events that go on, by the name under which they do. */
    Map<String, Pair> events() {
        return events;
    }

    Map<End, Pair> ends() {
        return ends;
    }

    long records() {
        return records;
    }

    /** Differences of kinds that are too many to be told apart. */
    long beyond() {
        return beyond;
    }

    boolean isEmpty() {
        return kinds.isEmpty() && beyond == 0;
    }
}
