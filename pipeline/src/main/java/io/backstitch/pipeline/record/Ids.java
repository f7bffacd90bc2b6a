package io.backstitch.pipeline.record;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Identifiers by level name, at most one per level, in the order they were added. Immutable.
 *
 * <p>Values are already normalised (trimmed, lower-cased emails, no junk).
 */
public final class Ids {
    /**
     * Name under which a device's bundle carries the {@code mpid} of its time. It is no level: it
     * names nobody, but a change of it tells that the device has changed hands.
     */
    public static final String MPID = "mpid";

    public static final Ids NONE = new Ids(new String[0]);

    /** level, value, level, value … */
    private final String[] pairs;

    private Ids(String[] pairs) {
        this.pairs = pairs;
    }

    /** {@code of("email", "a@b.c", "customer_id", "7")}; a null value is left out. */
    public static Ids of(String... levelsAndValues) {
        Ids ids = NONE;
        for (int i = 0; i < levelsAndValues.length; i += 2) {
            ids = ids.with(levelsAndValues[i], levelsAndValues[i + 1]);
        }
        return ids;
    }

    /** These identifiers with one set; a null value changes nothing. */
    public Ids with(String level, String value) {
        if (value == null) {
            return this;
        }
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(level)) {
                String[] copy = pairs.clone();
                copy[i + 1] = value;
                return new Ids(copy);
            }
        }
        String[] longer = Arrays.copyOf(pairs, pairs.length + 2);
        longer[pairs.length] = level;
        longer[pairs.length + 1] = value;
        return new Ids(longer);
    }

    /** The identifier of that level, or null. */
    public String get(String level) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(level)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    public int size() {
        return pairs.length / 2;
    }

    public String level(int index) {
        return pairs[2 * index];
    }

    public String value(int index) {
        return pairs[2 * index + 1];
    }

    /** The level names present. */
    public List<String> levels() {
        List<String> levels = new ArrayList<>(size());
        for (int i = 0; i < pairs.length; i += 2) {
            levels.add(pairs[i]);
        }
        return levels;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ids ids && Arrays.equals(pairs, ids.pairs);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pairs);
    }

    /** Names levels only: values are personal data. */
    @Override
    public String toString() {
        return "Ids" + levels();
    }
}
