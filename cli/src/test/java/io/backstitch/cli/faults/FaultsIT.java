package io.backstitch.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.stack.RunFolder;
import io.backstitch.pipeline.job.JobOptions.Sabotage;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/** The short form of the suite is survived; and each rule broken on purpose is noticed. */
class FaultsIT {
    private static final long SEED = 7;

    @Test
    void theEssentialFaultsAreSurvived() throws Exception {
        List<FaultResult> results = run(List.of(), Sabotage.NONE);
        assertThat(results).hasSizeGreaterThan(5).allSatisfy(FaultsIT::assertSurvived);
        assertThat(results).allSatisfy(result -> assertThat(result.effects()).isPositive());
    }

    private static void assertSurvived(FaultResult result) {
        assertThat(result.findings()).as(result.name()).isEmpty();
    }

    @Test
    void randomIdsAreNoticed() throws Exception {
        assertNoticed("crash-after-answer", Sabotage.ULID, FaultResult::duplicated);
    }

    @Test
    void peopleWithoutOrderAreNoticed() throws Exception {
        assertNoticed("flaky", Sabotage.LANES, FaultResult::disordered);
    }

    @Test
    void forgottenOperationsAreNoticed() throws Exception {
        assertNoticed("crash-in-outage", Sabotage.RESTORE, FaultResult::missing);
    }

    @Test
    void announcementsThatNoCheckpointKnowsAreNoticed() throws Exception {
        List<FaultResult> results = run(List.of("late-order"), Sabotage.PROVISIONAL);
        // What was accepted and is not decided again has no receipt either: P8.
        assertThat(results.get(0).findings()).anyMatch(finding -> finding.startsWith("P7"));
    }

    private static void assertNoticed(
            String fault, Sabotage sabotage, ToLongFunction<FaultResult> count) throws Exception {
        List<FaultResult> results = run(List.of(fault), sabotage);
        assertThat(results)
                .singleElement()
                .satisfies(
                        result -> {
                            assertThat(result.survived()).isFalse();
                            assertThat(count.applyAsLong(result)).isPositive();
                        });
    }

    private static List<FaultResult> run(List<String> only, Sabotage sabotage) throws Exception {
        try (RunFolder folder = RunFolder.create("faults-it")) {
            return new FaultSuite(
                            new FaultsOptions(SEED, true, only, sabotage), step -> {}, result -> {})
                    .run(folder.path());
        }
    }
}
