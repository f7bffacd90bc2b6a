package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.identity.IdentityOptions;
import io.backstitch.pipeline.kafka.KafkaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/backstitch.example.yaml} is what people copy: it must be right as it stands. */
class ExampleConfigurationTest {
    private static final Path EXAMPLE = Path.of("..", "docs", "backstitch.example.yaml");
    private static final Path README = Path.of("..", "README.md");
    private static final String SECRETS = "/etc/backstitch/secrets";

    @TempDir private Path folder;

    @Test
    void theExampleIsAcceptedOnceItsSecretsExist() throws IOException {
        Configuration config = read(Files.readString(EXAMPLE));

        PipelineSettings settings = accepted(config);

        assertThat(settings.identity().levels())
                .extracting("name")
                .isEqualTo(IdentityOptions.LEVELS.defaultValue());
        assertThat(ConfigFile.flink(config).get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
                .isPositive();
    }

    @Test
    void theLeastConfigurationOfTheReadmeIsAccepted() throws IOException {
        String readme = Files.readString(README);
        int from = readme.indexOf("```yaml\n") + "```yaml\n".length();
        String block = readme.substring(from, readme.indexOf("```", from));

        Configuration config = read(block.stripIndent());

        accepted(config);
        assertThat(ConfigFile.flink(config).get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
                .isPositive();
    }

    private static PipelineSettings accepted(Configuration config) {
        List<String> faults = new ArrayList<>();
        KnownOptions.check(config, faults);
        KafkaSettings.from(config, faults);
        PipelineSettings settings = PipelineSettings.from(config, faults);
        assertThat(faults).isEmpty();
        return settings;
    }

    private Configuration read(String text) throws IOException {
        assertThat(text).contains(SECRETS);
        for (String secret :
                List.of(
                        "customerio-api-key",
                        "customerio-app-api-key",
                        "ulid-key",
                        "receipts-hash-key",
                        "schema-registry-password")) {
            Files.writeString(folder.resolve(secret), "0123456789abcdef0123456789abcdef");
        }
        Path file = folder.resolve("backstitch.yaml");
        Files.writeString(file, text.replace(SECRETS, folder.toString()));
        return ConfigFile.read(file);
    }
}
