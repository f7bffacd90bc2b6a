package io.backstitch.cli.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstitch.cli.control.ControlTopic.Command;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ControlCommandTest {
    @TempDir Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void aCommandIsJsonUnderADeterministicKey() {
        Command some = Command.of("pause", List.of("b", "a"), 17);
        assertThat(some.json())
                .isEqualTo("{\"command\":\"pause\",\"families\":[\"a\",\"b\"],\"at\":17}");
        assertThat(some.key()).isEqualTo("pause:a,b:17");
        Command all = Command.of("resume", List.of(), 18);
        assertThat(all.json()).isEqualTo("{\"command\":\"resume\",\"at\":18}");
        assertThat(all.key()).isEqualTo("resume:*:18");
    }

    @Test
    void whereKafkaIsMustBeSaidOnce() {
        assertThat(line().execute()).isEqualTo(2);
        assertThat(line().execute("--bootstrap", "a:1", "--config", "b")).isEqualTo(2);
        assertThat(line().execute("--bootstrap", "a:1", "--families", "")).isEqualTo(2);
        assertThat(err.toString())
                .contains("Give either --bootstrap or --config")
                .contains("an empty name");
    }

    @Test
    void theJobsFileNamesTopicAndClient() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("job.yaml"),
                        "kafka:\n  bootstrap-servers: b:1\n  control-topic: c\n"
                                + "  client.security.protocol: SASL_SSL\n");
        ControlTopic control = ControlTopic.of(file, null);
        assertThat(control.topic()).isEqualTo("c");
        assertThat(control.client())
                .containsEntry("bootstrap.servers", "b:1")
                .containsEntry("security.protocol", "SASL_SSL");
        Files.writeString(file, "kafka:\n  bootstrap-servers: b:1\n");
        assertThatThrownBy(() -> ControlTopic.of(file, null))
                .hasMessageContaining("has no kafka.control-topic");
        assertThat(ControlTopic.of(file, "d").topic()).isEqualTo("d");
    }

    private CommandLine line() {
        return new CommandLine(new PauseCommand()).setErr(new PrintWriter(err, true));
    }
}
