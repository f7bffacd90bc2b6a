package io.backstitch.cli.preflight;

import io.backstitch.cli.preflight.Finding.Bar;
import io.backstitch.cli.preflight.Finding.Chart;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How long something took, many times over: percentiles and a chart. Milliseconds. */
final class Spread {
    private static final long SECOND = 1000;
    private static final long[] EDGES = {
        10 * SECOND,
        60 * SECOND,
        300 * SECOND,
        900 * SECOND,
        3600 * SECOND,
        4 * 3600 * SECOND,
        24 * 3600 * SECOND,
        72 * 3600 * SECOND,
        Long.MAX_VALUE
    };
    private static final String[] LABELS = {
        "up to 10 s", "1 min", "5 min", "15 min", "1 h", "4 h", "1 day", "3 days", "more"
    };

    private final TreeMap<Long, Long> times = new TreeMap<>();
    private long size;

    /** Reads them from names that end with the time. */
    static Spread of(Counts counts, String name, long unit) {
        Spread spread = new Spread();
        counts.each((rest, n) -> spread.add(Long.parseLong(rest[0]) * unit, n), name);
        return spread;
    }

    private void add(long time, long n) {
        times.merge(Math.max(0, time), n, Long::sum);
        size += n;
    }

    long size() {
        return size;
    }

    /** How many took longer. */
    long above(long limit) {
        return times.tailMap(limit, false).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The time that this share did not exceed. */
    long at(double share) {
        long rank = (long) Math.ceil(share * size);
        long sum = 0;
        for (Map.Entry<Long, Long> time : times.entrySet()) {
            sum += time.getValue();
            if (sum >= rank) {
                return time.getKey();
            }
        }
        return 0;
    }

    String words() {
        return "half within "
                + duration(at(0.5))
                + ", 95 % within "
                + duration(at(0.95))
                + ", the slowest "
                + duration(at(1));
    }

    Chart chart(String title) {
        long[] sums = new long[EDGES.length];
        times.forEach(
                (time, n) -> {
                    int bucket = 0;
                    while (time > EDGES[bucket]) {
                        bucket++;
                    }
                    sums[bucket] += n;
                });
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < sums.length; i++) {
            bars.add(new Bar(LABELS[i], sums[i], String.format(Locale.ROOT, "%,d", sums[i])));
        }
        return new Chart(title, bars);
    }

    static String duration(long millis) {
        double seconds = millis / 1000.0;
        if (seconds < 120) {
            return String.format(Locale.ROOT, "%.0f s", seconds);
        }
        if (seconds < 7200) {
            return String.format(Locale.ROOT, "%.0f min", seconds / 60);
        }
        return String.format(Locale.ROOT, "%.1f h", seconds / 3600);
    }
}
