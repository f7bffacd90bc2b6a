package io.backstitch.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.job.JobOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchIT {
    @TempDir private Path dir;

    @Test
    void theNumberStandsOnEffectsThatEqualTheTruth() throws Exception {
        BenchResult result = run(60, 20, JobOptions.Sabotage.NONE);

        assertThat(result.faults()).isEmpty();
        assertThat(result.checks()).isPositive();
        assertThat(result.measurement().events()).isGreaterThan(60);
        assertThat(result.measurement().operations()).isPositive();
        assertThat(result.measurement().perSecond()).isPositive();
        assertThat(result.measurement().wall()).isGreaterThan(result.measurement().firstFate());

        Path json = dir.resolve("result.json");
        BenchReport report = new BenchReport(result, TestBed.here(Clock.systemUTC()));
        report.writeJson(json);
        assertThat(report.text()).contains("throughput").doesNotContain("VOID");
        assertThat(Files.readString(json)).contains("\"events_per_second\"");
    }

    @Test
    void wrongEffectsMakeItVoid() throws Exception {
        BenchResult result = run(60, 0, JobOptions.Sabotage.DEDUPE);

        assertThat(result.valid()).isFalse();
        assertThat(result.faults()).singleElement().asString().startsWith("P5 Once: ");

        Path json = dir.resolve("result.json");
        BenchReport report = new BenchReport(result, TestBed.here(Clock.systemUTC()));
        report.writeJson(json);
        assertThat(report.text()).contains("VOID", "P5 Once").doesNotContain("events/s");
        assertThat(Files.readString(json)).doesNotContain("events_per_second");
    }

    private BenchResult run(int shoppers, int warmUp, JobOptions.Sabotage sabotage)
            throws Exception {
        BenchOptions options =
                new BenchOptions(shoppers, warmUp, 7, 2, sabotage, Duration.ofMinutes(3));
        return new BenchRun(options, dir.resolve("run"), step -> {}).run();
    }
}
