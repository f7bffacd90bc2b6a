package io.backstitch.cli.preflight;

import java.util.List;
import java.util.Locale;

/** The report on a terminal, at most 100 columns. */
final class TextReport {
    private static final int WIDTH = 96;
    private static final int SHOWN = 8;

    private final StringBuilder text = new StringBuilder();

    private TextReport() {}

    static String of(Report report) {
        TextReport written = new TextReport();
        written.write(report);
        return written.text.toString();
    }

    private void write(Report report) {
        line("");
        line(
                String.format(
                        Locale.ROOT,
                        "%,d records with %,d usable events, %s",
                        report.records(),
                        report.events(),
                        report.span()));
        if (report.unreadable() > 0) {
            line(report.unreadable() + " records or events could not be read at all.");
        }
        if (report.outOfOrder() > 0) {
            line(
                    report.outOfOrder()
                            + " records came more than an hour after later ones: give each"
                            + " partition as a file of its own.");
        }
        int number = 1;
        for (Finding finding : report.findings()) {
            line("");
            point(number++, finding);
        }
        size(report.size());
        people(report.people());
        line("");
        line(report.verdict());
    }

    private void point(int number, Finding finding) {
        line(
                String.format(
                        Locale.ROOT,
                        "%d  %-62s %s",
                        number,
                        finding.point().promise,
                        finding.status().words));
        line(
                String.format(
                        Locale.ROOT,
                        "   %,d %s (%s of %,d, limit %s)",
                        finding.faults(),
                        finding.point().counted,
                        percent(finding.percent()),
                        finding.of(),
                        percent(finding.limit())));
        for (String fact : finding.facts()) {
            wrapped("   ", fact);
        }
        if (finding.faults() > 0) {
            tables(finding);
        }
        if (!finding.isReady()) {
            wrapped("   -> ", finding.point().advice);
        }
    }

    private void tables(Finding finding) {
        for (Finding.Table table : finding.tables()) {
            if (table.rows().isEmpty()) {
                continue;
            }
            line("     " + table.title() + " (" + String.join(", ", table.columns()) + "):");
            List<List<String>> rows = table.rows();
            for (List<String> row : rows.subList(0, Math.min(SHOWN, rows.size()))) {
                line("       " + String.join("  ", row));
            }
            if (rows.size() > SHOWN) {
                line("       ... " + (rows.size() - SHOWN) + " more in --html and --format json");
            }
        }
    }

    private void size(Size size) {
        if (size == null) {
            return;
        }
        line("");
        line("Size");
        for (String one : size.lines()) {
            wrapped("   ", one);
        }
    }

    private void people(PeopleExport.Report people) {
        if (people == null) {
            return;
        }
        line("");
        line(
                String.format(
                        Locale.ROOT,
                        "Workspace: %,d profiles, %,d people are in it more than once",
                        people.profiles(),
                        people.duplicates().size()));
        for (PeopleExport.Duplicate one : people.duplicates()) {
            line(
                    "   "
                            + one.email()
                            + ": merge "
                            + String.join(", ", one.secondaries())
                            + " into "
                            + one.primary()
                            + (one.conflict() ? "  (each has an id: decide which is right)" : ""));
        }
    }

    static String percent(double percent) {
        String format = percent > 0 && percent < 1 ? "%.2f %%" : "%.1f %%";
        return String.format(Locale.ROOT, format, percent);
    }

    private void wrapped(String indent, String sentence) {
        StringBuilder row = new StringBuilder(indent);
        String next = " ".repeat(indent.length());
        for (String word : sentence.split(" ")) {
            if (row.length() + word.length() > WIDTH) {
                line(row.toString().stripTrailing());
                row = new StringBuilder(next);
            }
            row.append(word).append(' ');
        }
        line(row.toString().stripTrailing());
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
