package io.backstitch.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.kafka.KafkaBroker;
import io.backstitch.sandbox.registry.ApicurioRegistry;
import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stitched;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged question, asked of a real topic in a real broker, with its schema in a registry. */
class SqlRunnerIT {
    private static final String TOPIC = "backstitch.receipts";
    private static final Instant NINE = Instant.parse("2026-11-23T09:00:00Z");

    @TempDir Path folder;

    @Test
    void countsDeliveriesPerHourAndEventWithEachFactOnce() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"));
                ApicurioRegistry registry = ApicurioRegistry.start(folder.resolve("registry"))) {
            broker.createTopic(TOPIC, 2, Map.of());
            send(
                    broker,
                    registry,
                    receipt("1", Outcome.ACCEPTED, "add_to_cart", minutes(5), 10),
                    receipt("1", Outcome.ACCEPTED, "add_to_cart", minutes(5), 10),
                    receipt("2", Outcome.ACCEPTED, "add_to_cart", minutes(6), 30),
                    receipt("3", Outcome.DUPLICATE, "add_to_cart", minutes(7), 30),
                    receipt("4", Outcome.ACCEPTED, "order_completed", minutes(61), 7200),
                    receipt("5", Outcome.REFUSED, "order_completed", minutes(62), 0),
                    receipt("6", Outcome.ACCEPTED, null, minutes(62), 0));

            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int code =
                    SqlRunner.execute(
                            new PrintStream(out, true, StandardCharsets.UTF_8),
                            Path.of(System.getProperty("basedir", "."), "deliveries_by_hour.sql")
                                    .toString(),
                            "--bootstrap",
                            broker.bootstrapServers(),
                            "--registry",
                            registry.url());

            String table = out.toString(StandardCharsets.UTF_8);
            assertThat(code).as(table).isZero();
            assertThat(table.lines().map(line -> line.replaceAll(" {2,}", " | ")).toList())
                    .contains(
                            "2026-11-23 09:00 | add_to_cart | 2 | 1 | 0 | 20 | 30",
                            "2026-11-23 10:00 | order_completed | 1 | 0 | 1 | 7200 | 7200",
                            "(2 rows)");
        }
    }

    private static Instant minutes(int minutes) {
        return NINE.plus(Duration.ofMinutes(minutes));
    }

    private static void send(KafkaBroker broker, ApicurioRegistry registry, Receipt... receipts)
            throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (ConfluentSchemaRegistry client =
                        ConfluentSchemaRegistry.connect(RegistryOptions.at(registry.url()));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            ConfluentAvroWriter<Receipt> writer =
                    ConfluentAvroWriter.registering(client, TOPIC + "-value", Receipt.class);
            for (Receipt receipt : List.of(receipts)) {
                byte[] key = receipt.getReceiptId().getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(TOPIC, key, writer.write(receipt))).get();
            }
        }
    }

    private static Receipt receipt(
            String id, Outcome outcome, String event, Instant kafkaTime, long lateSeconds) {
        return Receipt.newBuilder()
                .setReceiptId(id)
                .setOutcome(outcome)
                .setKind(event == null ? OperationKind.IDENTIFY : OperationKind.EVENT)
                .setEventName(event)
                .setSource("mparticle")
                .setKafkaTime(kafkaTime)
                .setEventTime(kafkaTime.minusSeconds(lateSeconds))
                .setLatenessMs(lateSeconds * 1000)
                .setStitched(Stitched.KNOWN)
                .setTopic("mparticle.batches")
                .setPartition(0)
                .setOffset(1)
                .build();
    }
}
