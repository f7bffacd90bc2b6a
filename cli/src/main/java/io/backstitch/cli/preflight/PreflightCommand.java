package io.backstitch.cli.preflight;

import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.cli.topics.Since;
import io.backstitch.pipeline.ingest.IngestOptions;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.pipeline.job.ConfigFile;
import io.backstitch.pipeline.kafka.KafkaOptions;
import io.backstitch.pipeline.registry.SchemaRegistryOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.flink.configuration.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code backstitch preflight}: whether journeys can be built on what comes in. */
@Command(
        name = "preflight",
        description = "Say whether journeys can be built on what the sources send, in nine points.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        descriptionHeading = "%n",
        footer = {
            "",
            "Reads a sample through the job's own ingest, normalise and identity, in this process."
                    + " Nothing is delivered or written to Kafka.",
            "",
            "Points and their limits, in percent: identifier 0.5, channels 2, consent 5, names 0.5,"
                    + " properties 0.5, stitching 10, purchases 1, paths 0.5, person 0.1.",
            "",
            "Examples:",
            "  ./backstitch preflight --config backstitch.yaml --since 7d --html report.html",
            "  ./backstitch preflight --file mparticle.batches=batches.jsonl --file"
                    + " orders=orders.avro",
            "  ./backstitch preflight --config backstitch.yaml --limit consent=10 --size",
            "",
            "Exit codes: 0 ready; 1 a point is open, or the sample could not be read; 2 the options"
                    + " are wrong."
        })
public final class PreflightCommand implements Callable<Integer> {
    /** How the report is written to the terminal. */
    enum Format {
        TEXT,
        JSON
    }

    @Spec private CommandSpec spec;

    @Option(
            names = "--file",
            paramLabel = "TOPIC=FILE",
            description =
                    "A file with records of that topic: lines of JSON, or an Avro container. May be"
                            + " given several times. Without it, topics are read.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description =
                    "Read only this input topic; may be repeated (default: all of the job's).")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = "Kafka; or give --config.")
    private String bootstrap;

    @Option(
            names = "--registry",
            paramLabel = "URL",
            description = "Schema registry of the orders; or give --config.")
    private String registry;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "The job's configuration: topics, identity levels, contract, deadlines. What"
                            + " only deliveries need may be missing.")
    private Path config;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Since.class,
            description = "Read what was written from then on: 36h, 7d, 2026-11-20 (default: all).")
    private Instant since;

    @Option(
            names = "--until",
            paramLabel = "TIME",
            converter = Since.class,
            description = "Read what was written before then (default: up to now).")
    private Instant until;

    @Option(
            names = "--limit",
            paramLabel = "POINT=PERCENT",
            description = "How much of a point may be broken before it counts. See below.")
    private Map<String, Double> limits = new LinkedHashMap<>();

    @Option(
            names = "--people",
            paramLabel = "EXPORT.csv",
            description =
                    "Customer.io's export of people: lists who is in the workspace twice, and the"
                            + " merge each needs.")
    private Path people;

    @Option(
            names = "--clear",
            description = "Show addresses and ids of --people as they are, not masked.")
    private boolean clear;

    @Option(
            names = "--size",
            description = "Estimate state, requests and held memory from the sample.")
    private boolean size;

    @Option(
            names = "--format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "What is printed (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(names = "--html", paramLabel = "FILE", description = "Write the report as a page, too.")
    private Path html;

    @Option(
            names = "--parallelism",
            paramLabel = "N",
            defaultValue = "2",
            description = "Tasks side by side (default: ${DEFAULT-VALUE}).")
    private int parallelism;

    @Override
    public Integer call() throws Exception {
        Configuration job = configuration();
        Map<Point, Double> allowed = allowed();
        SampleFiles sampled = files.isEmpty() ? null : sampled(job);
        List<FileSample.Input> inputs = sampled == null ? null : sampled.inputs();
        Sample sample = inputs == null ? topics(job) : new FileSample(inputs);
        PeopleExport.Report export = people == null ? null : PeopleExport.read(people, clear);
        Sampled what = Sampled.of(job, read(job), inputs);
        PreflightRun run =
                new PreflightRun(
                        sample,
                        job,
                        sampled == null ? null : sampled.registries(job),
                        what.primary(),
                        what.twins());
        ProgressBar bar = new ProgressBar(spec.commandLine().getErr(), System.console() != null);
        PreflightRun.Result result;
        try (RunFolder folder = RunFolder.create("preflight")) {
            result = run.run(folder.path(), parallelism, bar);
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), String.join("; ", e.faults()));
        }
        bar.end();
        Report report =
                Report.of(
                        what.title(),
                        result,
                        new Findings(result, allowed, job).all(),
                        size ? Size.of(result) : null,
                        export);
        tell(report);
        return report.isReady() ? ExitCodes.OK : ExitCodes.FAILED;
    }

    private void tell(Report report) throws IOException {
        spec.commandLine()
                .getOut()
                .print(format == Format.JSON ? JsonReport.of(report) : TextReport.of(report));
        spec.commandLine().getOut().flush();
        if (html != null) {
            Files.createDirectories(html.toAbsolutePath().getParent());
            Files.writeString(html, HtmlReport.of(report), StandardCharsets.UTF_8);
        }
    }

    private Configuration configuration() {
        Configuration read;
        try {
            read = config == null ? new Configuration() : ConfigFile.read(config);
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), String.join("; ", e.faults()));
        }
        if (bootstrap != null) {
            read.set(KafkaOptions.BOOTSTRAP_SERVERS, bootstrap);
        }
        if (registry != null) {
            read.set(SchemaRegistryOptions.URL, registry);
        }
        return read;
    }

    private Map<Point, Double> allowed() {
        try {
            return Point.limits(limits);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private SampleFiles sampled(Configuration job) throws IOException {
        try {
            return SampleFiles.of(files, job);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private Sample topics(Configuration job) {
        if (job.get(KafkaOptions.BOOTSTRAP_SERVERS) == null) {
            throw wrong("what is to be read? Give --file, or --config, or --bootstrap");
        }
        Map<String, Object> client = new HashMap<>(job.get(KafkaOptions.CLIENT));
        client.put("bootstrap.servers", job.get(KafkaOptions.BOOTSTRAP_SERVERS));
        return new TopicSample(
                client,
                read(job),
                since == null ? Long.MIN_VALUE : since.toEpochMilli(),
                until == null ? Long.MAX_VALUE : until.toEpochMilli());
    }

    private List<String> read(Configuration job) {
        return only.isEmpty() ? IngestOptions.topics(job) : only;
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
