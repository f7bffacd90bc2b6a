package io.backstitch.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

class KafkaSettingsTest {
    private final List<String> faults = new ArrayList<>();

    @Test
    void defaultsNeedOnlyTheTwoAddresses() {
        KafkaSettings settings = KafkaSettings.from(config(Map.of()), faults);

        assertThat(faults).isEmpty();
        assertThat(settings.receiptsTopic()).isEqualTo("backstitch.receipts");
        assertThat(settings.outOfOrdernessMs()).isEqualTo(5_000);
        assertThat(settings.lookEveryMs()).isEqualTo(5_000);
        assertThat(settings.maxStallMs()).isEqualTo(86_400_000);
        assertThat(settings.maxAheadMs()).isEqualTo(60_000);
        assertThat(settings.registry().urls()).containsExactly("http://127.0.0.1:8081");
    }

    @Test
    void allFaultsAreToldAtOnceAndWithoutValues() {
        Configuration config = new Configuration();
        config.setString("clock.out-of-orderness", "s3cret");
        config.setString("clock.max-stall", "-5 s");
        config.setString("clock.look-every", "1 ms");
        config.setString("kafka.start-from", "s3cret");
        config.setString("kafka.receipts-topic", " ");
        config.setString("schema-registry.password-file", "/nowhere/pw");

        assertThat(KafkaSettings.from(config, faults)).isNull();

        assertThat(String.join("\n", faults))
                .contains("kafka.bootstrap-servers: missing")
                .contains("schema-registry.url: missing")
                .contains("schema-registry.password-file: the file /nowhere/pw cannot be read")
                .contains("clock.out-of-orderness: its value cannot be read")
                .contains("clock.max-stall: its value cannot be read")
                .contains("clock.look-every: 1 ms is not between 50 ms and 60000 ms")
                .contains("kafka.start-from: its value cannot be read")
                .contains("kafka.receipts-topic: missing")
                .doesNotContain("s3cret");
    }

    @Test
    void settingsOfKafkasClientsPassThrough() {
        KafkaSettings settings =
                KafkaSettings.from(
                        config(
                                Map.of(
                                        "kafka.client.security.protocol", "SASL_SSL",
                                        "kafka.client.sasl.mechanism", "PLAIN")),
                        faults);

        assertThat(settings.client())
                .containsOnly(
                        Map.entry("security.protocol", "SASL_SSL"),
                        Map.entry("sasl.mechanism", "PLAIN"));
    }

    @Test
    void aPasswordInTheRegistrysAddressIsRefusedUnseen() {
        Configuration config = config(Map.of());
        config.setString("schema-registry.url", "https://me:s3cret@registry");

        assertThat(KafkaSettings.from(config, faults)).isNull();
        assertThat(faults).singleElement().asString().contains("password file");
        assertThat(faults.toString()).doesNotContain("s3cret");
    }

    private static Configuration config(Map<String, String> more) {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap-servers", "127.0.0.1:9092");
        config.setString("schema-registry.url", "http://127.0.0.1:8081");
        more.forEach(config::setString);
        return config;
    }
}
