package io.backstitch.sandbox.shoppers;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.kafka.KafkaBroker;
import io.backstitch.schemas.registry.RegisteredSchema;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationWriterIT {
    private static final int PARTITIONS = 2;

    @Test
    void recordsLieWhereTruthSaysEvenWithAPauseInTheMiddle(@TempDir Path folder) {
        Simulation simulation =
                ShopperSimulation.generate(SimulationOptions.of(9, 40).withPartitions(PARTITIONS));
        try (KafkaBroker broker = KafkaBroker.start(folder)) {
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            SimulationWriter.createTopics(client, PARTITIONS);
            Iterator<SimulatedRecord> records = simulation.records().iterator();
            try (SimulationWriter writer = new SimulationWriter(client, new OneSchema())) {
                assertThat(writer.write(records, 100)).isEqualTo(100);
                assertThat(written(client)).hasSize(100);
                writer.writeAll(records);
            }

            Map<String, ConsumerRecord<byte[], byte[]>> written = written(client);
            assertThat(written).hasSize(simulation.records().size());
            for (SimulatedRecord expected : simulation.records()) {
                ConsumerRecord<byte[], byte[]> actual = written.get(expected.position());
                assertThat(actual.timestamp()).isEqualTo(expected.kafkaTime());
                assertThat(actual.key()).isEqualTo(expected.key().getBytes(StandardCharsets.UTF_8));
                if (expected.isOrder()) {
                    assertThat(actual.value()).startsWith(0, 0, 0, 0, 7);
                } else {
                    assertThat(actual.value()).isEqualTo(expected.value());
                }
            }
        }
    }

    private static Map<String, ConsumerRecord<byte[], byte[]>> written(Map<String, Object> client) {
        Map<String, ConsumerRecord<byte[], byte[]>> found = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (int i = 0; i < PARTITIONS; i++) {
                partitions.add(new TopicPartition(Simulation.BATCHES_TOPIC, i));
                partitions.add(new TopicPartition(Simulation.ORDERS_TOPIC, i));
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long left = consumer.endOffsets(partitions).values().stream().mapToLong(n -> n).sum();
            while (left > 0) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofSeconds(1))) {
                    found.put(Truth.position(r.topic(), r.partition(), r.offset()), r);
                    left--;
                }
            }
        }
        return found;
    }

    /** A registry that knows one schema, number 7. */
    private static final class OneSchema implements SchemaRegistry {
        @Override
        public int register(String subject, String schemaJson) {
            assertThat(subject).isEqualTo("orders-value");
            return 7;
        }

        @Override
        public int idOf(String subject, String schemaJson) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String schemaById(int id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public RegisteredSchema latest(String subject) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isCompatible(String subject, String schemaJson) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
