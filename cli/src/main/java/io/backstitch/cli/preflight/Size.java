package io.backstitch.cli.preflight;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the job would need, estimated from the sample. */
record Size(
        long people,
        long stateBytes,
        double operationsPerSecond,
        double peakOperationsPerSecond,
        double bytesPerOperation,
        double heldBytes) {
    private static final long MINUTE = 60_000;

    /** Customer.io takes at most so many bytes in one request. */
    private static final double REQUEST_BYTES = 500_000;

    static Size of(PreflightRun.Result result) {
        Counts counts = result.counts();
        long[] peak = new long[1];
        counts.each((at, n) -> peak[0] = Math.max(peak[0], n), "operation-minute");
        long operations = counts.total("operation");
        double seconds = Math.max(1, (result.last() - result.first()) / 1000.0);
        long held = counts.get("held");
        double bytesHeld = held == 0 ? 0 : counts.get("held-bytes") / (double) held;
        return new Size(
                counts.get("people"),
                result.stateBytes(),
                operations / seconds,
                peak[0] * 1000.0 / MINUTE,
                operations == 0 ? 0 : counts.get("operation-bytes") / (double) operations,
                // Little: what is there on average is how much comes, times how long it stays.
                bytesHeld * counts.get("held-seconds") / seconds);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(
                stateBytes == 0 || people == 0
                        ? "State per person: the sample is too small to measure it."
                        : text(
                                "State per person: about %,.0f bytes (%,d bytes live in RocksDB at"
                                        + " most, devices and orders included, %,d people). The"
                                        + " sample is short: keys live for months, and more of"
                                        + " them come.",
                                stateBytes / (double) people, stateBytes, people));
        double most = Math.max(1, peakOperationsPerSecond * bytesPerOperation / REQUEST_BYTES);
        lines.add(
                text(
                        "Operations: %,.2f per second on average, %,.1f in the busiest minute, of"
                                + " %,.0f bytes: between %,.0f requests per second (full batches)"
                                + " and %,.0f (one each).",
                        operationsPerSecond,
                        peakOperationsPerSecond,
                        bytesPerOperation,
                        Math.ceil(most),
                        Math.ceil(peakOperationsPerSecond)));
        lines.add(
                text(
                        "Held for somebody unknown: %,.0f bytes on average that found their person"
                                + " in the sample.",
                        heldBytes));
        return lines;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
