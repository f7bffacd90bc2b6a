package io.backstitch.cli.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.cli.ExitCodes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the pre-flight finds in a sample of which it is known what is wrong with it. */
class PreflightIT {
    @TempDir Path dir;

    @Test
    void aShopWithoutFaultsIsReady() throws Exception {
        Ran ran = run(new SeededShop(7, 90).write(dir), "--size");

        assertThat(ran.faults()).allSatisfy((point, faults) -> assertThat(faults).isZero());
        assertThat(ran.statuses().values()).as(ran.json.toPrettyString()).containsOnly("holds");
        assertThat(ran.exit).isEqualTo(ExitCodes.OK);
        assertThat(ran.json.get("size").get("people").asLong()).isPositive();
        assertThat(ran.json.get("out_of_order").asLong()).isZero();
    }

    @Test
    void eachKindOfFaultIsCountedExactly() throws Exception {
        SeededShop shop =
                new SeededShop(7, 140)
                        .withoutPrimaryId(3)
                        .withBrokenPhones(4)
                        .withoutConsent(5)
                        .withUnplannedNames(6)
                        .withoutOrderIds(7)
                        .withAnonymousCheckouts(3, 2)
                        .withPoorBackend(2, 3)
                        .withTwoPaths(4)
                        .withSharedAddresses(2);
        Path page = dir.resolve("report.html");
        Ran ran = run(shop.write(dir), "--html", page.toString());

        Map<String, Long> expected = new LinkedHashMap<>();
        expected.put("identifier", 3L);
        expected.put("channels", 4L);
        expected.put("consent", 5L);
        expected.put("names", 6L);
        expected.put("properties", 7L);
        expected.put("stitching", 5L);
        expected.put("purchases", 5L);
        expected.put("paths", 4L);
        expected.put("person", 2L);
        assertThat(ran.faults()).as(ran.json.toPrettyString()).isEqualTo(expected);
        assertThat(ran.exit).isEqualTo(ExitCodes.FAILED);
        assertThat(ran.json.toString())
                .contains("3 found their person later, 2 never")
                .contains("2 orders were reported by web or app alone; 3 came")
                .contains("checkout_started")
                .contains("To let one source deliver: routes.order_completed: orders")
                .doesNotContain("@example");
        String html = Files.readString(page);
        assertThat(html)
                .contains("NOT READY", "<svg")
                .doesNotContain("http", "@example", "<script");
    }

    private record Ran(int exit, JsonNode json) {
        Map<String, Long> faults() {
            Map<String, Long> faults = new LinkedHashMap<>();
            for (JsonNode point : json.get("points")) {
                faults.put(point.get("point").asText(), point.get("faults").asLong());
            }
            return faults;
        }

        Map<String, String> statuses() {
            Map<String, String> statuses = new LinkedHashMap<>();
            for (JsonNode point : json.get("points")) {
                statuses.put(point.get("point").asText(), point.get("status").asText());
            }
            return statuses;
        }
    }

    private static Ran run(List<String> files, String... more) throws Exception {
        List<String> args = new ArrayList<>(files);
        args.addAll(List.of("--format", "json"));
        args.addAll(List.of(more));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new PreflightCommand());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int exit = line.execute(args.toArray(new String[0]));
        assertThat(out.toString()).as(err.toString()).startsWith("{");
        return new Ran(exit, new ObjectMapper().readTree(out.toString()));
    }
}
