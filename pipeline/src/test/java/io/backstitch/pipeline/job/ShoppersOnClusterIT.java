package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.model.Coverage;
import io.backstitch.model.History;
import io.backstitch.model.Rules;
import io.backstitch.pipeline.identity.Stories;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.sandbox.customerio.Behaviour;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.FaultKind;
import io.backstitch.sandbox.customerio.FaultPlan;
import io.backstitch.sandbox.customerio.SandboxOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Some hundreds of shoppers' histories through the whole job on a small cluster, from what sources
 * write to what Customer.io holds: history by history it is what the reference model comes to.
 *
 * <p>All histories share one job and one clock, under identifiers of their own. The model is given
 * the schedule as it is played: which reports enter between which two ticks of the clock. The
 * source makes it so: it says a tick and then waits until the job has done all that was before.
 * Reports that a history has under way together enter together and race over the subtasks for real;
 * of those histories only what no race decides is compared. Customer.io is told while time goes on,
 * so it is open too which of two people has an order that both were sent.
 *
 * <p>A red history prints its seed; {@code -Dbackstitch.histories=1 -Dbackstitch.histories.seed=…}
 * runs it alone.
 *
 * <p>Not compared here, but in the harnesses ({@code ShoppersPropertyTest}): state that should be
 * gone, and whether an event came with its person's address.
 */
class ShoppersOnClusterIT {
    private static final int HISTORIES = Integer.getInteger("backstitch.histories", 250);
    private static final long SEED = Long.getLong("backstitch.histories.seed", 20261123L);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int MOST_SHOWN = 5;

    /** So many entries before a stop Customer.io ceases to answer, so that much is under way. */
    private static final int OUTAGE = 60;

    /** At least a tenth of the histories holds each of these. */
    private static final List<String> SITUATIONS =
            List.of(
                    "two devices",
                    "late orders",
                    "conflicts",
                    "shared devices",
                    "guests",
                    "duplicates",
                    "refunds",
                    "cancels",
                    "logouts",
                    "races");

