package io.backstitch.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.CommandProcess;
import io.backstitch.cli.ExitCodes;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An event that nobody knew when the job's jar was built: its schema lies in a directory, nothing
 * is compiled, and the jar as it was packaged takes it for the contract's own.
 */
class AddedEventIT {
    private static final String SCHEMA =
            """
            {"type": "record", "name": "GiftWrapped", "namespace": "shop.example",
             "doc": "A gift was wrapped.", "event": "gift_wrapped", "used_by": ["thanks"],
             "synonyms": ["Gift Paper Chosen"],
             "fields": [
              {"name": "paper", "type": "string", "doc": "Which paper.", "required": true, "cio": "word",
               "synonyms": ["wrapping"]},
              {"name": "fee", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 24,
               "scale": 6}], "default": null, "doc": "What it costs.", "cio": "decimal", "minimum": 0},
              {"name": "card", "type": ["null", "boolean"], "default": null, "doc": "With a card.",
               "cio": "boolean"}]}
            """;

    private static final String SCENARIO =
            """
            options:
              normalise.contract-dir: %s
            inputs:
              - mparticle: {device: w, user: 42, email: ann@shop.example, event: giftPaperChosen, at: 09:00,
                  properties: {Wrapping: " RED ", fee: "3.50", card: "yes"}}
              - mparticle: {device: w, user: 42, event: Gift Wrapped, at: 09:01, properties: {fee: 1}}
              - mparticle: {device: w, user: 42, event: Product Viewed, at: 09:02, properties: {product_id: p}}
            until: 10:00
            expect:
              people:
                - id: 42
                  email: ann@shop.example
                  activity:
                    - event: gift_wrapped
                      at: 09:00
                      with: {paper: red, fee: 3.5, card: true, contract_version: 2.7.0}
                    - product_viewed 09:02
              dead_letters:
                - {stage: normalise, reason: missing_property, field: paper, event: Gift Wrapped}
            """;

    @TempDir private Path dir;
    private Path file;

    @BeforeEach
    void aDirectoryWithOneSchemaAndAVersion() throws IOException {
        Path contract = Files.createDirectory(dir.resolve("contract"));
        Files.writeString(contract.resolve("GiftWrapped.avsc"), SCHEMA);
        Files.writeString(contract.resolve("contract.json"), "{\"version\": \"2.7.0\"}");
        file = Files.writeString(dir.resolve("mine.yaml"), SCENARIO.formatted(contract));
    }

    @Test
    void theJarTakesAnEventThatWasAddedByAFile() throws Exception {
        try (CommandProcess play =
                CommandProcess.start(withTheJar(), dir, List.of(), "scenario", file.toString())) {
            int code = play.exitCode();
            assertThat(play.output()).contains("1 of 1 as expected");
            assertThat(code).as(play.output()).isEqualTo(ExitCodes.OK);
        }
    }

    /**
     * The jar that clusters are given goes first; of the pipeline's classes nothing else is left.
     */
    private static String withTheJar() throws IOException {
        List<String> parts = new ArrayList<>();
        parts.add(jar().toString());
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            String path = part.replace(File.separatorChar, '/');
            boolean inTheJar =
                    path.contains("/pipeline/target/")
                            || path.contains("/schemas-avro/target/")
                            || path.matches(".*/backstitch-(pipeline|schemas)[^/]*\\.jar");
            if (!inTheJar && !path.endsWith("/test-classes")) {
                parts.add(part);
            }
        }
        return String.join(File.pathSeparator, parts);
    }

    private static Path jar() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "pipeline", "target"))) {
            return files.filter(file -> file.toString().endsWith("-job.jar"))
                    .findFirst()
                    .orElseThrow(
                            () ->
                                    new AssertionError(
                                            "no job jar in pipeline/target: package first"))
                    .toAbsolutePath();
        }
    }
}
