package io.backstitch.pipeline.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstitch.sandbox.customerio.AcceptedEvent;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.kafka.KafkaBroker;
import io.backstitch.sandbox.registry.ApicurioRegistry;
import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The whole job against a real broker, a real registry and the Customer.io stand-in, in now. */
final class Shop implements AutoCloseable {
    private final Path folder;
    private final CustomerIoSandbox customerIo;
    private final ApicurioRegistry registryServer;
    private final SchemaRegistry registry;
    private KafkaBroker broker;
    private final List<KafkaProducer<byte[], byte[]>> producers = new ArrayList<>();

    Shop(Path folder) throws Exception {
        this.folder = folder;
        SandboxOptions options = SandboxOptions.defaults();
        customerIo = CustomerIoSandbox.start(options);
        Files.writeString(folder.resolve("key"), options.apiKey());
        Files.writeString(folder.resolve("ulid-key"), "0123456789abcdef");
        registryServer = ApicurioRegistry.start(folder.resolve("registry"));
        registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(registryServer.url()));
        broker = KafkaBroker.start(folder.resolve("kafka"));
        broker.createTopic("mparticle.batches", 2, Map.of());
        for (String topic :
                List.of(
                        "orders",
                        "backstitch.receipts",
                        "backstitch.dead-letters",
                        "backstitch.identity-audit",
                        "backstitch.audit",
                        "backstitch.violations")) {
            broker.createTopic(topic, 1, Map.of());
        }
    }

    JobClient open(Map<String, String> options) throws Exception {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap-servers", broker.bootstrapServers());
        config.setString("schema-registry.url", registryServer.url());
        config.setString("customerio.development", "true");
        config.setString("customerio.track-url", customerIo.uri().toString());
        config.setString("customerio.site-id", customerIo.options().siteId());
        config.setString("customerio.api-key-file", folder.resolve("key").toString());
        config.setString("ulid.key-file", folder.resolve("ulid-key").toString());
        config.setString("cart.grace", "0 s");
        config.setString("clock.look-every", "100 ms");
        config.setString("clock.out-of-orderness", "0 s");
        config.setString("flink.execution.checkpointing.interval", "2s");
        config.setString("flink.parallelism.default", "1");
        options.forEach(config::setString);
        return BackstitchJob.assemble(config).executeAsync();
    }

    void stopBroker() {
        broker.close();
    }

    void startBroker() {
        broker = broker.startAgain(folder.resolve("kafka"));
    }

    /** Closed with the shop, within seconds: by itself it would wait for a dead broker for ever. */
    KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", broker.bootstrapServers());
        KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }

    void createTopic(String name, int partitions) {
        broker.createTopic(name, partitions, Map.of());
    }

    void command(String topic, String json) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(new ProducerRecord<>(topic, json.getBytes(UTF_8))).get();
        }
    }

    /** How many records a topic of one partition has. */
    long records(String topic) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", broker.bootstrapServers());
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            return consumer.endOffsets(List.of(partition)).get(partition);
        }
    }

    /** The customer, logged in, puts something into the cart, now. */
    void addToCart(String customer, String cart) throws Exception {
        long now = System.currentTimeMillis();
        String batch =
                """
                {"events": [{"event_type": "custom_event", "data": {
                    "event_name": "add_to_cart", "custom_event_type": "other",
                    "timestamp_unixtime_ms": "%2$d", "source_message_id": "m-%3$s",
                    "custom_attributes": {"cart_id": "%3$s", "product_id": "p", "price": "9.90",
                        "name": "Cleanser", "quantity": "1", "currency": "EUR"}}}],
                 "device_info": {"platform": "web"}, "user_attributes": {},
                 "user_identities": [{"identity_type": "customer_id", "identity": "%1$s"}],
                 "schema_version": 2, "environment": "production", "mp_deviceid": "device-%1$s",
                 "timestamp_unixtime_ms": "%2$d", "batch_id": "1", "message_type": "events"}
                """
                        .formatted(customer, now, cart);
        byte[] key = customer.getBytes(UTF_8);
        producer(Map.of())
                .send(new ProducerRecord<>("mparticle.batches", key, batch.getBytes(UTF_8)))
                .get();
    }

    /** The backend's report that the cart was ordered, now. */
    ProducerRecord<byte[], byte[]> order(String customer, String cart) throws Exception {
        Order order =
                Order.newBuilder()
                        .setOrderId("order-" + cart)
                        .setStatus(OrderStatus.PLACED)
                        .setOccurredAt(Instant.ofEpochMilli(System.currentTimeMillis()))
                        .setCustomerId(customer)
                        .setCartId(cart)
                        .setCurrency("EUR")
                        .setRevenueMinor(990)
                        .build();
        byte[] value =
                ConfluentAvroWriter.registering(registry, "orders-value", Order.class).write(order);
        return new ProducerRecord<>("orders", customer.getBytes(UTF_8), value);
    }

    /** Names of the events that Customer.io has of a customer. */
    List<String> told(String customer) {
        List<String> names = new ArrayList<>();
        for (AcceptedEvent event : customerIo.events()) {
            String owner =
                    event.cioId() == null
                            ? null
                            : customerIo.personByCioId(event.cioId()).orElseThrow().id();
            if (customer.equals(owner)) {
                names.add(event.activity().name());
            }
        }
        return names;
    }

    @Override
    public void close() {
        producers.forEach(producer -> producer.close(Duration.ofSeconds(5)));
        broker.close();
        registry.close();
        registryServer.close();
        customerIo.close();
    }
}
