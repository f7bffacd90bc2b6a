package io.backstitch.cli.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** Collects everything that is wrong with one file. */
final class Faults {
    /** A fault and where it is. */
    record Fault(Tree.Place place, String message) {
        @Override
        public String toString() {
            String field = place.path().isEmpty() ? "" : place.path() + ": ";
            return "line " + place.line() + ", column " + place.column() + ": " + field + message;
        }
    }

    private final List<Fault> all = new ArrayList<>();

    void add(Tree.Place place, String message) {
        all.add(new Fault(place, message));
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<Fault> all() {
        List<Fault> sorted = new ArrayList<>(all);
        sorted.sort(
                Comparator.comparingInt((Fault fault) -> fault.place().line())
                        .thenComparingInt(fault -> fault.place().column()));
        return sorted;
    }

    /** "; did you mean X?" for the word closest to what was written, or nothing. */
    static String nearest(String word, Collection<String> known) {
        String best = null;
        int least = 1 + word.length() / 2;
        for (String candidate : new TreeSet<>(known)) {
            int distance = distance(word, candidate);
            if (distance < least) {
                least = distance;
                best = candidate;
            }
        }
        return best == null ? "" : "; did you mean " + best + "?";
    }

    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                now[j] = Math.min(Math.min(now[j - 1], before[j]) + 1, before[j - 1] + change);
            }
            before = now;
        }
        return before[b.length()];
    }
}
