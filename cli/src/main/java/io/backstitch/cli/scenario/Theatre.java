package io.backstitch.cli.scenario;

import io.backstitch.cli.stack.Closing;
import io.backstitch.cli.stack.LocalFlink;
import io.backstitch.pipeline.job.BackstitchJob;
import io.backstitch.sandbox.customerio.Behaviour;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Gauge;

/**
 * Where scenarios are played, one after the other: a Flink cluster in this process and a schema
 * registry for all, a Customer.io sandbox and the whole job for each.
 */
final class Theatre implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long LOOK_MS = 500;
    private static final Set<String> UNDER_WAY = Set.of("operationsBuffered", "operationsSpooled");
    private static final Set<String> UNKNOWN = Set.of("peopleAwaitingCheckpoint");
    private static final String WORKSPACE = "customerio.workspace";

    private final Path dir;
    private final int parallelism;
    private final LocalFlink flink;
    private final OneSchemaRegistry.Desk registry;

    private Theatre(Path dir, int parallelism, LocalFlink flink, OneSchemaRegistry.Desk registry) {
        this.dir = dir;
        this.parallelism = parallelism;
        this.flink = flink;
        this.registry = registry;
    }

    /**
     * @param dir an empty folder for files
     * @param parallelism of the job's keyed steps
     */
    static Theatre open(Path dir, int parallelism) throws Exception {
        OneSchemaRegistry.Desk registry = new OneSchemaRegistry.Desk();
        try {
            LocalFlink flink = LocalFlink.start(dir, parallelism, Meters.flinkOptions());
            return new Theatre(dir, parallelism, flink, registry);
        } catch (Exception e) {
            registry.close();
            throw e;
        }
    }

    /**
     * Plays one scenario to its end.
     *
     * @throws io.backstitch.pipeline.job.ConfigException if the job refuses its options
     */
    Outcome play(Scenario scenario) throws Exception {
        List<Beat> beats = Beat.of(scenario);
        String id = UUID.randomUUID().toString();
        try (CustomerIoSandbox sandbox = CustomerIoSandbox.start(sandbox(scenario));
                Stage stage = new Stage(id, beats)) {
            JobID job =
                    flink.submit(
                            BackstitchJob.assemble(
                                    config(scenario, sandbox), stage::source, stage.sinks()),
                            null);
            try {
                for (int i = 0; i < beats.size(); i++) {
                    beat(beats.get(i), i, stage, sandbox, job);
                }
                flink.checkpoint(job);
                return Outcome.of(sandbox, stage, Meters.counters(job.toString()));
            } finally {
                flink.clear();
            }
        }
    }

    /** A record finds the clock at its time; what falls due finds it before. */
    private void beat(Beat beat, int index, Stage stage, CustomerIoSandbox sandbox, JobID job)
            throws Exception {
        if (beat.input() != null) {
            sandbox.setClock(beat.time() / 1000);
        }
        stage.let(index);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!stage.await(beat.time(), LOOK_MS)) {
            if (flink.status(job).isTerminalState()) {
                flink.result(job);
                throw new IllegalStateException("The job ended early.");
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "The job does not move on: it has been given everything before beat "
                                + index
                                + " and does not say that it is done.");
            }
        }
        delivered(job, deadline);
        if (beat.input() == null) {
            sandbox.setClock(beat.time() / 1000);
        }
    }

    /** Until nothing is on its way to Customer.io; what awaits a checkpoint has one. */
    private void delivered(JobID job, long deadline) throws Exception {
        List<Gauge<?>> gauges = Meters.gauges(job.toString(), UNDER_WAY);
        List<Gauge<?>> unknown = Meters.gauges(job.toString(), UNKNOWN);
        for (Gauge<?> gauge : gauges) {
            while (((Number) gauge.getValue()).longValue() > 0) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(
                            "The job does not get rid of what it has to deliver.");
                }
                if (isPositive(unknown)) {
                    flink.checkpoint(job);
                }
                LockSupport.parkNanos(200_000);
            }
        }
    }

    private static boolean isPositive(List<Gauge<?>> gauges) {
        for (Gauge<?> gauge : gauges) {
            if (((Number) gauge.getValue()).longValue() > 0) {
                return true;
            }
        }
        return false;
    }

    private SandboxOptions sandbox(Scenario scenario) {
        String workspace = scenario.option(WORKSPACE);
        return SandboxOptions.builder()
                .clock(Behaviour.ClockMode.TRAFFIC)
                .workspace(
                        "id".equals(workspace)
                                ? Behaviour.WorkspaceKind.ID
                                : "email".equals(workspace)
                                        ? Behaviour.WorkspaceKind.EMAIL
                                        : Behaviour.WorkspaceKind.ID_AND_EMAIL)
                .build();
    }

    /** As a user would write it, but for what a scenario says itself. */
    private Configuration config(Scenario scenario, CustomerIoSandbox sandbox) throws IOException {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap-servers", "127.0.0.1:9"); // nobody asks
        config.setString("schema-registry.url", registry.url());
        config.setString("customerio.development", "true");
        config.setString("customerio.track-url", sandbox.uri().toString());
        config.setString("customerio.site-id", sandbox.options().siteId());
        config.setString("customerio.api-key-file", secret("api-key", sandbox.options().apiKey()));
        config.setString(
                "customerio.app-api-key-file", secret("app-key", sandbox.options().appApiToken()));
        config.setString("ulid.key-file", secret("ulid-key", "a secret of this machine's own"));
        config.setString("orders.history", "from_empty");
        config.setString("normalise.default-region", "DE");
        config.setString("deliver.linger", "0ms");
        config.setString("flink.execution.checkpointing.interval", "1h");
        config.setString("flink.execution.buffer-timeout.interval", "0ms");
        config.setString("flink.restart-strategy.type", "none");
        scenario.options().forEach(config::setString);
        config.setString("flink.parallelism.default", Integer.toString(parallelism));
        return config;
    }

    private String secret(String name, String value) throws IOException {
        return Files.writeString(dir.resolve(name), value).toString();
    }

    @Override
    public void close() {
        flink.close();
        Closing.within(Duration.ofSeconds(2), "the registry", registry);
    }
}
