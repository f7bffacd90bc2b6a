package io.backstitch.cli.faults;

import io.backstitch.cli.stack.Closing;
import io.backstitch.cli.stack.LocalFlink;
import io.backstitch.cli.stack.LocalParts;
import io.backstitch.cli.stack.TopicReader;
import io.backstitch.pipeline.job.JobOptions;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.proxy.FaultProxy;
import io.backstitch.sandbox.shoppers.SimulationWriter;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.CheckpointStatsCounts;

/** The world that all faults happen to, one after the other: everything real, the job running. */
final class Stage implements AutoCloseable {
    static final int PARTITIONS = 4;
    static final int PARALLELISM = 2;
    static final long REQUEST_TIMEOUT_MS = 1_500;
    private static final int SLOTS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path dir;
    private final LocalParts parts;
    private final LocalFlink flink;
    private final FaultProxy proxy;
    private final SchemaRegistry registry;
    private final TopicReader<Receipt> receipts;
    private final TopicReader<DeadLetter> deadLetters;
    private final Configuration config;
    private CustomerIoSandbox sandbox;
    private String apiKey;
    private JobID job;

    /** Runs the job instead of the cluster in this process, or null. */
    private volatile JobProcess process;

    /** Of jobs that were replaced. */
    private Health former = new Health(0, 0, 0);

    /**
     * How the job has done so far.
     *
     * @param restarts by Flink, from a checkpoint
     * @param checkpoints completed
     * @param failed checkpoints that were not
     */
    record Health(long restarts, long checkpoints, long failed) {
        Health plus(Health other) {
            return new Health(
                    restarts + other.restarts,
                    checkpoints + other.checkpoints,
                    failed + other.failed);
        }

        Health since(Health before) {
            return new Health(
                    restarts - before.restarts,
                    checkpoints - before.checkpoints,
                    failed - before.failed);
        }
    }

    private Stage(Path dir, LocalParts parts, LocalFlink flink, FaultProxy proxy) {
        this.dir = dir;
        this.parts = parts;
        this.flink = flink;
        this.proxy = proxy;
        this.registry = parts.registryClient();
        this.receipts =
                new TopicReader<>(
                        parts.kafkaClient(), registry, "backstitch.receipts", Receipt.class);
        this.deadLetters =
                new TopicReader<>(
                        parts.kafkaClient(), registry, "backstitch.dead-letters", DeadLetter.class);
        this.config = parts.jobConfig();
        this.apiKey = parts.sandbox().options().apiKey();
    }

    /**
     * Starts everything; returns when the job has taken its first checkpoint.
     *
     * @param dir an empty folder for all files
     */
    static Stage start(Path dir, JobOptions.Sabotage sabotage) throws Exception {
        LocalParts parts = LocalParts.start(dir, SandboxOptions.builder().build());
        LocalFlink flink = null;
        FaultProxy proxy = null;
        try {
            flink = LocalFlink.start(dir, SLOTS);
            proxy = FaultProxy.start(parts.sandbox().uri());
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
            Stage stage = new Stage(dir, parts, flink, proxy);
            stage.configure(sabotage);
            stage.job = flink.submit(stage.config, PARALLELISM, null);
            stage.awaitCheckpoints(1);
            return stage;
        } catch (Exception e) {
            Closing.within(Duration.ofSeconds(5), "the proxy", proxy);
            Closing.within(Duration.ofSeconds(25), "Flink", flink);
            parts.close();
            throw e;
        }
    }

    /** Everything as in production, but for times: what takes minutes there takes seconds here. */
    private void configure(JobOptions.Sabotage sabotage) {
        config.set(JobOptions.SABOTAGE, sabotage);
        config.setString("customerio.track-url", proxy.uri().toString());
        config.setString("ingest.max-record-size", "512 kb");
        config.setString("customerio.request-timeout", REQUEST_TIMEOUT_MS + " ms");
        config.setString("deliver.backoff.initial", "50 ms");
        config.setString("deliver.backoff.max", "1 s");
        config.setString("deliver.max-batch-operations", "20");
        config.setString("deliver.max-buffered-operations", "200");
        config.setString("clock.look-every", "500 ms");
        config.setString("kafka.client.partition.discovery.interval.ms", "1000");
        config.setString("flink.execution.checkpointing.interval", "1 s");
        config.setString("flink.execution.checkpointing.timeout", "20 s");
        config.setString("flink.execution.checkpointing.tolerable-failed-checkpoints", "5");
        config.setString("flink.restart-strategy.type", "fixed-delay");
        config.setString("flink.restart-strategy.fixed-delay.attempts", "1000");
        config.setString("flink.restart-strategy.fixed-delay.delay", "200 ms");
    }

    LocalParts parts() {
        return parts;
    }

    FaultProxy proxy() {
        return proxy;
    }

