package io.backstitch.cli.demo;

import io.backstitch.cli.stack.Closing;
import io.backstitch.cli.stack.LocalFlink;
import io.backstitch.cli.stack.LocalParts;
import io.backstitch.cli.stack.TopicReader;
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
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;

import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * One demonstration: shoppers through real parts, with a stop and a resume from a savepoint at
 * another parallelism in the middle, judged against the simulator's truth, beside the same traffic
 * forwarded naively.
 */
public final class DemoRun implements AutoCloseable {
    private static final int PARTITIONS = 4;
    private static final long DAY_SECONDS = 86_400;
    private static final int SLICES = 150;
    private static final long SLICE_PAUSE_MS = 40;
    private static final long DEADLINE_PAUSE_MS = 400;

    private final DemoOptions options;
    private final Progress progress;
    private final LocalParts parts;
    private final CustomerIoSandbox naive;
    private final LocalFlink flink;
    private final Path dir;
    private JobID job;
    private Iterator<SimulatedRecord> records;
    private List<Integer> pauses;
    private int simulationSize;
    private int written;

    private DemoRun(
            DemoOptions options,
            Progress progress,
            Path dir,
            LocalParts parts,
            CustomerIoSandbox naive,
            LocalFlink flink) {
        this.options = options;
        this.progress = progress;
        this.dir = dir;
        this.parts = parts;
        this.naive = naive;
        this.flink = flink;
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
        progress.step("Starting Kafka, the schema registry and the Customer.io sandbox");
        LocalParts parts =
                LocalParts.start(
                        dir,
                        SandboxOptions.builder()
                                .clock(Behaviour.ClockMode.TRAFFIC)
                                .page(new SandboxPage().withReport(report))
                                .build());
        CustomerIoSandbox naive = null;
        try {
            naive =
                    CustomerIoSandbox.start(
                            SandboxOptions.builder()
                                    .clock(Behaviour.ClockMode.TRAFFIC)
                                    .journeys(JourneyDefinition.forNaiveForwarding())
                                    .page(new SandboxPage())
                                    .build());
            progress.step("Starting Flink");
            LocalFlink flink = LocalFlink.start(dir, options.slots());
            return new DemoRun(options, progress, dir, parts, naive, flink);
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
        long stoppedAt;
        try (SchemaRegistry registry = parts.registryClient();
                SimulationWriter writer = new SimulationWriter(parts.kafkaClient(), registry);
                Output output = new Output(parts, registry)) {
            stoppedAt = firstHalf(simulation, config, writer, output);
            secondHalf(simulation, writer, output);
            return judge(simulation, output, stoppedAt);
        }
    }

    private void createTopics() {
        SimulationWriter.createTopics(parts.kafkaClient(), PARTITIONS);
        for (String topic :
                List.of(
                        "backstitch.receipts",
                        "backstitch.dead-letters",
                        "backstitch.identity-audit")) {
            parts.broker().createTopic(topic, PARTITIONS, Map.of("retention.ms", "-1"));
        }
    }

    /** Until the savepoint; returns the Kafka time of the last record before it. */
    private long firstHalf(
            Simulation simulation, Configuration config, SimulationWriter writer, Output output)
            throws Exception {
        progress.step("Submitting the job, parallelism " + options.parallelism());
        job = flink.submit(config, options.parallelism(), null);
        if (options.faults()) {
            parts.sandbox().faults().set(FaultPlan.badDay(options.seed()));
        }
        progress.step("Shoppers shop: first half");
        simulationSize = simulation.records().size();
        pauses = new ArrayList<>(simulation.pauses());
        int half = simulationSize / 2;
        records = simulation.records().iterator();
        shop(writer, half / 2);
        output.await(1);
        // Slow answers for a moment, so that operations are under way when the job is stopped.
        parts.sandbox()
                .faults()
                .set(
                        FaultPlan.builder()
                                .seed(options.seed())
                                .rate(FaultKind.SLOW, 1)
                                .slow(Duration.ofMillis(400))
                                .build());
        shop(writer, half);
        output.awaitMore();
        progress.step(
                "Stopping with a savepoint, resuming at parallelism "
                        + (options.parallelism() + 1));
        String savepoint = flink.stopWithSavepoint(job, dir.resolve("savepoints"));
        parts.sandbox()
                .faults()
                .set(options.faults() ? FaultPlan.badDay(options.seed() + 1) : FaultPlan.NONE);
        job = flink.submit(config, options.parallelism() + 1, savepoint);
        return simulation.records().get(half - 1).kafkaTime();
    }

    private void secondHalf(Simulation simulation, SimulationWriter writer, Output output)
            throws Exception {
        progress.step("Shoppers shop: second half");
        shop(writer, simulationSize);
        output.awaitAll(simulation.truth().inputs(), parts.sandbox(), progress);
        parts.sandbox().faults().clear();
    }

    /**
     * Writes records in slices, so that the job sees them as they come and not as one heap, and
     * waits a moment where a deadline must pass before what comes next.
     *
     * @param until how many records are written afterwards
     */
    private void shop(SimulationWriter writer, int until) throws InterruptedException {
        while (written < until) {
            int next = Math.min(until, written + Math.max(20, simulationSize / SLICES));
            boolean deadline = !pauses.isEmpty() && pauses.get(0) <= next;
            next = deadline ? Math.max(written, pauses.remove(0)) : next;
            writer.write(records, next - written);
            written = next;
            progress.soFar(written + " of " + simulationSize + " records written");
            Thread.sleep(deadline ? DEADLINE_PAUSE_MS : SLICE_PAUSE_MS);
        }
    }

    private Outcome judge(Simulation simulation, Output output, long stoppedAt) throws Exception {
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
                                stoppedAt));
        return new Outcome(
                simulation,
                verdicts,
                parts.sandbox(),
                RetentionOutcome.of(simulation.truth(), parts.sandbox()),
                RetentionOutcome.of(simulation.truth(), naive));
    }

    @Override
    public void close() {
        flink.close();
        Closing.within(Duration.ofSeconds(5), "the naive sandbox", naive);
        parts.close();
    }

    /** What the job writes, read as it comes. */
    private static final class Output implements AutoCloseable {
        private static final Duration GIVE_UP = Duration.ofSeconds(45);
        private static final Duration QUIET = Duration.ofSeconds(4);

        private final TopicReader<Receipt> receipts;
        private final TopicReader<DeadLetter> deadLetters;

        Output(LocalParts parts, SchemaRegistry registry) {
            receipts =
                    new TopicReader<>(
                            parts.kafkaClient(), registry, "backstitch.receipts", Receipt.class);
            deadLetters =
                    new TopicReader<>(
                            parts.kafkaClient(),
                            registry,
                            "backstitch.dead-letters",
                            DeadLetter.class);
        }

        List<Receipt> receipts() throws Exception {
            return receipts.read();
        }

        List<DeadLetter> deadLetters() throws Exception {
            return deadLetters.read();
        }

        private long count() throws Exception {
            return receipts().size() + deadLetters().size();
        }

        /** Until at least that much came out. */
        void await(long count) throws Exception {
            long patience = System.nanoTime() + GIVE_UP.toNanos();
            while (count() < count && System.nanoTime() < patience) {
                pause();
            }
        }

        /** Until something more came out than now. */
        void awaitMore() throws Exception {
            await(count() + 1);
        }

        /**
         * Until every input has its fate and nothing more happens, or nothing has happened for so
         * long that something must be wrong: then the judge will say what.
         */
        void awaitAll(long inputs, CustomerIoSandbox sandbox, Progress progress) throws Exception {
            long last = -1;
            long since = System.nanoTime();
            while (true) {
                long now = count() + sandbox.summary().requests();
                if (now != last) {
                    last = now;
                    since = System.nanoTime();
                }
                long quiet = System.nanoTime() - since;
                long fates = Math.min(count(), inputs);
                boolean complete = fates == inputs;
                progress.soFar(
                        String.format(
                                Locale.ROOT,
                                "%,d of %,d inputs have their fate%s",
                                fates,
                                inputs,
                                complete ? "; waiting until nothing more comes" : ""));
                if (quiet > (complete ? QUIET : GIVE_UP).toNanos()) {
                    return;
                }
                pause();
            }
        }

        private static void pause() throws InterruptedException {
            Thread.sleep(100);
        }

        @Override
        public void close() {
            receipts.close();
            deadLetters.close();
        }
    }
}
