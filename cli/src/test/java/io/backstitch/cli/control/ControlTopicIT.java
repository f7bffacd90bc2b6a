package io.backstitch.cli.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.ExitCodes;
import io.backstitch.sandbox.kafka.KafkaBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands against a real broker. */
class ControlTopicIT {
    @TempDir Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void commandsStandInTheTopicInOrderAndWhatIsWrongIsSaid() {
        try (KafkaBroker broker = KafkaBroker.start(folder)) {
            String kafka = broker.bootstrapServers();
            assertThat(run(new PauseCommand(), "--bootstrap", kafka)).isEqualTo(ExitCodes.FAILED);
            assertThat(err.toString()).contains("Kafka has no topic backstitch.control");

            broker.createTopic("two", 2, Map.of());
            assertThat(run(new PauseCommand(), "--bootstrap", kafka, "--topic", "two"))
                    .isEqualTo(ExitCodes.FAILED);
            assertThat(err.toString()).contains("exactly one");

            broker.createTopic("backstitch.control", 1, Map.of());
            assertThat(run(new PauseCommand(), "--bootstrap", kafka, "--families", "a,b"))
                    .isEqualTo(ExitCodes.OK);
            assertThat(run(new ResumeCommand(), "--bootstrap", kafka)).isEqualTo(ExitCodes.OK);
            assertThat(out.toString())
                    .contains("Written to backstitch.control-0@0")
                    .contains("Pauses events called a, b")
                    .contains("Resumes all delivery");
            assertThat(err.toString()).contains("no event a;");

            List<String> written = records(kafka, 2);
            assertThat(written.get(0))
                    .startsWith("pause:a,b:")
                    .contains("{\"command\":\"pause\",\"families\":[\"a\",\"b\"],\"at\":");
            assertThat(written.get(1))
                    .startsWith("resume:*:")
                    .contains("{\"command\":\"resume\",\"at\":");
        }
    }

    private int run(Object command, String... args) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(
                        (failure, line, parsed) -> {
                            line.getErr().println(failure.getMessage());
                            return ExitCodes.FAILED;
                        })
                .execute(args);
    }

    private static List<String> records(String kafka, int count) {
        List<String> records = new ArrayList<>();
        TopicPartition partition = new TopicPartition("backstitch.control", 0);
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(
                        Map.of("bootstrap.servers", kafka, "auto.offset.reset", "earliest"),
                        new StringDeserializer(),
                        new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (records.size() < count) {
                consumer.poll(Duration.ofMillis(200))
                        .forEach(record -> records.add(record.key() + " " + record.value()));
            }
        }
        return records;
    }
}
