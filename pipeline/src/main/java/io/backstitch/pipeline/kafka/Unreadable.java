package io.backstitch.pipeline.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether there is anything to read between a reader's position and a partition's end:
 * transaction markers, aborted and compacted records take up offsets and never reach a reader. It
 * tries to read, and only where the reader has stood still since the look before.
 */
final class Unreadable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Unreadable.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Properties client;
    private final long patienceMs;
    private Map<TopicPartition, Long> before = Map.of();

    /** Where a record is known to wait for the reader. */
    private final Map<TopicPartition, Long> waits = new HashMap<>();

    private KafkaConsumer<byte[], byte[]> consumer;

    Unreadable(Properties client, long patienceMs) {
        this.client = client;
        this.patienceMs = patienceMs;
    }

    /** The stretches from a position to its end that hold no record. */
    Map<TopicPartition, Look.Stretch> between(
            Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Look.Stretch> unsure = new LinkedHashMap<>();
        positions.forEach(
                (partition, position) -> {
                    Long end = ends.get(partition);
                    boolean open = end != null && position < end;
                    boolean still = position.equals(before.get(partition));
                    if (open && still && !position.equals(waits.get(partition))) {
                        unsure.put(partition, new Look.Stretch(position, end));
                    }
                });
        before = positions;
        if (unsure.isEmpty()) {
            return Map.of();
        }
        try {
            return read(unsure);
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            LOG.debug("No proof that nothing is unread", e);
            return Map.of();
        }
    }

    private Map<TopicPartition, Look.Stretch> read(Map<TopicPartition, Look.Stretch> unsure) {
        KafkaConsumer<byte[], byte[]> reader = consumer();
        reader.assign(unsure.keySet());
        unsure.forEach(
                (partition, stretch) -> {
                    if (stretch.from() < 0) {
                        reader.seekToBeginning(Set.of(partition));
                    } else {
                        reader.seek(partition, stretch.from());
                    }
                });
        Map<TopicPartition, Look.Stretch> empty = new HashMap<>();
        Set<TopicPartition> open = new HashSet<>(unsure.keySet());
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        while (!open.isEmpty() && System.nanoTime() < deadline) {
            ConsumerRecords<byte[], byte[]> records = reader.poll(POLL);
            for (TopicPartition partition : Set.copyOf(open)) {
                Look.Stretch stretch = unsure.get(partition);
                long reached = reader.position(partition, Duration.ofMillis(patienceMs));
                for (ConsumerRecord<byte[], byte[]> first : records.records(partition)) {
                    reached = first.offset();
                    if (reached < stretch.to()) {
                        waits.put(partition, stretch.from());
                        open.remove(partition);
                    }
                }
                if (reached >= stretch.to()) {
                    empty.put(partition, stretch);
                    open.remove(partition);
                }
            }
            reader.pause(records.partitions());
        }
        reader.unsubscribe();
        return empty;
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        if (consumer == null) {
            Properties config = new Properties();
            config.putAll(client);
            config.putIfAbsent("isolation.level", "read_committed");
            config.setProperty("auto.offset.reset", "earliest");
            config.setProperty("enable.auto.commit", "false");
            config.setProperty("allow.auto.create.topics", "false");
            config.setProperty("max.poll.records", "1");
            config.setProperty("max.partition.fetch.bytes", "1"); // one batch
            consumer =
                    new KafkaConsumer<>(
                            config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }
        return consumer;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ZERO));
        }
    }
}
