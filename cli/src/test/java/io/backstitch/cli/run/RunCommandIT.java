package io.backstitch.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.CommandProcess;
import io.backstitch.cli.ExitCodes;
import io.backstitch.cli.stack.LocalParts;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.shoppers.SimulationWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command against a Kafka, a registry and a workspace that are not its own. */
@EnabledOnOs(OS.LINUX)
class RunCommandIT {
    private static final String SAVEPOINT = "Savepoint: ";

    @TempDir private Path folder;

    @Test
    void stopsWithASavepointAndGoesOnFromIt() throws Exception {
        try (LocalParts parts =
                LocalParts.start(folder.resolve("parts"), SandboxOptions.builder().build())) {
            SimulationWriter.createTopics(parts.kafkaClient(), 1);
            for (String topic :
                    List.of("receipts", "dead-letters", "identity-audit", "audit", "violations")) {
                parts.broker().createTopic("backstitch." + topic, 1, Map.of());
            }
            Path file = write(parts.jobConfig());

            String savepoint;
            try (CommandProcess first = run(file)) {
                first.awaitLine("The job is RUNNING");
                first.signal("INT");
                assertThat(first.exitCode()).as(first.output()).isEqualTo(ExitCodes.OK);
                String line = first.awaitLine(SAVEPOINT);
                savepoint = line.substring(line.indexOf(SAVEPOINT) + SAVEPOINT.length());
                assertThat(savepoint).contains(folder.resolve("savepoints").toString());
                assertThat(first.output()).contains("--savepoint " + savepoint);
            }
            try (CommandProcess second = run(file, "--savepoint", savepoint)) {
                second.awaitLine("going on from " + savepoint);
                second.awaitLine("The job is RUNNING");
                second.signal("TERM");
                assertThat(second.exitCode()).as(second.output()).isEqualTo(ExitCodes.OK);
            }
            Configuration other = parts.jobConfig();
            other.setString("ulid.namespace", "elsewhere");
            try (CommandProcess third = run(write(other), "--savepoint", savepoint)) {
                assertThat(third.exitCode()).as(third.output()).isEqualTo(ExitCodes.USAGE);
                assertThat(third.output())
                        .contains("error: cannot go on from " + savepoint)
                        .contains("Put them back, or start without the state:")
                        .contains("ulid.namespace: is elsewhere, the state was made with")
                        .doesNotContain("Exception", "\tat ", "because:");
            }
        }
    }

    private CommandProcess run(Path file, String... more) throws IOException {
        List<String> all = new java.util.ArrayList<>(List.of("run", "--config", file.toString()));
        all.addAll(List.of(more));
        return CommandProcess.start(folder, List.of(), all.toArray(String[]::new));
    }

    private Path write(Configuration config) throws IOException {
        config.setString(
                "flink.execution.checkpointing.savepoint-dir",
                folder.resolve("savepoints").toUri().toString());
        StringBuilder yaml = new StringBuilder();
        new TreeMap<>(config.toMap())
                .forEach((key, value) -> yaml.append(key + ": \"" + value + "\"\n"));
        return Files.writeString(folder.resolve("backstitch.yaml"), yaml);
    }
}
