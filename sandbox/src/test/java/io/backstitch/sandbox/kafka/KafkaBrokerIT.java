package io.backstitch.sandbox.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerIT {

    private static final long LONG_AGO = Instant.parse("2009-02-13T23:31:30Z").toEpochMilli();
    private static final long FAR_AHEAD = Instant.parse("2090-01-01T00:00:00Z").toEpochMilli();

    @TempDir Path folder;

    @Test
    void recordsOfAnyTimeAreKeptEvenOverARestart() throws Exception {
        String topic = "mparticle.batches";
        try (KafkaBroker broker = KafkaBroker.start(folder)) {
            broker.createTopic(topic, 1, Map.of());
            write(broker, topic, LONG_AGO);
            write(broker, topic, FAR_AHEAD);
            assertThat(timestamps(broker, topic)).containsExactly(LONG_AGO, FAR_AHEAD);
        }
        try (KafkaBroker again = KafkaBroker.start(folder)) {
            assertThat(timestamps(again, topic)).containsExactly(LONG_AGO, FAR_AHEAD);
        }
    }

    @Test
    void twoBrokersRunSideBySideAndOnlyOnLoopback() throws Exception {
        try (KafkaBroker one = KafkaBroker.start(folder.resolve("one"));
                KafkaBroker two = KafkaBroker.start(folder.resolve("two"))) {
            one.createTopic("a", 1, Map.of());
            two.createTopic("a", 1, Map.of());
            write(one, "a", LONG_AGO);

            assertThat(timestamps(one, "a")).hasSize(1);
            assertThat(one.bootstrapServers())
                    .startsWith("127.0.0.1:")
                    .isNotEqualTo(two.bootstrapServers());
            int port = Integer.parseInt(one.bootstrapServers().split(":")[1]);
            for (NetworkInterface net : Collections.list(NetworkInterface.getNetworkInterfaces())) {
                for (InetAddress address : Collections.list(net.getInetAddresses())) {
                    if (!address.isLoopbackAddress()) {
                        assertThatThrownBy(() -> new Socket(address, port).close())
                                .as("%s", address)
                                .isInstanceOf(java.io.IOException.class);
                    }
                }
            }
        }
    }

    @Test
    void anExistingTopicIsRefusedWithItsName() {
        try (KafkaBroker broker = KafkaBroker.start(folder)) {
            broker.createTopic("orders", 2, Map.of("cleanup.policy", "compact"));
            assertThatThrownBy(() -> broker.createTopic("orders", 2, Map.of()))
                    .hasMessageContaining("orders")
                    .hasMessageContaining("exists");
        }
    }

    private static void write(KafkaBroker broker, String topic, long timestamp) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, timestamp, "k", "v"))
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static List<Long> timestamps(KafkaBroker broker, String topic) {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        TopicPartition partition = new TopicPartition(topic, 0);
        List<Long> found = new java.util.ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<String, String> r : consumer.poll(Duration.ofMillis(200))) {
                    found.add(r.timestamp());
                }
            }
        }
        return found;
    }
}
