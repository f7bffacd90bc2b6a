package io.backstitch.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.backstitch.sandbox.customerio.Activity;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.PersonView;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.sandbox.kafka.KafkaBroker;
import io.backstitch.sandbox.registry.ApicurioRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job jar on a cluster of separate processes, as an operator would run it. */
class StandaloneClusterIT {
    private static final Path LIB = Path.of(System.getProperty("backstitch.cluster.lib"));
    private static final Path JOB_JAR = Path.of(System.getProperty("backstitch.job.jar"));
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir Path folder;

    @Test
    void deliversABatchAndStopsWithASavepoint() throws Exception {
        Path savepoints = folder.resolve("savepoints");
        try (KafkaBroker broker = KafkaBroker.start(folder.resolve("kafka"));
                ApicurioRegistry registry = ApicurioRegistry.start(folder.resolve("registry"));
                CustomerIoSandbox customerIo = CustomerIoSandbox.start(SandboxOptions.defaults());
                StandaloneFlink flink = StandaloneFlink.start(LIB, folder.resolve("flink"), 2)) {
            createTopics(broker);
            Path config = configuration(broker, registry, customerIo);

            FlinkRest rest = flink.rest();
            String jar = rest.upload(JOB_JAR);
            String job = rest.run(jar, List.of("--config", config.toString()), 2);
            await().atMost(PATIENCE).until(() -> rest.allTasksRun(job));

            send(broker, batch(Instant.now()));
            awaitOrSay(flink, job, () -> hasEvent(customerIo, "c-1001", "add_to_cart"));
            PersonView person = customerIo.personById("c-1001").orElseThrow();
            assertThat(person.email()).isEqualTo("jo@example.com");
            assertThat(customerIo.people()).hasSize(1);

            rest.stop(job, savepoints);
            awaitOrSay(flink, job, () -> rest.state(job).equals("FINISHED"));
            assertThat(savepoints).isNotEmptyDirectory();
        }
    }

    private static boolean hasEvent(CustomerIoSandbox customerIo, String id, String name) {
        return customerIo.personById(id).map(person -> customerIo.activity(person.cioId())).stream()
                .flatMap(List::stream)
                .map(Activity::name)
                .anyMatch(name::equals);
    }

    private static void awaitOrSay(StandaloneFlink flink, String job, Callable<Boolean> condition)
            throws IOException {
        try {
            await().atMost(PATIENCE).until(condition);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "job is "
                            + flink.rest().state(job)
                            + "\n"
                            + flink.rest().exceptions(job)
                            + "\n"
                            + flink.logTail(),
                    e);
        }
    }

    private static void createTopics(KafkaBroker broker) {
        for (String topic :
                List.of(
                        "mparticle.batches",
                        "orders",
                        "backstitch.receipts",
                        "backstitch.dead-letters",
                        "backstitch.identity-audit",
                        "backstitch.audit",
                        "backstitch.violations")) {
            broker.createTopic(topic, 2, Map.of());
        }
    }

    private Path configuration(
            KafkaBroker broker, ApicurioRegistry registry, CustomerIoSandbox customerIo)
            throws IOException {
        Path key = folder.resolve("api-key");
        Files.writeString(key, customerIo.options().apiKey());
        Path ulidKey = folder.resolve("ulid-key");
        Files.writeString(ulidKey, "sixteen bytes or more");
        Path config = folder.resolve("backstitch.yaml");
        Files.writeString(
                config,
                """
                kafka.bootstrap-servers: %s
                schema-registry.url: %s
                customerio:
                  site-id: %s
                  api-key-file: %s
                  track-url: %s
                  development: true
                ulid.key-file: %s
                flink:
                  execution.checkpointing.interval: 2 s
                  execution.checkpointing.dir: %s
                """
                        .formatted(
                                broker.bootstrapServers(),
                                registry.url(),
                                customerIo.options().siteId(),
                                key,
                                customerIo.uri(),
                                ulidKey,
                                folder.resolve("checkpoints").toUri()));
        return config;
    }

    private static void send(KafkaBroker broker, String batch) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            byte[] bytes = batch.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("mparticle.batches", bytes)).get();
        }
    }

    /** A logged-in shopper's add_to_cart, as mParticle writes it to Kafka. */
    private static String batch(Instant at) {
        return """
        {
          "events": [
            {
              "event_type": "commerce_event",
              "data": {
                "product_action": {
                  "action": "add_to_cart",
                  "total_amount": 19.90,
                  "products": [
                    {"id": "P-1", "name": "Socks", "category": "Clothes", "price": 9.95, "quantity": 2}
                  ]
                },
                "currency_code": "EUR",
                "custom_attributes": {"cart_id": "cart-77"},
                "timestamp_unixtime_ms": "%1$d",
                "event_id": "6644003854898401924",
                "source_message_id": "70f1f6aa-8bec-40c7-b48c-1ca253db9fa3"
              }
            }
          ],
          "device_info": {"platform": "web"},
          "user_attributes": {"$firstname": "Jo"},
          "user_identities": [
            {"identity_type": "customer_id", "identity": "c-1001"},
            {"identity_type": "email", "identity": "Jo@Example.com"}
          ],
          "schema_version": 2,
          "environment": "production",
          "mpid": "-7636538281262557123",
          "mp_deviceid": "0f129dcb-d5b9-450b-9003-a38a7b7e946d",
          "timestamp_unixtime_ms": "%1$d",
          "batch_id": "-8602161397754364321",
          "message_id": "b4b2e1c0-9d4f-4a62-8e3f-000000000001",
          "message_type": "events",
          "source_info": {"channel": "native"}
        }
        """
                .formatted(at.toEpochMilli());
    }
}
