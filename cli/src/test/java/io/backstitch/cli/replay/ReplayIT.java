package io.backstitch.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.stack.LocalFlink;
import io.backstitch.cli.stack.LocalParts;
import io.backstitch.cli.stack.TopicReader;
import io.backstitch.cli.trace.TraceCommand;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.shoppers.SimulationWriter;
import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import io.backstitch.schemas.wire.OrderStatus;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Refused by a real job, replayed to its successor that no longer refuses. */
class ReplayIT {
    private static final String EVENT = "Magic Button";

    @TempDir Path folder;

    @Test
    void whatIsReplayedTwiceHappensOnce() throws Exception {
        try (LocalParts parts =
                        LocalParts.start(
                                folder.resolve("parts"), SandboxOptions.builder().build());
                LocalFlink flink = LocalFlink.start(folder.resolve("flink"), 1);
                SchemaRegistry registry = parts.registryClient();
                TopicReader<DeadLetter> letters =
                        reader(parts, registry, "dead-letters", DeadLetter.class);
                TopicReader<Receipt> receipts =
                        reader(parts, registry, "receipts", Receipt.class)) {
            SimulationWriter.createTopics(parts.kafkaClient(), 1);
            for (String topic :
                    List.of("receipts", "dead-letters", "identity-audit", "audit", "violations")) {
                parts.broker().createTopic("backstitch." + topic, 1, Map.of());
            }
            Configuration config = parts.jobConfig();
            config.setString("ingest.max-record-size", "1 kb");
            JobID job = flink.submit(config, 1, null);
            shop(parts, registry);
            await(() -> assertThat(letters.read()).hasSize(3));

            // In vain: the cause is still there.
            replay(parts, "--reason", "unplanned_event", "--yes");
            await(() -> assertThat(letters.read()).hasSize(4));
            assertThat(letters.read().stream().map(DeadLetter::getDeadLetterId).distinct())
                    .hasSize(3);

            String savepoint = flink.stopWithSavepoint(job, folder.resolve("savepoints"));
            config.setString("normalise.unplanned-events", "pass");
            config.setString("ingest.max-record-size", "1 mb");
            flink.submit(config, 1, savepoint);

            assertThat(replay(parts))
                    .containsPattern("NORMALISE +unplanned_event +mparticle.batches +1 .*yes")
                    .containsPattern("INGEST +too_large +orders +1 .*yes")
                    .containsPattern("INGEST +not_json +mparticle.batches +1 .*yes")
                    .contains("Nothing was written. With --yes 3 of 3 are")
                    .doesNotContain("anna");
            String[] repaired = {"--reason", "unplanned_event,too_large", "--yes"};
            assertThat(replay(parts, repaired))
                    .contains("Written: 2, to mparticle.batches, orders");
            await(() -> assertThat(told(parts)).contains(EVENT, "order_completed"));

            replay(parts, repaired);
            await(() -> assertThat(duplicates(receipts.read())).isEqualTo(2));
            parts.sandbox().settle();
            assertThat(told(parts)).containsOnlyOnce(EVENT, "order_completed");
            assertThat(parts.sandbox().personById("anna")).isPresent();
            assertThat(letters.read()).hasSize(4);
        }
    }

    @Test
    void whatCustomerIoRefusedIsDeliveredOnceTheCauseIsGone() throws Exception {
        try (LocalParts parts =
                        LocalParts.start(
                                folder.resolve("parts"), SandboxOptions.builder().build());
                RefusingFront front = new RefusingFront(parts.sandbox().uri());
                LocalFlink flink = LocalFlink.start(folder.resolve("flink"), 2);
                SchemaRegistry registry = parts.registryClient();
                TopicReader<DeadLetter> letters =
                        reader(parts, registry, "dead-letters", DeadLetter.class);
                TopicReader<Receipt> receipts =
                        reader(parts, registry, "receipts", Receipt.class)) {
            SimulationWriter.createTopics(parts.kafkaClient(), 1);
            for (String topic :
                    List.of(
                            "receipts",
                            "dead-letters",
                            "identity-audit",
                            "audit",
                            "control",
                            "violations")) {
                parts.broker().createTopic("backstitch." + topic, 1, Map.of());
            }
            Configuration config = parts.jobConfig();
            config.setString("kafka.control-topic", "backstitch.control");
            config.setString("customerio.track-url", front.url());
            front.refused = "order_completed";
            flink.submit(config, 2, null);
            shop(parts, registry);
            String[] refused = {"--stage", "DELIVER", "--control-topic", "backstitch.control"};
            String[] repaired = {
                "--stage", "DELIVER", "--control-topic", "backstitch.control", "--yes"
            };
            await(() -> assertThat(ofDelivery(letters.read())).hasSize(1));
            DeadLetter letter = ofDelivery(letters.read()).get(0);

            assertThat(replay(parts, "--stage", "DELIVER"))
                    .contains("no: the job takes no commands")
                    .contains("None of them can be replayed");
            assertThat(replay(parts, refused))
                    .containsPattern("DELIVER +refused_by_customerio +orders +1 .*yes")
                    .contains("Nothing was written. With --yes 1 of 1 are, to backstitch.control")
                    .doesNotContain("anna");

            // In vain: the cause is still there.
            replay(parts, repaired);
            await(() -> assertThat(ofDelivery(letters.read())).hasSize(2));
            assertThat(told(parts)).doesNotContain("order_completed");

            front.refused = null;
            assertThat(replay(parts, repaired)).contains("Written: 1, to backstitch.control");
            String id = "replayed:" + letter.getUlid();
            await(() -> assertThat(receipts.read()).anyMatch(r -> r.getReceiptId().equals(id)));
            Receipt accepted =
                    receipts.read().stream()
                            .filter(receipt -> receipt.getReceiptId().equals(id))
                            .findFirst()
                            .orElseThrow();
            assertThat(accepted.getOutcome()).isEqualTo(Outcome.ACCEPTED);

            assertThat(replay(parts, repaired)).contains("no: it was accepted since");
            parts.sandbox().settle();
            assertThat(told(parts)).containsOnlyOnce("order_completed");
            assertThat(front.passed).containsOnlyOnce(letter.getUlid());
            assertThat(run(parts, new TraceCommand(), letter.getUlid()))
                    .contains("NOT DELIVERED", "DELIVERED", "(replayed)");
        }
    }

