package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a real control topic, to the whole job. */
class PauseIT {
    private static final String CONTROL = "backstitch.control";

    @RegisterExtension
    static final MiniClusterExtension FLINK =
            new MiniClusterExtension(
                    new MiniClusterResourceConfiguration.Builder()
                            .setConfiguration(loopback())
                            .setNumberTaskManagers(1)
                            .setNumberSlotsPerTaskManager(2)
                            .build());

    @TempDir private Path folder;
    private Shop shop;
    private JobClient job;

    @BeforeEach
    void open() throws Exception {
        shop = new Shop(folder);
    }

    @AfterEach
    void close() throws Exception {
        if (job != null) {
            job.cancel().get(60, TimeUnit.SECONDS);
        }
        shop.close();
    }

    @Test
    void aPausedFamilyWaitsOverASavepointWhileTheClockRunsAndTheRestGoes() throws Exception {
        shop.createTopic(CONTROL, 1);
        job = shop.open(options());
        shop.command(CONTROL, "{\"command\":\"pause\",\"families\":[\"add_to_cart\"]}");
        shop.command(CONTROL, "{\"command\":\"paws\"}");
        await(() -> assertThat(shop.records("backstitch.dead-letters")).isEqualTo(1));

        shop.addToCart("anna", "a");
        await(() -> assertThat(shop.told("anna")).containsExactly("cart_abandoned"));
        String savepoint = stop(false);

        Map<String, String> resumed = options();
        resumed.put("flink.execution.state-recovery.path", savepoint);
        job = shop.open(resumed);
        shop.addToCart("bert", "b");
        await(() -> assertThat(shop.told("bert")).containsExactly("cart_abandoned"));

        shop.command(CONTROL, "{\"command\":\"resume\"}");
        await(() -> assertThat(shop.told("bert")).contains("add_to_cart"));
        await(() -> assertThat(shop.told("anna")).contains("add_to_cart"));
        assertThat(shop.told("anna")).containsExactly("cart_abandoned", "add_to_cart");
        assertThat(shop.told("bert")).containsExactly("cart_abandoned", "add_to_cart");
    }

    @Test
    void drainingWaitsForNothingThatIsPausedAndLosesNothing() throws Exception {
        shop.createTopic(CONTROL, 1);
        Map<String, String> options = options();
        options.put("cart.abandon-after", "1 h");
        job = shop.open(options);
        shop.addToCart("bert", "b");
        await(() -> assertThat(shop.told("bert")).containsExactly("add_to_cart"));
        shop.command(CONTROL, "{\"command\":\"pause\",\"families\":[\"add_to_cart\"]}");
        shop.command(CONTROL, "{\"command\":\"paws\"}");
        await(() -> assertThat(shop.records("backstitch.dead-letters")).isEqualTo(1));
        shop.addToCart("anna", "a");
        try (KafkaProducer<byte[], byte[]> orders = shop.producer(Map.of())) {
            orders.send(shop.order("anna", "a")).get();
        }
        await(() -> assertThat(shop.told("anna")).containsExactly("order_completed"));
        String savepoint = stop(true);
        assertThat(shop.told("anna")).containsExactly("order_completed");

        options.put("flink.execution.state-recovery.path", savepoint);
        job = shop.open(options);
        shop.command(CONTROL, "{\"command\":\"resume\"}");
        await(
                () ->
                        assertThat(shop.told("anna"))
                                .containsExactly("order_completed", "add_to_cart"));
        assertThat(shop.told("bert")).containsExactly("add_to_cart");
    }

    @Test
    void pausedBeforeItsFirstStartNothingGoesUntilItIsResumed() throws Exception {
        shop.createTopic(CONTROL, 1);
        shop.command(CONTROL, "{\"command\":\"pause\"}");
        shop.command(CONTROL, "{\"command\":\"paws\"}");
        job = shop.open(options());
        await(() -> assertThat(shop.records("backstitch.dead-letters")).isEqualTo(1));

        shop.addToCart("anna", "a");
        Awaitility.await()
                .during(Duration.ofSeconds(5))
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(shop.told("anna")).isEmpty());

        shop.command(CONTROL, "{\"command\":\"resume\"}");
        await(() -> assertThat(shop.told("anna")).containsExactly("add_to_cart", "cart_abandoned"));
    }

    @Test
    void aControlTopicWithoutAnOrderIsRefused() {
        shop.createTopic(CONTROL, 2);
        assertThatThrownBy(() -> shop.open(options()))
                .hasMessageContaining("kafka.control-topic")
                .hasMessageContaining("exactly one partition");
    }

    private static Map<String, String> options() {
        Map<String, String> options = new HashMap<>();
        options.put("kafka.control-topic", CONTROL);
        options.put("cart.abandon-after", "3 s");
        return options;
    }

    private String stop(boolean drain) throws Exception {
        String savepoints = folder.resolve("savepoints").toUri().toString();
        String path =
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .ignoreExceptions() // while tasks are still starting
                        .until(
                                () ->
                                        job.stopWithSavepoint(
                                                        drain,
                                                        savepoints,
                                                        SavepointFormatType.CANONICAL)
                                                .get(60, TimeUnit.SECONDS),
                                Objects::nonNull);
        job = null;
        return path;
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(check);
    }

    private static Configuration loopback() {
        Configuration config = new Configuration();
        for (String key :
                List.of(
                        "rest.bind-address",
                        "jobmanager.bind-host",
                        "taskmanager.bind-host",
                        "taskmanager.host")) {
            config.setString(key, "127.0.0.1");
        }
        return config;
    }
}
