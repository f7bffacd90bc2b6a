package io.backstitch.cli.audit;

import io.backstitch.cli.audit.Sheet.Place;
import io.backstitch.cli.audit.Sheet.Row;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The sheet as a table, and what is wrong with it. */
final class SheetText {
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:00", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final List<String> HEADING =
            List.of(
                    "topic",
                    "hour (UTC)",
                    "in",
                    "accepted",
                    "duplicates",
                    "filtered",
                    "dead letters",
                    "held",
                    "waiting",
                    "pending",
                    "under way",
                    "difference");

    /** Columns of text; the others are numbers. */
    private static final int TEXTS = 2;

    private SheetText() {}

    /**
     * @param topic the only one to be shown, or null for all
     */
    static String of(Checkpoint checkpoint, Sheet sheet, String topic) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADING);
        sheet.rows()
                .forEach(
                        (place, row) -> {
                            if (topic == null || topic.equals(place.topic())) {
                                lines.add(line(place, row));
                            }
                        });
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        Locale.ROOT,
                        "What became of input events, by the hour in which they reached Kafka,"
                                + " as of checkpoint %d at %s (job %s).\n\n",
                        checkpoint.id(),
                        checkpoint.takenAt(),
                        checkpoint.job()));
        table(lines, text);
        text.append('\n');
        long replayed = sheet.rows().values().stream().mapToLong(row -> row.replayed).sum();
        if (replayed > 0) {
            text.append("Of the dead letters of all topics, ")
                    .append(Counted.of(replayed))
                    .append(" were accepted after a replay.\n");
        }
        for (String fault : sheet.faults()) {
            text.append("DIFFERENCE  ").append(fault).append('\n');
        }
        if (sheet.faults().isEmpty()) {
            text.append("Nothing is missing.\n");
        }
        return text.toString();
    }

    private static List<String> line(Place place, Row row) {
        boolean earlier = place.hour().equals(Sheet.EARLIER);
        List<String> line = new ArrayList<>();
        line.add(place.topic());
        line.add(earlier ? "earlier" : HOUR.format(place.hour()));
        for (long number :
                new long[] {
                    row.received,
                    row.accepted,
                    row.duplicates,
                    row.filtered,
                    row.deadLetters,
                    row.held,
                    row.waiting,
                    row.pending,
                    row.underWay,
                    row.difference()
                }) {
            line.add(String.format(Locale.ROOT, "%,d", number));
        }
        return line;
    }

    private static void table(List<List<String>> lines, StringBuilder text) {
        int[] widths = new int[HEADING.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder row = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                String padding = " ".repeat(widths[i] - line.get(i).length());
                row.append(i == 0 ? "" : "  ");
                row.append(i < TEXTS ? line.get(i) + padding : padding + line.get(i));
            }
            text.append(row.toString().stripTrailing()).append('\n');
        }
    }
}
