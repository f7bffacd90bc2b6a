package io.backstitch.cli.stack;

import io.backstitch.schemas.registry.ConfluentAvroReader;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.UnreadableRecordException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads one of the job's output topics from its beginning, as far as it goes; later calls continue.
 *
 * @param <T> what is in it
 */
public final class TopicReader<T extends SpecificRecord> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ConfluentAvroReader<T> reader;
    private final String topic;
    private final List<T> records = new ArrayList<>();
    private boolean assigned;

    public TopicReader(
            Map<String, Object> client, SchemaRegistry registry, String topic, Class<T> type) {
        Map<String, Object> config = new HashMap<>(client);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        config.put("allow.auto.create.topics", false);
        this.consumer =
                new KafkaConsumer<>(
                        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.reader = new ConfluentAvroReader<>(registry, type);
        this.topic = topic;
    }

    /** Everything read so far, after reading what there is now. */
    public List<T> read() throws RegistryException, UnreadableRecordException {
        if (!assigned && !assign()) {
            return records;
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
            for (ConsumerRecord<byte[], byte[]> record : polled) {
                records.add(reader.read(record.value()));
            }
        }
        return records;
    }

    private boolean assign() {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            return false;
        }
        List<TopicPartition> all = new ArrayList<>();
        for (PartitionInfo partition : partitions) {
            all.add(new TopicPartition(topic, partition.partition()));
        }
        consumer.assign(all);
        consumer.seekToBeginning(all);
        assigned = true;
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
