package io.backstitch.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a history comes to, as sorted lines, so that two of them can be compared and read. */
public final class Outcome {
    private final List<String> lines = new ArrayList<>();

    /** Events of one person that must be sent in this order: {@code [person, first, second]}. */
    public final List<List<String>> inOrder = new ArrayList<>();

    /** Parts of lines that nobody promises anything about. */
    public final Set<String> open = new TreeSet<>();

    public void add(String line) {
        lines.add(line);
    }

    public List<String> lines() {
        return lines.stream().sorted().toList();
    }

    /** What one has and the other lacks, marked + and -; empty if they are equal. */
    public static String difference(Outcome expected, Outcome got) {
        List<String> missing = new ArrayList<>(expected.lines);
        List<String> extra = new ArrayList<>();
        for (String line : got.lines) {
            if (!missing.remove(line)) {
                extra.add(line);
            }
        }
        for (String part : expected.open) {
            missing.removeIf(line -> line.contains(part));
            extra.removeIf(line -> line.contains(part));
        }
        StringBuilder text = new StringBuilder();
        new TreeSet<>(missing)
                .forEach(line -> text.append("  - expected ").append(line).append('\n'));
        new TreeSet<>(extra)
                .forEach(line -> text.append("  + got      ").append(line).append('\n'));
        return text.toString();
    }
}
