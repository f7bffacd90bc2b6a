package io.backstitch.cli.topics;

import io.backstitch.schemas.registry.ConfluentAvroReader;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One of the job's output topics from a time on, up to where it ended when it was opened. May be
 * gone through as often as needed; only what is wanted is kept, so its size is no matter. A record
 * that cannot be read is counted and passed over. Single-threaded.
 *
 * @param <T> what is in it
 */
public final class BoundedTopic<T extends SpecificRecord> implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int PATIENCE_MS = 15_000;

    private final String topic;
    private final String bootstrap;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final ConfluentAvroReader<T> reader;
    private final Function<T, String> id;
    private final Map<TopicPartition, Long> starts = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private boolean exists;
    private long read;
    private long unreadable;
    private long oldest;

    /**
     * Finds out from where to where to read.
     *
     * @param client settings of Kafka's clients
     * @param registry stays the caller's to close
     * @param id by which the same record written twice is recognised
     * @param since only what has a Kafka timestamp from then on; null for all
     * @throws IllegalStateException for people, if Kafka does not answer
     */
    public BoundedTopic(
            Map<String, Object> client,
            SchemaRegistry registry,
            String topic,
            Class<T> type,
            Function<T, String> id,
            Instant since) {
        this.topic = topic;
        this.bootstrap = String.valueOf(client.get("bootstrap.servers"));
        this.reader = new ConfluentAvroReader<>(registry, type);
        this.id = id;
        Map<String, Object> config = new HashMap<>(client);
        config.put("auto.offset.reset", "earliest");
        config.put("enable.auto.commit", false);
        config.put("allow.auto.create.topics", false);
        config.putIfAbsent("default.api.timeout.ms", PATIENCE_MS);
        config.putIfAbsent("request.timeout.ms", PATIENCE_MS);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        this.consumer = new KafkaConsumer<>(config, bytes, bytes);
        try {
            bounds(since);
        } catch (KafkaException e) {
            consumer.close();
            throw silent(e);
        }
    }

    private void bounds(Instant since) {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        if (partitions == null || partitions.isEmpty()) {
            return;
        }
        exists = true;
        List<TopicPartition> all = new ArrayList<>();
        for (PartitionInfo partition : partitions) {
            all.add(new TopicPartition(topic, partition.partition()));
        }
        consumer.assign(all);
        starts.putAll(consumer.beginningOffsets(all));
        ends.putAll(consumer.endOffsets(all));
        if (since != null) {
            from(since.toEpochMilli(), all);
        }
    }

    private void from(long time, Collection<TopicPartition> all) {
        Map<TopicPartition, Long> times = new HashMap<>();
        all.forEach(partition -> times.put(partition, time));
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        for (TopicPartition partition : all) {
            OffsetAndTimestamp offset = found.get(partition);
            starts.put(partition, offset == null ? ends.get(partition) : offset.offset());
        }
    }

    /**
     * Goes through it once.
     *
     * @return what is wanted, in the order of its first appearance within a partition; partitions
     *     come in no order
     * @throws IllegalStateException for people, if Kafka does not answer
     * @throws RegistryUnavailableException if the schema registry does not answer
     */
    public Collection<Found<T>> select(Predicate<T> wanted) throws RegistryUnavailableException {
        Map<String, Found<T>> selected = new LinkedHashMap<>();
        read = 0;
        unreadable = 0;
        oldest = Long.MAX_VALUE;
        try {
            starts.forEach(consumer::seek);
            consumer.resume(consumer.paused());
            long patience = System.nanoTime() + PATIENCE_MS * 1_000_000L;
            while (goesOn()) {
                long before = read;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    take(record, wanted, selected);
                }
                if (read > before) {
                    patience = System.nanoTime() + PATIENCE_MS * 1_000_000L;
                } else if (System.nanoTime() > patience && goesOn()) {
                    throw silent(null);
                }
            }
        } catch (KafkaException e) {
            throw silent(e);
        }
        return selected.values();
    }

    private boolean goesOn() {
        boolean goesOn = false;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            boolean done = consumer.position(end.getKey()) >= end.getValue();
            if (done) {
                consumer.pause(List.of(end.getKey()));
            }
            goesOn |= !done;
        }
        return goesOn;
    }

    private void take(
            ConsumerRecord<byte[], byte[]> record,
            Predicate<T> wanted,
            Map<String, Found<T>> selected)
            throws RegistryUnavailableException {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() >= ends.get(partition)) {
            return;
        }
        read++;
        oldest = Math.min(oldest, record.timestamp());
        try {
            T value = reader.read(record.value());
            if (wanted.test(value)) {
                selected.merge(
                        id.apply(value), new Found<>(value, 1), (first, again) -> first.again());
            }
        } catch (UnreadableRecordException e) {
            unreadable++;
        }
    }

    private IllegalStateException silent(KafkaException cause) {
        return new IllegalStateException(
                "Kafka at "
                        + bootstrap
                        + " does not answer about topic "
                        + topic
                        + ". Check --bootstrap (or kafka.* of the configuration), and that you may"
                        + " read the topic.",
                cause);
    }

    /** What the last time through has seen. */
    public Extent extent() {
        return new Extent(
                topic,
                exists,
                read,
                unreadable,
                oldest == Long.MAX_VALUE ? null : Instant.ofEpochMilli(oldest));
    }

    /**
     * A record and how often it was written.
     *
     * @param record as it was written first
     */
    public record Found<T>(T record, int copies) {
        private Found<T> again() {
            return new Found<>(record, copies + 1);
        }
    }

    /**
     * How much was looked at.
     *
     * @param exists whether Kafka has such a topic
     * @param oldest smallest Kafka timestamp, or null if there was no record
     */
    public record Extent(
            String topic, boolean exists, long records, long unreadable, Instant oldest) {}

    @Override
    public void close() {
        consumer.close();
    }
}
