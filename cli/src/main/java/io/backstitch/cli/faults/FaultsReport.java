package io.backstitch.cli.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.cli.demo.Heartbeat;
import io.backstitch.cli.demo.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells the run: progress and a table to the terminal, a report as Markdown and JSON. */
final class FaultsReport implements Progress, AutoCloseable {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final PrintWriter out;
    private final FaultsOptions options;
    private final Heartbeat heartbeat;
    private final long started = System.nanoTime();

    FaultsReport(PrintWriter out, FaultsOptions options) {
        this.out = out;
        this.options = options;
        this.heartbeat = new Heartbeat(this::say);
    }

    @Override
    public void step(String what) {
        heartbeat.soFar("");
        say(String.format(Locale.ROOT, "%4d s  %s", seconds(), what));
    }

    @Override
    public void soFar(String what) {
        heartbeat.soFar(what);
    }

    void result(FaultResult result) {
        if (result.survived()) {
            say(
                    String.format(
                            Locale.ROOT,
                            "        survived: %,d effects, %,d repeats without effect, %,d dead"
                                    + " letters",
                            result.effects(),
                            result.repeats(),
                            result.deadLetters()));
            return;
        }
        say(
                String.format(
                        Locale.ROOT,
                        "        NOT SURVIVED: %,d missing, %,d duplicated, %,d invented, %,d out"
                                + " of order",
                        result.missing(),
                        result.duplicated(),
                        result.invented(),
                        result.disordered()));
        result.findings().forEach(finding -> say("          - " + finding));
    }

    void table(List<FaultResult> results) {
        heartbeat.stop();
        say("");
        String row = "%-20s%9s%9s%9s%9s%9s%9s%10s%8s  %s";
        say(
                String.format(
                        Locale.ROOT,
                        row,
                        "fault",
                        "inputs",
                        "effects",
                        "repeats",
                        "dead",
                        "again",
                        "restarts",
                        "recovery",
                        "time",
                        "missing/twice/invented/order"));
        for (FaultResult r : results) {
            say(
                    String.format(
                            Locale.ROOT,
                            row,
                            r.name(),
                            r.inputs(),
                            r.effects(),
                            r.repeats(),
                            r.deadLetters(),
                            r.sentAgain(),
                            r.restarts(),
                            recovery(r),
                            r.seconds() + " s",
                            verdict(r)));
        }
        long lost = results.stream().filter(result -> !result.survived()).count();
        say("");
        say(
                lost == 0
                        ? "All " + results.size() + " faults were survived, in " + seconds() + " s."
                        : lost + " of " + results.size() + " faults were NOT survived.");
    }

    /** Writes {@code faults.md} and {@code faults.json}. */
    void write(Path dir, List<FaultResult> results) throws IOException {
        Files.createDirectories(dir);
        Files.writeString(dir.resolve("faults.md"), markdown(results), StandardCharsets.UTF_8);
        Files.writeString(dir.resolve("faults.json"), json(results), StandardCharsets.UTF_8);
        say("The report is in " + dir);
    }

    String markdown(List<FaultResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Seed "
                        + options.seed()
                        + (options.shortForm() ? ", short form" : "")
                        + ", "
                        + options.shoppers()
                        + " shoppers per fault. Java "
                        + Runtime.version().feature()
                        + ", "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors, "
                        + seconds()
                        + " s.");
        lines.add("");
        lines.add(
                "| fault | inputs | effects | repeats without effect | dead letters | sent again |"
                        + " restarts | checkpoints (failed) | next effect | next checkpoint | missing | twice | invented"
                        + " | out of order |");
        lines.add("|---|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (FaultResult r : results) {
            lines.add(
                    "| "
                            + String.join(
                                    " | ",
                                    r.name(),
                                    number(r.inputs()),
                                    number(r.effects()),
                                    number(r.repeats()),
                                    number(r.deadLetters()),
                                    number(r.sentAgain()),
                                    number(r.restarts()),
                                    r.checkpoints() + " (" + r.failedCheckpoints() + ")",
                                    recovery(r),
                                    inSeconds(r.checkpointMs()),
                                    number(r.missing()),
                                    number(r.duplicated()),
                                    number(r.invented()),
                                    number(r.disordered()))
                            + " |");
        }
        lines.add("");
        for (FaultResult r : results) {
            List<String> injected = new ArrayList<>();
            r.injected().forEach((what, count) -> injected.add(what + " " + count));
            lines.add(
                    "- `"
                            + r.name()
                            + "`: "
                            + r.what()
                            + (injected.isEmpty() ? "" : " (" + String.join(", ", injected) + ")")
                            + (r.survived() ? "" : ". **Not survived**"));
            r.findings().forEach(finding -> lines.add("  - " + finding));
        }
        return String.join("\n", lines) + "\n";
    }

    String json(List<FaultResult> results) throws IOException {
        ObjectNode report = JSON.createObjectNode();
        report.put("seed", options.seed()).put("short", options.shortForm());
        report.put("sabotage", options.sabotage().name().toLowerCase(Locale.ROOT));
        report.put("survived", results.stream().allMatch(FaultResult::survived));
        ArrayNode faults = report.putArray("faults");
        for (FaultResult r : results) {
            ObjectNode fault = faults.addObject();
            fault.put("name", r.name()).put("what", r.what()).put("survived", r.survived());
            ObjectNode injected = fault.putObject("injected");
            for (Map.Entry<String, Object> one : r.injected().entrySet()) {
                injected.putPOJO(one.getKey(), one.getValue());
            }
            fault.put("inputs", r.inputs()).put("effects", r.effects());
            fault.put("repeats_without_effect", r.repeats()).put("dead_letters", r.deadLetters());
            fault.put("requests", r.requests()).put("sent_again", r.sentAgain());
            fault.put("restarts", r.restarts()).put("checkpoints", r.checkpoints());
            fault.put("failed_checkpoints", r.failedCheckpoints());
            fault.put("recovery_ms", r.recoveryMs() < 0 ? null : (Long) r.recoveryMs());
            fault.put("checkpoint_ms", r.checkpointMs() < 0 ? null : (Long) r.checkpointMs());
            fault.put("seconds", r.seconds());
            fault.put("missing", r.missing()).put("duplicated", r.duplicated());
            fault.put("invented", r.invented()).put("out_of_order", r.disordered());
            ArrayNode findings = fault.putArray("findings");
            r.findings().forEach(findings::add);
        }
        return JSON.writeValueAsString(report) + "\n";
    }

    private static String verdict(FaultResult r) {
        String counts =
                r.missing() + "/" + r.duplicated() + "/" + r.invented() + "/" + r.disordered();
        return r.survived() ? counts : counts + "  NOT SURVIVED";
    }

    private static String recovery(FaultResult r) {
        return inSeconds(r.recoveryMs());
    }

    private static String inSeconds(long ms) {
        return ms < 0 ? "-" : String.format(Locale.ROOT, "%.1f s", ms / 1000.0);
    }

    private static String number(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private long seconds() {
        return Duration.ofNanos(System.nanoTime() - started).toSeconds();
    }

    void stopping() {
        heartbeat.stop();
        say("Stopping ...");
    }

    private void say(String line) {
        heartbeat.said();
        out.println(line);
        out.flush();
    }

    @Override
    public void close() {
        heartbeat.stop();
    }
}
