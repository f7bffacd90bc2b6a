package io.backstitch.cli.scenario;

import io.backstitch.cli.scenario.Difference.Line;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Prints results: a line per file as it is done, and all differences side by side. */
final class Report {
    private static final int WIDEST = 64;

    private final PrintWriter out;
    private final boolean coloured;

    Report(PrintWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    void passed(Scenario scenario, Duration took) {
        out.println(paint("32", "as expected") + "  " + name(scenario.file()) + seconds(took));
        out.flush();
    }

    void differs(Scenario scenario, List<Difference> differences, Duration took) {
        int wrong = 0;
        for (Difference difference : differences) {
            wrong += difference.wrong();
        }
        out.println(
                paint("31;1", "DIFFERS    ")
                        + "  "
                        + name(scenario.file())
                        + ": "
                        + (wrong == 1 ? "1 difference" : wrong + " differences")
                        + seconds(took));
        if (scenario.about() != null) {
            out.println("  " + paint("2", scenario.about().strip().replaceAll("\\s+", " ")));
        }
        differences.forEach(this::difference);
        out.println();
        out.flush();
    }

    void bad(BadScenarioException e) {
        out.println(paint("31;1", "BAD FILE   ") + "  " + e.getMessage());
        out.flush();
    }

    void failed(Path file, String why) {
        out.println(paint("31;1", "FAILED     ") + "  " + name(file) + ": " + why);
        out.flush();
    }

    private void difference(Difference difference) {
        int names = 0;
        int expected = "expected".length();
        for (Line line : difference.lines()) {
            if (shown(line)) {
                names = Math.max(names, line.name().length());
                expected = Math.max(expected, Math.min(WIDEST, dash(line.expected()).length()));
            }
        }
        out.println("  " + paint("1", difference.title()));
        String format = "    %s %-" + Math.max(1, names) + "s  %-" + expected + "s  %s";
        out.println(paint("2", String.format(Locale.ROOT, format, " ", "", "expected", "got")));
        for (Line line : difference.lines()) {
            if (shown(line)) {
                String text =
                        String.format(
                                Locale.ROOT,
                                format,
                                line.same() ? " " : "!",
                                line.name(),
                                dash(line.expected()),
                                dash(line.got()));
                out.println(line.same() ? paint("2", text) : text);
            }
        }
    }

    /** Of lists all lines, so that one sees the place; of anything else what is wrong. */
    private static boolean shown(Line line) {
        return !line.same() || line.name().matches("activity \\d+");
    }

    private static String dash(String text) {
        return text.isEmpty() ? "-" : text;
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "  (%.1f s)", took.toMillis() / 1000.0);
    }

    private String paint(String code, String words) {
        return coloured ? "\u001b[" + code + "m" + words + "\u001b[0m" : words;
    }
}
