package io.backstitch.cli.preflight;

import java.util.List;

/**
 * What was found about one point.
 *
 * @param faults how often it was broken
 * @param of among how many; 0 if there was nothing to look at
 * @param limit percent that are let pass
 * @param facts sentences with the numbers behind it
 * @param tables more of them
 * @param charts and drawn
 */
record Finding(
        Point point,
        Status status,
        long faults,
        long of,
        double limit,
        List<String> facts,
        List<Table> tables,
        List<Chart> charts) {

    /** How it stands. */
    enum Status {
        /** Not one fault. */
        HOLDS("holds"),
        /** Some, within the limit. */
        WITHIN_LIMIT("within limit"),
        /** Too many. */
        BROKEN("broken"),
        /** The sample has nothing that could show it. */
        NOT_SEEN("not seen");

        final String words;

        Status(String words) {
            this.words = words;
        }
    }

    /** Columns and rows of text. */
    record Table(String title, List<String> columns, List<List<String>> rows) {}

    /** Bars. */
    record Chart(String title, List<Bar> bars) {}

    /** One of them. */
    record Bar(String label, double value, String shown) {}

    /**
     * @param seen whether the sample has what the point asks about
     */
    static Finding of(
            Point point,
            long faults,
            long of,
            boolean seen,
            double limit,
            List<String> facts,
            List<Table> tables,
            List<Chart> charts) {
        Status status;
        if (faults > 0 && percent(faults, of) > limit) {
            status = Status.BROKEN;
        } else if (!seen) {
            status = Status.NOT_SEEN;
        } else {
            status = faults == 0 ? Status.HOLDS : Status.WITHIN_LIMIT;
        }
        return new Finding(point, status, faults, of, limit, facts, tables, charts);
    }

    double percent() {
        return percent(faults, of);
    }

    static double percent(long n, long of) {
        return of == 0 ? (n == 0 ? 0 : 100) : 100.0 * n / of;
    }

    boolean isReady() {
        return status == Status.HOLDS || status == Status.WITHIN_LIMIT;
    }
}
