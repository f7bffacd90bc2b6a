package io.backstitch.cli.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** A result for people (at most 100 columns) and for programs. A void one shows no throughput. */
final class BenchReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BenchResult result;
    private final TestBed bed;
    private final StringBuilder text = new StringBuilder();

    BenchReport(BenchResult result, TestBed bed) {
        this.result = result;
        this.bed = bed;
    }

    String text() {
        text.setLength(0);
        BenchOptions options = result.options();
        Measurement measured = result.measurement();
        row("commit", bed.commit() + ", " + bed.time());
        row("versions", bed.versions());
        row("JVM", bed.jdk() + ", " + JobProcess.heap() + " for the job");
        row("machine", bed.processors() + " x " + bed.processor() + ", " + bed.system());
        row("load before", bed.load() < 0 ? "unknown" : number("%.1f", bed.load()));
        row(
                "traffic",
                options.shoppers()
                        + " shoppers, seed "
                        + options.seed()
                        + ", parallelism "
                        + options.parallelism()
                        + ", warmed up with "
                        + options.warmUpShoppers());
        text.append('\n');
        row("events in", number("%,d", measured.events()));
        row("in Kafka records", number("%,d", measured.records()));
        row(
                "effects at the sandbox",
                number("%,d", measured.operations())
                        + " operations in "
                        + number("%,d", measured.requests())
                        + " requests");
        row("until the first fate", seconds(measured.firstFate()));
        row("until the last fate", seconds(measured.wall()));
        row("CPU of the job's JVM", seconds(measured.jobCpu()));
        row("CPU of broker, sandbox", seconds(measured.machine().own()) + ", not counted");
        row("CPU of everybody else", seconds(measured.othersCpu()) + ", not counted");
        text.append('\n');
        verdict(measured);
        return text.toString();
    }

    private void verdict(Measurement measured) {
        if (result.valid()) {
            row(
                    "throughput",
                    number("%,.0f events/s, ", measured.perSecond())
                            + (measured.jobCpu() == null
                                    ? "CPU unknown"
                                    : number(
                                            "%,.0f events per CPU-second of the job",
                                            measured.perCpuSecond())));
            row(
                    "valid",
                    "effects equal the truth in " + number("%,d", result.checks()) + " checks");
            return;
        }
        text.append("  VOID: no throughput, since the effects are not what they must be\n");
        for (String fault : result.faults()) {
            text.append("    ").append(fault).append('\n');
        }
    }

    private void row(String name, String value) {
        text.append(String.format(Locale.ROOT, "  %-24s%s%n", name, value));
    }

    private static String number(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static String seconds(Duration time) {
        return time == null ? "unknown" : number("%.2f s", Measurement.seconds(time));
    }

    /** Writes the result as one JSON object. */
    void writeJson(Path file) throws IOException {
        BenchOptions options = result.options();
        Measurement measured = result.measurement();
        ObjectNode json = JSON.createObjectNode();
        json.put("valid", result.valid());
        if (result.valid()) {
            json.put("events_per_second", measured.perSecond());
            if (measured.jobCpu() != null) {
                json.put("events_per_job_cpu_second", measured.perCpuSecond());
            }
        }
        result.faults().forEach(json.putArray("faults")::add);
        json.put("checks", result.checks());
        json.put("shoppers", options.shoppers());
        json.put("warm_up_shoppers", options.warmUpShoppers());
        json.put("seed", options.seed());
        json.put("parallelism", options.parallelism());
        json.put("events", measured.events());
        json.put("records", measured.records());
        json.put("operations", measured.operations());
        json.put("requests", measured.requests());
        put(json, "first_fate_seconds", measured.firstFate());
        put(json, "wall_seconds", measured.wall());
        put(json, "job_cpu_seconds", measured.jobCpu());
        put(json, "parts_cpu_seconds", measured.machine().own());
        put(json, "others_cpu_seconds", measured.othersCpu());
        put(json, "stolen_cpu_seconds", measured.machine().stolen());
        json.set("test_bed", JSON.valueToTree(bed));
        if (file.toAbsolutePath().getParent() != null) {
            Files.createDirectories(file.toAbsolutePath().getParent());
        }
        Files.writeString(file, json.toPrettyString() + "\n", StandardCharsets.UTF_8);
    }

    private static void put(ObjectNode json, String name, Duration time) {
        if (time != null) {
            json.put(name, Measurement.seconds(time));
        }
    }
}
