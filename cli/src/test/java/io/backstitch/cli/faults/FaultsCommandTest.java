package io.backstitch.cli.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.cli.ExitCodes;
import io.backstitch.pipeline.job.JobOptions.Sabotage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class FaultsCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... args) {
        return new CommandLine(new FaultsCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(args);
    }

    @Test
    void listsTheFaults() {
        assertThat(execute("--list")).isEqualTo(ExitCodes.OK);
        assertThat(out.toString())
                .contains("lost-answers", "crash-after-answer", "in the short form");
    }

    @Test
    void anUnknownFaultIsWrongUsageAndSaysWhichThereAre() {
        assertThat(execute("--only", "outage,earthquake")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("no fault 'earthquake'").contains("quiet-partitions");
    }

    @Test
    void anUnknownSabotageIsWrongUsage() {
        assertThat(execute("--sabotage", "names")).isEqualTo(ExitCodes.USAGE);
        assertThat(err.toString()).contains("ulid, lanes, restore, provisional");
    }

    @Test
    void theReportNamesWhatWasNotSurvived(@TempDir Path dir) throws Exception {
        List<FaultResult> results =
                List.of(result("outage", 0, List.of()), result("stuck", 2, List.of("P5 Once: 2")));
        FaultsOptions options = new FaultsOptions(3, false, List.of(), Sabotage.NONE);
        try (FaultsReport report = new FaultsReport(new PrintWriter(out, true), options)) {
            report.table(results);
            report.write(dir, results);
        }
        assertThat(out.toString())
                .contains("1 of 2 faults were NOT survived")
                .containsPattern("stuck .*0/2/0/0  NOT SURVIVED")
                .containsPattern("outage .*1\\.5 s");
        JsonNode json = new ObjectMapper().readTree(dir.resolve("faults.json").toFile());
        assertThat(json.path("survived").asBoolean()).isFalse();
        assertThat(json.path("seed").asInt()).isEqualTo(3);
        assertThat(json.path("faults").path(1).path("duplicated").asInt()).isEqualTo(2);
        assertThat(json.path("faults").path(0).path("injected").path("seconds away").asInt())
                .isEqualTo(12);
        assertThat(Files.readString(dir.resolve("faults.md")))
                .contains("| outage | 100 | 90 |")
                .contains("- `stuck`: what happens (seconds away 12). **Not survived**")
                .contains("  - P5 Once: 2");
    }

    private static FaultResult result(String name, long duplicated, List<String> findings) {
        return new FaultResult(
                name,
                "what happens",
                Map.of("seconds away", 12),
                100,
                90,
                3,
                2,
                40,
                5,
                0,
                6,
                0,
                1_500,
                1_100,
                8,
                0,
                duplicated,
                0,
                0,
                findings);
    }
}