    SchemaRegistry registry() {
        return registry;
    }

    /** Puts a new receiver behind the proxy; the one before is gone. */
    CustomerIoSandbox newSandbox(SandboxOptions options) {
        CustomerIoSandbox before = sandbox;
        sandbox = CustomerIoSandbox.start(options);
        proxy.target(sandbox.uri());
        Closing.within(Duration.ofSeconds(5), "the sandbox before", before);
        return sandbox;
    }

    /** The Track API key that the job's key file holds. */
    String apiKey() {
        return apiKey;
    }

    /** Writes another Track API key into the file that the job was told of. */
    void rotateKey(String newKey) throws IOException {
        Files.writeString(dir.resolve("customerio-api-key"), newKey);
        apiKey = newKey;
    }

    List<Receipt> receipts() throws Exception {
        return receipts.read();
    }

    List<DeadLetter> deadLetters() throws Exception {
        return deadLetters.read();
    }

    Health health() throws Exception {
        if (process != null) {
            return former.plus(new Health(0, process.checkpoints(), 0));
        }
        if (job == null) {
            return former;
        }
        CheckpointStatsCounts counts = flink.checkpoints(job);
        return former.plus(
                new Health(
                        counts.getNumberOfRestoredCheckpoints(),
                        counts.getNumberOfCompletedCheckpoints(),
                        counts.getNumberOfFailedCheckpoints()));
    }

    JobStatus status() throws Exception {
        if (process != null) {
            return process.isAlive() ? JobStatus.RUNNING : JobStatus.FAILED;
        }
        return flink.status(job);
    }

    /** Until that many more checkpoints are complete. */
    void awaitCheckpoints(int more) throws Exception {
        long before = health().checkpoints();
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (health().checkpoints() < before + more) {
            if (System.nanoTime() > patience || status().isGloballyTerminalState()) {
                throw new IllegalStateException(
                        "no checkpoint for "
                                + PATIENCE.toSeconds()
                                + " s; the job is "
                                + status()
                                + "; see the log in target/logs");
            }
            Thread.sleep(20);
        }
    }

    /** Takes a checkpoint now; while the job is coming back, as soon as it can. */
    void checkpoint() throws Exception {
        long patience = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                flink.checkpoint(job);
                return;
            } catch (ExecutionException e) {
                if (System.nanoTime() > patience || status().isGloballyTerminalState()) {
                    throw e;
                }
                Thread.sleep(50);
            }
        }
    }

    /** The job's task manager is lost, with all tasks; Flink restarts them from a checkpoint. */
    void loseTaskManager() throws Exception {
        flink.replaceTaskManager();
    }

    /** Stops the job with a savepoint and goes on from it at another parallelism. */
    void rescale(int parallelism) throws Exception {
        goOn(config, parallelism, stopWithSavepoint());
    }

    /**
     * Stops the job with a savepoint and goes on from it with other settings.
     *
     * @param others what differs from the usual settings; nothing goes back to them
     */
    void reconfigure(Map<String, String> others) throws Exception {
        Configuration changed = new Configuration(config);
        others.forEach(changed::setString);
        goOn(changed, PARALLELISM, stopWithSavepoint());
    }

    private String stopWithSavepoint() throws Exception {
        String savepoint = flink.stopWithSavepoint(job, dir.resolve("savepoints"));
        former = health();
        job = null;
        return savepoint;
    }

    private void goOn(Configuration settings, int parallelism, String savepoint) throws Exception {
        // Starting from a savepoint counts as a restart, and is none.
        former = former.plus(new Health(-1, 0, 0));
        job = flink.submit(settings, parallelism, savepoint);
    }

    /** The job stops with a savepoint and goes on from it in a process of its own. */
    void moveToProcess() throws Exception {
        process = JobProcess.start(dir.resolve("process"), config, stopWithSavepoint());
    }

    /** The job's process dies by SIGKILL; the next goes on from its last retained checkpoint. */
    void killProcess() throws Exception {
        process.killAndGoOn();
    }

    /** The job stops with a savepoint and goes on from it in this process. */
    void moveBack() throws Exception {
        String savepoint = process.stop();
        former = health();
        process = null;
        goOn(config, PARALLELISM, savepoint);
    }

    /** The broker stops, is away for a while, and comes back with all it held. */
    void restartBroker(Duration away) throws Exception {
        parts.stopBroker();
        Thread.sleep(away.toMillis());
        parts.startBroker();
    }

    @Override
    public void close() {
        Closing.within(Duration.ofSeconds(10), "the job's process", process);
        flink.close();
        receipts.close();
        deadLetters.close();
        registry.close();
        Closing.within(Duration.ofSeconds(5), "the proxy", proxy);
        Closing.within(Duration.ofSeconds(5), "the sandbox", sandbox);
        parts.close();
    }
}
