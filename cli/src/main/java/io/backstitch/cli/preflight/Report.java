package io.backstitch.cli.preflight;

import java.time.Instant;
import java.util.List;

/**
 * All that is told.
 *
 * @param sample where it came from, for people
 * @param unreadable records that nobody could read
 * @param size null unless asked for
 * @param people null unless asked for
 */
record Report(
        String sample,
        long records,
        long events,
        long unreadable,
        long outOfOrder,
        Instant first,
        Instant last,
        List<Finding> findings,
        Size size,
        PeopleExport.Report people) {

    static Report of(
            String sample,
            PreflightRun.Result result,
            List<Finding> findings,
            Size size,
            PeopleExport.Report people) {
        Counts counts = result.counts();
        return new Report(
                sample,
                result.records(),
                counts.total("name"),
                counts.total("letter", "INGEST"),
                result.outOfOrder(),
                result.records() == 0 ? null : Instant.ofEpochMilli(result.first()),
                result.records() == 0 ? null : Instant.ofEpochMilli(result.last()),
                findings,
                size,
                people);
    }

    boolean isReady() {
        return findings.stream().allMatch(Finding::isReady);
    }

    /** One line about the whole. */
    String verdict() {
        long open = findings.stream().filter(finding -> !finding.isReady()).count();
        return isReady()
                ? "READY: all nine points hold."
                : "NOT READY: " + open + " of nine points " + (open == 1 ? "is" : "are") + " open.";
    }

    String span() {
        return first == null ? "no records" : first + " to " + last;
    }
}
