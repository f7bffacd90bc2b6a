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
    private static final String SECRETS = "/etc/backstitch/secrets";

    @TempDir private Path folder;

    @Test
    void theExampleIsAcceptedOnceItsSecretsExist() throws IOException {
        List<String> faults = new ArrayList<>();

        Configuration config = example();
        KnownOptions.check(config, faults);
        KafkaSettings.from(config, faults);
        PipelineSettings settings = PipelineSettings.from(config, faults);

        assertThat(faults).isEmpty();
        assertThat(settings.identity().levels())
                .extracting("name")
                .isEqualTo(IdentityOptions.LEVELS.defaultValue());
        assertThat(ConfigFile.flink(config).get(CheckpointingOptions.CHECKPOINTING_INTERVAL))
                .isPositive();
    }

    private Configuration example() throws IOException {
        String text = Files.readString(EXAMPLE);
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