    private static final Rules RULES = Rules.plain(24 * 3_600_000L, 300_000, 1_200_000, 4_800_000);

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(cluster())
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(4)
                            .build());

    private static RegistryDesk registry;
    private static List<History> histories;
    private static Schedule schedule;
    private static List<RawRecord> records;

    @TempDir private Path folder;

    @BeforeAll
    static void generate() throws Exception {
        registry = new RegistryDesk();
        histories = new ArrayList<>();
        JqwikSession.run(
                () -> {
                    RandomGenerator<Stories.Story> stories = Stories.stories().generator(1000);
                    for (int i = 0; i < HISTORIES; i++) {
                        histories.add(stories.next(new Random(SEED + i)).value().plain().history());
                    }
                });
        schedule = new Schedule(histories);
        Feed feed = new Feed(registry.registry());
        records = new ArrayList<>();
        for (Schedule.Entry entry : schedule.entries()) {
            records.add(
                    entry.isTick()
                            ? null
                            : feed.record(entry.report(), prefix(entry.history()), records.size()));
        }
        Map<String, Integer> situations = new TreeMap<>();
        for (History history : histories) {
            Coverage.of(history).forEach(name -> situations.merge(name, 1, Integer::sum));
        }
        situations.remove("restores"); // of a history; here the whole job is restored
        System.out.printf(
                "%d histories, %d records, %d ticks; of them with %s%n",
                HISTORIES,
                schedule.entries().size() - schedule.ticks(),
                schedule.ticks(),
                situations);
        for (String situation : SITUATIONS) {
            assertThat(situations.getOrDefault(situation, 0))
                    .as("histories with %s", situation)
                    .isGreaterThanOrEqualTo(HISTORIES / 10);
        }
    }

    @AfterAll
    static void close() {
        registry.close();
    }

    @ParameterizedTest(name = "at parallelism {0}")
    @ValueSource(ints = {1, 2, 4})
    void theJobAndTheModelComeToTheSame(int parallelism) throws Exception {
        try (CustomerIoSandbox sandbox = sandbox();
                Loom loom = loom()) {
            end(open(sandbox, loom, parallelism, 0, null));
            compare("at parallelism " + parallelism, sandbox, loom);
        }
    }

    @Test
    void alsoIfItBreaksDownAndGoesOnAtAnotherParallelism() throws Exception {
        int size = schedule.entries().size();
        try (CustomerIoSandbox sandbox = sandbox();
                Loom loom = loom()) {
            String savepoint = null;
            int[] sizes = {2, 4, 1};
            for (int i = 0; i < sizes.length; i++) {
                int until = size * (i + 1) / sizes.length;
                loom.pauseAt(until - OUTAGE);
                JobClient job = open(sandbox, loom, sizes[i], 1, savepoint);
                awaitPause(loom, job);
                sandbox.faults().set(FaultPlan.builder().rate(FaultKind.UNAVAILABLE, 1).build());
                loom.failAt(until - OUTAGE / 2);
                loom.pauseAt(until);
                awaitPause(loom, job);
                if (until == size) {
                    sandbox.faults().clear();
                    end(job);
                } else {
                    savepoint = stop(job);
                    sandbox.faults().clear();
                }
            }
            assertThat(loom.failuresLeft()).isZero();
            compare("with failures, at parallelism 2, 4 and 1", sandbox, loom);
        }
    }

    private static void awaitPause(Loom loom, JobClient job) {
        Awaitility.await().atMost(PATIENCE).until(() -> isPaused(loom, job));
    }

    private static boolean isPaused(Loom loom, JobClient job) throws Exception {
        if (job.getJobStatus().get(1, TimeUnit.MINUTES).isGloballyTerminalState()) {
            end(job);
        }
        return loom.isPaused();
    }

    private String stop(JobClient job) throws Exception {
        String savepoints = folder.resolve("savepoints").toUri().toString();
        return job.stopWithSavepoint(false, savepoints, SavepointFormatType.CANONICAL)
                .get(1, TimeUnit.MINUTES);
    }

    /** When the input is at its end the job delivers the rest and is done. */
    private static void end(JobClient job) throws Exception {
        try {
            job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            job.cancel().get(1, TimeUnit.MINUTES);
            throw e;
        }
    }

    private static void compare(String how, CustomerIoSandbox sandbox, Loom loom) {
        assertThat(loom.deadLetters()).isEmpty();
        Holdings holdings = new Holdings(sandbox, loom.receipts());
        List<String> red = new ArrayList<>();
        for (int i = 0; i < HISTORIES; i++) {
            String difference = holdings.difference(schedule.played(i), RULES, prefix(i));
            if (!difference.isEmpty()) {
                red.add("seed " + (SEED + i) + "\n" + difference + histories.get(i));
            }
        }
        System.out.printf(
                "%s: %d histories as the model says, %d not%n",
                how, HISTORIES - red.size(), red.size());
        String shown = String.join("\n", red.subList(0, Math.min(MOST_SHOWN, red.size())));
        assertThat(shown).as("%s: %d histories differ; the first", how, red.size()).isEmpty();
    }

    private static String prefix(int history) {
        return "h" + history + "-";
    }

    private static Loom loom() {
        return new Loom(UUID.randomUUID().toString(), schedule.entries(), records);
    }

    /** Its time is that of the traffic, so that a merge keeps events of the last 30 days. */
    private static CustomerIoSandbox sandbox() {
        return CustomerIoSandbox.start(
                SandboxOptions.builder()
                        .clock(Behaviour.ClockMode.TRAFFIC)
                        .journeys(List.of())
                        .segments(List.of())
                        .build());
    }

    private JobClient open(
            CustomerIoSandbox sandbox, Loom loom, int parallelism, int failures, String savepoint)
            throws Exception {
        Configuration config = JobConfig.in(folder);
        config.setString("schema-registry.url", registry.url());
        config.setString("customerio.track-url", sandbox.uri().toString());
        config.setString("customerio.site-id", sandbox.options().siteId());
        secret(config, "customerio.api-key-file", sandbox.options().apiKey());
        secret(config, "customerio.app-api-key-file", sandbox.options().appApiToken());
        config.setString("stitch.window", "24 h");
        config.setString("stitch.lateness", "5 min");
        config.setString("stitch.min-hold", "20 min");
        config.setString("cart.abandon-after", "1 h");
        config.setString("cart.grace", "20 min");
        config.setString("orders.history", "from_empty");
        config.setString("deliver.linger", "0 ms");
        config.setString("flink.parallelism.default", Integer.toString(parallelism));
        config.setString("flink.execution.buffer-timeout.interval", "0 ms");
        config.setString("flink.execution.checkpointing.interval", "500 ms");
        config.setString("flink.restart-strategy.type", failures == 0 ? "none" : "fixed-delay");
        config.setString("flink.restart-strategy.fixed-delay.attempts", Integer.toString(failures));
        config.setString("flink.restart-strategy.fixed-delay.delay", "0 s");
        if (savepoint != null) {
            config.setString("flink.execution.state-recovery.path", savepoint);
        }
        return BackstitchJob.assemble(config, loom::source, loom.sinks()).executeAsync();
    }

    private void secret(Configuration config, String option, String value) throws Exception {
        config.setString(option, Files.writeString(folder.resolve(option), value).toString());
    }

    private static Configuration cluster() {
        Configuration config = new Configuration();
        for (String key :
                List.of(
                        "rest.bind-address",
                        "jobmanager.bind-host",
                        "taskmanager.bind-host",
                        "taskmanager.host")) {
            config.setString(key, "127.0.0.1");
        }
        config.setString("taskmanager.memory.network.min", "128m");
        config.setString("taskmanager.memory.network.max", "128m");
        config.setString("taskmanager.memory.managed.size", "256m");
        config.setString("taskmanager.memory.segment-size", "16kb");
        return config;
    }
}
