package io.backstitch.pipeline.person;

import java.util.Comparator;

/**
 * What an order is worth, as one report states it.
 *
 * @param minor revenue in minor units
 * @param currency ISO 4217, or null
 * @param rank how far the reporter is trusted: see {@link OrderState#BACKEND}
 * @param time event time of the report
 */
record Figures(long minor, String currency, int rank, long time) {
    /** The better last: rank, then event time; then whatever is the same everywhere. */
    private static final Comparator<Figures> BEST =
            Comparator.comparingInt(Figures::rank)
                    .thenComparingLong(Figures::time)
                    .thenComparingLong(Figures::minor)
                    .thenComparing(
                            Figures::currency, Comparator.nullsFirst(Comparator.naturalOrder()));

    /** The better of the two; either may be null. */
    static Figures best(Figures a, Figures b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return BEST.compare(a, b) >= 0 ? a : b;
    }
}