    private static List<DeadLetter> ofDelivery(List<DeadLetter> letters) {
        return letters.stream().filter(letter -> letter.getStage() == Stage.DELIVER).toList();
    }

    private static <T extends SpecificRecord> TopicReader<T> reader(
            LocalParts parts, SchemaRegistry registry, String topic, Class<T> type) {
        return new TopicReader<>(parts.kafkaClient(), registry, "backstitch." + topic, type);
    }

    /** An event of an unknown name, an order of many things, and no JSON at all. */
    private static void shop(LocalParts parts, SchemaRegistry registry) throws Exception {
        long now = System.currentTimeMillis();
        String batch =
                """
                {"mpid":5,"timestamp_unixtime_ms":%d,
                 "user_identities":[{"identity_type":"customer_id","identity":"anna"}],
                 "events":[{"event_type":"custom_event","data":{"event_name":"%s",
                   "timestamp_unixtime_ms":%d,"source_message_id":"m-1","custom_attributes":{}}}]}
                """
                        .formatted(now, EVENT, now - 1_000);
        List<OrderItem> items = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            items.add(
                    OrderItem.newBuilder()
                            .setProductId("p" + i)
                            .setSku("p" + i)
                            .setName("A mug with a handle")
                            .setQuantity(1)
                            .setPriceMinor(40)
                            .build());
        }
        Order order =
                Order.newBuilder()
                        .setOrderId("1001")
                        .setMessageId("o-1")
                        .setStatus(OrderStatus.PLACED)
                        .setOccurredAt(Instant.ofEpochMilli(now))
                        .setCustomerId("anna")
                        .setCurrency("EUR")
                        .setRevenueMinor(2_000)
                        .setItems(items)
                        .build();
        byte[] avro =
                ConfluentAvroWriter.registering(registry, "orders-value", Order.class).write(order);
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> kafka =
                new KafkaProducer<>(parts.kafkaClient(), bytes, bytes)) {
            kafka.send(record("mparticle.batches", batch.getBytes(StandardCharsets.UTF_8))).get();
            kafka.send(record("mparticle.batches", new byte[] {'{'})).get();
            kafka.send(record("orders", avro)).get();
        }
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, byte[] value) {
        return new ProducerRecord<>(topic, value);
    }

    private static String replay(LocalParts parts, String... arguments) {
        return run(parts, new ReplayCommand(), arguments);
    }

    private static String run(LocalParts parts, Object command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--bootstrap", parts.broker().bootstrapServers()));
        line.addAll(List.of("--registry", parts.registryUrl()));
        StringWriter out = new StringWriter();
        int exit =
                new CommandLine(command)
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(out, true))
                        .execute(line.toArray(String[]::new));
        assertThat(exit).as(out.toString()).isZero();
        return out.toString();
    }

    private static List<String> told(LocalParts parts) {
        return parts.sandbox().events().stream().map(event -> event.activity().name()).toList();
    }

    private static int duplicates(List<Receipt> receipts) {
        int duplicates = 0;
        for (Receipt receipt : receipts) {
            duplicates += receipt.getOutcome() == Outcome.DUPLICATE ? 1 : 0;
        }
        return duplicates;
    }

    private static void await(ThrowingRunnable condition) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).untilAsserted(condition);
    }
}
