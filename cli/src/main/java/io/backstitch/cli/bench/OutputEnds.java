package io.backstitch.cli.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How much is in some topics, without reading it. */
final class OutputEnds implements AutoCloseable {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions = new ArrayList<>();

    OutputEnds(Map<String, Object> client, List<String> topics, int partitionsEach) {
        Map<String, Object> config = new HashMap<>(client);
        config.put("enable.auto.commit", false);
        config.put("allow.auto.create.topics", false);
        this.consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        for (String topic : topics) {
            for (int partition = 0; partition < partitionsEach; partition++) {
                partitions.add(new TopicPartition(topic, partition));
            }
        }
        consumer.assign(partitions); // it warns at each question about others
    }

    /** Records written to all of them so far. */
    long records() {
        return consumer.endOffsets(partitions).values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
