package io.backstitch.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstitch.pipeline.kafka.LoopbackCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Carts are abandoned by the pipeline's clock: it stands while it cannot know, else it runs. Where
 * the clock of a partition that was not proven to be read runs on too ({@code
 * PartitionClock.looked}), both outages announce the cart.
 */
class BusinessTimeIT {
    @RegisterExtension static final MiniClusterExtension FLINK = LoopbackCluster.create();

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
    void aBrokerThatIsDownForLongWithTheOrderUnreadAbandonsNoCart() throws Exception {
        job = shop.open(Map.of("cart.abandon-after", "3 s"));
        KafkaProducer<byte[], byte[]> orders = shop.producer(Map.of("transactional.id", "orders"));
        orders.initTransactions();
        orders.beginTransaction();
        shop.addToCart("anna", "a");
        orders.send(shop.order("anna", "a")).get();
        await(() -> assertThat(shop.told("anna")).contains("add_to_cart"));

        shop.stopBroker();
        staysFor(6, () -> assertThat(shop.told("anna")).doesNotContain("cart_abandoned"));
        shop.startBroker();
        orders.commitTransaction();
        await(() -> assertThat(shop.told("anna")).contains("order_completed"));
        untilLater("bert");

        assertThat(shop.told("anna")).containsExactly("add_to_cart", "order_completed");
    }

    @Test
    void anOrderThatCouldNotBeWrittenWhileTheBrokerWasDownIsInTime() throws Exception {
        job = shop.open(Map.of("cart.abandon-after", "10 s"));
        KafkaProducer<byte[], byte[]> orders = shop.producer(Map.of("max.block.ms", "120000"));
        shop.addToCart("anna", "a");
        await(() -> assertThat(shop.told("anna")).contains("add_to_cart"));
        shop.stopBroker();
        ProducerRecord<byte[], byte[]> order = shop.order("anna", "a");
        Future<RecordMetadata> written =
                CompletableFuture.supplyAsync(() -> result(orders.send(order)));
        staysFor(12, () -> assertThat(shop.told("anna")).containsExactly("add_to_cart"));
        shop.startBroker();
        written.get(60, TimeUnit.SECONDS);
        await(() -> assertThat(shop.told("anna")).contains("order_completed"));
        untilLater("bert");

        assertThat(shop.told("anna")).containsExactly("add_to_cart", "order_completed");
    }

    @Test
    void aPartitionThatNobodyCanReadIsGivenUpAfterTheLongestStallAndItsOrderStillAnswers()
            throws Exception {
        job = shop.open(Map.of("cart.abandon-after", "3 s", "clock.max-stall", "8 s"));
        KafkaProducer<byte[], byte[]> orders = shop.producer(Map.of("transactional.id", "orders"));
        orders.initTransactions();
        orders.beginTransaction();
        shop.addToCart("anna", "a");
        orders.send(shop.order("anna", "a")).get();
        await(() -> assertThat(shop.told("anna")).contains("add_to_cart"));

        staysFor(5, () -> assertThat(shop.told("anna")).containsExactly("add_to_cart"));
        await(() -> assertThat(shop.told("anna")).contains("cart_abandoned"));
        orders.commitTransaction();
        await(() -> assertThat(shop.told("anna")).contains("cart_recovery_suppressed"));
    }

    @Test
    void drainingEndsNoCartAndTheStateGoesOnOnlyUnderItsSettings() throws Exception {
        job = shop.open(Map.of("cart.abandon-after", "20 s"));
        shop.addToCart("anna", "a");
        await(() -> assertThat(shop.told("anna")).contains("add_to_cart"));
        String savepoint = drain();
        job = null;
        assertThat(shop.told("anna")).containsExactly("add_to_cart");

        JobClient refused = shop.open(resumed(savepoint, Map.of("ulid.namespace", "elsewhere")));
        assertThatThrownBy(() -> refused.getJobExecutionResult().get(60, TimeUnit.SECONDS))
                .hasStackTraceContaining("made under other settings")
                .hasStackTraceContaining("ulid.namespace: is elsewhere");

        job = shop.open(resumed(savepoint, Map.of("cart.abandon-after", "20 s")));
        await(() -> assertThat(shop.told("anna")).containsExactly("add_to_cart", "cart_abandoned"));
    }

    /** Traffic has stopped after somebody's cart; it is announced all the same. */
    private void untilLater(String customer) throws Exception {
        shop.addToCart(customer, customer);
        await(
                () ->
                        assertThat(shop.told(customer))
                                .isEqualTo(List.of("add_to_cart", "cart_abandoned")));
    }

    private static RecordMetadata result(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private String drain() {
        String savepoints = folder.resolve("savepoints").toUri().toString();
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions() // while tasks are still starting
                .until(
                        () ->
                                job.stopWithSavepoint(
                                                true, savepoints, SavepointFormatType.CANONICAL)
                                        .get(60, TimeUnit.SECONDS),
                        Objects::nonNull);
    }

    private static Map<String, String> resumed(String savepoint, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put("flink.execution.state-recovery.path", savepoint);
        return options;
    }

    private static void await(ThrowingRunnable check) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(check);
    }

    private static void staysFor(int seconds, ThrowingRunnable check) {
        Awaitility.await()
                .during(Duration.ofSeconds(seconds))
                .atMost(Duration.ofSeconds(seconds + 5L))
                .untilAsserted(check);
    }
}
