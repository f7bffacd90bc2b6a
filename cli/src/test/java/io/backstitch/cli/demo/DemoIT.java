package io.backstitch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.audit.AuditedDemo;
import io.backstitch.cli.stack.LocalCluster;
import io.backstitch.cli.stack.RunFolder;
import io.backstitch.pipeline.job.JobOptions.Sabotage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The demo in small, through real Kafka, registry, Flink and sandbox, with a stop and a resume at
 * another parallelism: every promise holds, and each sabotage breaks exactly its own.
 */
class DemoIT {
    private static final int SHOPPERS = 200;

    private static RunFolder folder;
    private static LocalCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        folder = RunFolder.create("it");
        cluster = LocalCluster.start(folder.path().resolve("cluster"), 3);
    }

    @AfterAll
    static void stop() throws Exception {
        try (RunFolder toDelete = folder;
                LocalCluster toStop = cluster) {
            assertThat(toDelete.path()).exists();
        }
    }

    @ParameterizedTest(name = "seed {0}, faults {1}")
    @CsvSource({"42, false", "7, false", "42, true"})
    void everyPromiseHolds(long seed, boolean faults) throws Exception {
        List<Verdict> verdicts = run(seed, faults, Sabotage.NONE);
        assertThat(broken(verdicts)).as("%s", verdicts).isEmpty();
        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.checked()).isPositive());
    }

    @ParameterizedTest(name = "{0}")
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "NONE",
                "LANES",
                "ULID",
                "PROVISIONAL"
            }) // a good day forgives these; the faults do not
    void eachSabotageBreaksItsOwnPromise(Sabotage sabotage) throws Exception {
        List<Verdict> verdicts = run(42, false, sabotage);
        if (sabotage == Sabotage.RESTORE) {
            // Which operations it forgets is luck: a profile or a merge is missed elsewhere too.
            assertThat(broken(verdicts)).as("%s", verdicts).contains(promiseOf(sabotage));
        } else {
            assertThat(broken(verdicts)).as("%s", verdicts).containsExactly(promiseOf(sabotage));
        }
    }

    @Test
    void whatBecameOfEachThingCanBeTraced() throws Exception {
        DemoOptions options = new DemoOptions(80, 42, false, Sabotage.NONE, 2, 0);
        try (RunFolder files = RunFolder.create("it");
                DemoRun run = DemoRun.start(options, step -> {}, files.path(), () -> "", cluster)) {
            new TracedDemo(run.parts(), run.run().simulation().truth()).check();
        }
    }

    private static Promise promiseOf(Sabotage sabotage) {
        return switch (sabotage) {
            case NONE, LANES, ULID, PROVISIONAL -> null;
            case STITCH -> Promise.P2;
            case IDENTIFY -> Promise.P3;
            case ORDER -> Promise.P4;
            case DEDUPE -> Promise.P5;
            case NAMES -> Promise.P6;
            case LATE -> Promise.P7;
            case DEAD_LETTER -> Promise.P8;
            case RESTORE -> Promise.P9;
        };
    }

    private static List<Promise> broken(List<Verdict> verdicts) {
        List<Promise> broken = new ArrayList<>();
        for (Verdict verdict : verdicts) {
            if (!verdict.held()) {
                broken.add(verdict.promise());
            }
        }
        return broken;
    }

    private static List<Verdict> run(long seed, boolean faults, Sabotage sabotage)
            throws Exception {
        DemoOptions options = new DemoOptions(SHOPPERS, seed, faults, sabotage, 2, 3);
        try (RunFolder files = RunFolder.create("it");
                DemoRun run = DemoRun.start(options, step -> {}, files.path(), () -> "", cluster)) {
            DemoRun.Outcome outcome = run.run();
            AuditedDemo audited = new AuditedDemo(run.parts(), outcome.simulation().truth());
            if (sabotage == Sabotage.NONE) {
                audited.balances();
            } else if (sabotage == Sabotage.RESTORE) {
                audited.namesWhatDeliveryForgot();
            }
            return outcome.verdicts();
        }
    }
}
