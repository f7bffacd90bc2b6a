package io.backstitch.cli.demo;

import io.backstitch.cli.stack.Closing;
import io.backstitch.cli.stack.LocalCluster;
import io.backstitch.cli.stack.LocalFlink;
import io.backstitch.cli.stack.LocalParts;
import io.backstitch.pipeline.job.JobOptions;
import io.backstitch.sandbox.customerio.Behaviour;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.FaultKind;
import io.backstitch.sandbox.customerio.FaultPlan;
import io.backstitch.sandbox.customerio.JourneyDefinition;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.page.SandboxPage;
import io.backstitch.sandbox.shoppers.NaiveForwarder;
import io.backstitch.sandbox.shoppers.NaiveTarget;
import io.backstitch.sandbox.shoppers.ShopperSimulation;
import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.SimulationOptions;
import io.backstitch.sandbox.shoppers.SimulationWriter;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;

/**
 * One demonstration: shoppers through real parts, with a stop and a resume from a savepoint at
 * another parallelism in the middle, judged against the simulator's truth, beside the same traffic
 * forwarded naively.
 */
public final class DemoRun implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final long DAY_SECONDS = 86_400;
    private static final Duration SLOW = Duration.ofMillis(400);

    private final DemoOptions options;
    private final Progress progress;
    private final LocalParts parts;
    private final CustomerIoSandbox naive;
    private final LocalFlink flink;
    private final boolean shared;
    private final Path dir;
    private JobID job;

    private DemoRun(
            DemoOptions options,
            Progress progress,
            Path dir,
            LocalParts parts,
            CustomerIoSandbox naive,
            LocalFlink flink,
            boolean shared) {
        this.options = options;
        this.progress = progress;
        this.dir = dir;
        this.parts = parts;
        this.naive = naive;
        this.flink = flink;
        this.shared = shared;
    }

    /**
     * What a run has shown.
     *
     * @param backstitch what the retention team has with Backstitch
     * @param naively what it would have with naive forwarding
     */
    public record Outcome(
            Simulation simulation,
            List<Verdict> verdicts,
            CustomerIoSandbox sandbox,
            RetentionOutcome backstitch,
            RetentionOutcome naively) {

        public boolean allHeld() {
            return verdicts.stream().allMatch(Verdict::held);
        }
    }

    /**
     * Starts the parts.
     *
     * @param dir folder for all files of the run
     * @param report the page's report as JSON, asked for at any time
     */
    public static DemoRun start(
            DemoOptions options, Progress progress, Path dir, Supplier<String> report)
            throws Exception {
        return start(options, progress, dir, report, null);
    }

    /**
     * The same beside a cluster.
     *
     * @param cluster where to run, stays up afterwards; null to start one
     */
    static DemoRun start(
            DemoOptions options,
            Progress progress,
            Path dir,
            Supplier<String> report,
            LocalCluster cluster)
            throws Exception {
        progress.step("Starting Kafka, the schema registry and the Customer.io sandbox");
        LocalParts parts =
                LocalParts.start(
                        dir,
                        SandboxOptions.builder()
                                .clock(Behaviour.ClockMode.TRAFFIC)
                                .page(new SandboxPage().withReport(report))
                                .build(),
                        cluster);
        CustomerIoSandbox naive = null;
        try {
            naive =
                    CustomerIoSandbox.start(
                            SandboxOptions.builder()
                                    .clock(Behaviour.ClockMode.TRAFFIC)
                                    .journeys(JourneyDefinition.forNaiveForwarding())
                                    .page(new SandboxPage())
                                    .build());
            if (cluster != null) {
                return new DemoRun(options, progress, dir, parts, naive, cluster.flink(), true);
            }
            progress.step("Starting Flink");
            LocalFlink flink = LocalFlink.start(dir, options.slots());
            return new DemoRun(options, progress, dir, parts, naive, flink, false);
        } catch (Exception e) {
            Closing.within(Duration.ofSeconds(5), "the naive sandbox", naive);
            parts.close();
            throw e;
        }
    }

    public URI page() {
        return parts.sandbox().uri();
    }

    public URI naivePage() {
        return naive.uri();
    }

    public URI flinkUi() throws Exception {
        return flink.webUi();
    }

    /** Broker and registry, for whoever wants to look inside. */
    public LocalParts parts() {
        return parts;
    }

    /** Runs the shoppers through and judges. */
    public Outcome run() throws Exception {
        progress.step(
                "Inventing " + options.shoppers() + " shoppers (seed " + options.seed() + ")");
        Simulation simulation =
                ShopperSimulation.generate(
                        SimulationOptions.of(options.seed(), options.shoppers())
                                .withPartitions(PARTITIONS));
        createTopics();
        Configuration config = parts.jobConfig();
        config.set(JobOptions.SABOTAGE, options.sabotage());
        try (SchemaRegistry registry = parts.registryClient();
                SimulationWriter writer = new SimulationWriter(parts.kafkaClient(), registry);
                RunOutput output = new RunOutput(parts, registry)) {
            Shopping shopping =
                    new Shopping(simulation, writer::write, output::isAnswered, progress);
            int half = simulation.records().size() / 2;
            firstHalf(shopping, half, config, output);
            secondHalf(shopping, simulation, output);
            return judge(simulation, output);
        }
    }

    private void createTopics() {
        SimulationWriter.createTopics(parts.kafkaClient(), PARTITIONS);
        for (String topic :
                List.of(
                        "backstitch.receipts",
                        "backstitch.dead-letters",
                        "backstitch.identity-audit",
                        "backstitch.audit",
                        "backstitch.violations")) {
            parts.broker().createTopic(topic, PARTITIONS, Map.of("retention.ms", "-1"));
        }
    }

    /** Until the savepoint, if there is to be one. */
    private void firstHalf(Shopping shopping, int half, Configuration config, RunOutput output)
            throws Exception {
        progress.step("Submitting the job, parallelism " + options.parallelism());
        job = flink.submit(config, options.parallelism(), null);
        if (options.faults()) {
            parts.sandbox().faults().set(FaultPlan.badDay(options.seed()));
        }
        progress.step("Shoppers shop: first half");
        shopping.goOn(half / 2);
        output.awaitMore(0);
        if (options.resumedParallelism() > 0) {
            upgrade(shopping, half, config, output);
        }
    }

    /**
     * Stops and resumes at half-time. Customer.io answers slowly just before, so that operations
     * are under way when the job is stopped.
     */
    private void upgrade(Shopping shopping, int half, Configuration config, RunOutput output)
            throws Exception {
        parts.sandbox()
                .faults()
                .set(
                        FaultPlan.builder()
                                .seed(options.seed())
                                .rate(FaultKind.SLOW, 1)
                                .slow(SLOW)
                                .build());
        shopping.goOn(half);
        output.awaitMore(output.activity());
        progress.step(
                "Stopping with a savepoint, resuming at parallelism "
                        + options.resumedParallelism());
        String savepoint = flink.stopWithSavepoint(job, dir.resolve("savepoints"));
        parts.sandbox()
                .faults()
                .set(options.faults() ? FaultPlan.badDay(options.seed() + 1) : FaultPlan.NONE);
        job = flink.submit(config, options.resumedParallelism(), savepoint);
    }

    private void secondHalf(Shopping shopping, Simulation simulation, RunOutput output)
            throws Exception {
        long before = output.activity();
        progress.step("Shoppers shop: second half");
        shopping.goOn(simulation.records().size());
        output.awaitAll(simulation.truth(), before, progress);
        parts.sandbox().faults().clear();
    }

    /** Kafka time of the last record before the job was stopped, or null if it ran through. */
    private Long stoppedAt(Simulation simulation) {
        return options.resumedParallelism() == 0
                ? null
                : (Long) simulation.records().get(simulation.records().size() / 2 - 1).kafkaTime();
    }

    private Outcome judge(Simulation simulation, RunOutput output) throws Exception {
        progress.step("Forwarding the same traffic naively");
        NaiveForwarder.forward(
                simulation.records().iterator(),
                new NaiveTarget(
                        naive.uri(), naive.options().siteId(), naive.options().apiKey(), 4));
        progress.step("Judging");
        List<SimulatedRecord> all = simulation.records();
        long end = all.get(all.size() - 1).kafkaTime() / 1000 + 7 * DAY_SECONDS;
        for (CustomerIoSandbox sandbox : List.of(parts.sandbox(), naive)) {
            sandbox.settle();
            sandbox.setClock(end);
        }
        List<Verdict> verdicts =
                Promises.judge(
                        new Evidence(
                                simulation.truth(),
                                World.of(parts.sandbox()),
                                output.receipts(),
                                output.deadLetters(),
                                Contract.packaged(),
                                stoppedAt(simulation)));
        return new Outcome(
                simulation,
                verdicts,
                parts.sandbox(),
                RetentionOutcome.of(simulation.truth(), parts.sandbox()),
                RetentionOutcome.of(simulation.truth(), naive));
    }

    @Override
    public void close() {
        if (shared) {
            flink.clear();
        } else {
            flink.close();
        }
        Closing.within(Duration.ofSeconds(5), "the naive sandbox", naive);
        parts.close();
    }
}
