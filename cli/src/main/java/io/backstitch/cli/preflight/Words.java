package io.backstitch.cli.preflight;

import io.backstitch.cli.preflight.Finding.Bar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers as people read them. */
final class Words {
    private static final int ROWS = 25;

    private Words() {}

    /** The largest numbers first, as many as a table shows. */
    static List<Map.Entry<String, Long>> largest(Map<String, Long> numbers) {
        List<Map.Entry<String, Long>> entries = new ArrayList<>(numbers.entrySet());
        entries.sort(
                Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue())
                        .thenComparing(Map.Entry::getKey));
        return entries.size() > ROWS ? entries.subList(0, ROWS) : entries;
    }

    static Bar bar(String label, long n, long of) {
        double percent = of == 0 ? 0 : 100.0 * n / of;
        return new Bar(label, percent, pct(percent));
    }

    /** So many of so many, in a sentence that goes on like this. */
    static String share(String what, long n, long of) {
        return num(n)
                + " of "
                + num(of)
                + " "
                + what
                + (of == 0 ? "." : " (" + pct(100.0 * n / of) + ").");
    }

    static String pct(double percent) {
        return String.format(
                Locale.ROOT, percent > 0 && percent < 1 ? "%.2f %%" : "%.1f %%", percent);
    }

    static String num(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    static String num(Map.Entry<String, Long> entry) {
        return num(entry.getValue());
    }
}
