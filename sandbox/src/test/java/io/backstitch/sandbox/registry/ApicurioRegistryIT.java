package io.backstitch.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstitch.sandbox.kafka.KafkaBroker;
import io.backstitch.schemas.registry.ConfluentAvroReader;
import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRefusedException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.SchemaUnknownException;
import io.backstitch.schemas.registry.Subjects;
import io.backstitch.schemas.registry.WireSchemas;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The genuine client, a real registry and a real broker together. */
class ApicurioRegistryIT {

    @TempDir static Path folder;

    private static ApicurioRegistry server;
    private static SchemaRegistry registry;

    @BeforeAll
    static void start() {
        server = ApicurioRegistry.start(folder.resolve("registry"));
        registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(server.url()));
    }

    @AfterAll
    static void stop() {
        registry.close();
        server.close();
    }

    @Test
    void schemasAreRegisteredOnceAndFoundAgain() throws Exception {
        String json = WireSchemas.json(Order.class);

        int id = registry.register("found-value", json);

        assertThat(registry.register("found-value", json)).isEqualTo(id);
        assertThat(registry.idOf("found-value", json)).isEqualTo(id);
        assertThat(registry.latest("found-value").id()).isEqualTo(id);
        assertThat(registry.latest("found-value").version()).isEqualTo(1);
        assertThat(registry.schemaById(id)).contains("\"Order\"").contains("occurred_at");
    }

    @Test
    void aNewSubjectHasTheRuleBackwardOfItsOwn() throws Exception {
        registry.register("ruled-value", WireSchemas.json(Order.class));

        HttpRequest rule =
                HttpRequest.newBuilder(URI.create(server.url() + "/config/ruled-value")).build();
        HttpResponse<String> answer =
                HttpClient.newHttpClient().send(rule, HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("\"BACKWARD\"");
    }

    @Test
    void whatIsNotThereIsUnknown() {
        assertThatThrownBy(() -> registry.schemaById(987_654))
                .isInstanceOf(SchemaUnknownException.class);
        assertThatThrownBy(() -> registry.latest("nothing-value"))
                .isInstanceOf(SchemaUnknownException.class);
        assertThatThrownBy(() -> registry.idOf("nothing-value", "\"string\""))
                .isInstanceOf(SchemaUnknownException.class);
    }

    @Test
    void anIncompatibleSchemaIsRefused() throws Exception {
        String json = WireSchemas.json(Order.class);
        assertThat(registry.isCompatible("strict-value", json)).isTrue();
        registry.register("strict-value", json);

        String needsMore =
                json.replace(
                        "{\"name\":\"items\"",
                        "{\"name\":\"x\",\"type\":\"int\"},{\"name\":\"items\"");
        String withDefault = needsMore.replace("\"int\"}", "\"int\",\"default\":0}");

        assertThat(registry.isCompatible("strict-value", needsMore)).isFalse();
        assertThatThrownBy(() -> registry.register("strict-value", needsMore))
                .isInstanceOf(SchemaRefusedException.class)
                .hasMessageContaining("strict-value");
        assertThat(registry.isCompatible("strict-value", withDefault)).isTrue();
        registry.register("strict-value", withDefault);
        assertThat(registry.latest("strict-value").version()).isEqualTo(2);
    }

    @Test
    void ordersTravelThroughKafkaUnderOldAndNewSchemas() throws Exception {
        String subject = Subjects.ofValue("orders");
        String older =
                WireSchemas.json(Order.class).replaceFirst("\\{\"name\":\"tax_minor\".*?},", "");
        assertThat(older).doesNotContain("tax_minor");
        int olderId = registry.register(subject, older);
        ConfluentAvroWriter<Order> writer =
                ConfluentAvroWriter.registering(registry, subject, Order.class);
        ConfluentAvroReader<Order> reader = new ConfluentAvroReader<>(registry, Order.class);

        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"))) {
            broker.createTopic("orders", 1, Map.of());
            byte[] ours = writer.write(order("1002"));
            byte[] theirs = OlderOrders.write(olderId, older, order("1001"));
            List<byte[]> back = through(broker, "orders", List.of(theirs, ours));

            assertThat(back.get(0)).isNotEqualTo(back.get(1));
            Order expected = order("1001");
            expected.setTaxMinor(0);
            assertThat(reader.read(back.get(0))).isEqualTo(expected);
            assertThat(reader.read(back.get(1))).isEqualTo(order("1002"));
        }
    }

    @Test
    void closingLeavesNoProcessAndEverythingWasInItsFolder() throws Exception {
        Path home = folder.resolve("another");
        ApicurioRegistry another = ApicurioRegistry.start(home);
        ProcessHandle process = ProcessHandle.of(another.pid()).orElseThrow();
        assertThat(Files.exists(home.resolve("registry.log"))).isTrue();
        assertThat(another.url()).isNotEqualTo(server.url());

        another.close();
        another.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive))
                .extracting(ProcessHandle::pid)
                .containsExactly(server.pid());
    }

    private static Order order(String id) {
        return Order.newBuilder()
                .setOrderId(id)
                .setStatus(OrderStatus.PLACED)
                .setOccurredAt(Instant.parse("2026-11-23T09:31:00Z"))
                .setCurrency("EUR")
                .setRevenueMinor(4_200)
                .setTaxMinor(700)
                .build();
    }

    private static List<byte[]> through(KafkaBroker broker, String topic, List<byte[]> values)
            throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
            }
        }
        List<byte[]> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (found.size() < values.size()) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
                    found.add(r.value());
                }
            }
        }
        return found;
    }
}
