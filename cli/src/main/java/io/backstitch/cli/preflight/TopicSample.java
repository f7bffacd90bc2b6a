package io.backstitch.cli.preflight;

import io.backstitch.pipeline.record.RawRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Topics between two times, by Kafka's timestamps; ends where they ended when it was opened. All
 * partitions are read as one, in the order of arrival: a few hundred records of each are in memory.
 */
final class TopicSample implements Sample {
    private static final long serialVersionUID = 1L;
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int PATIENCE_MS = 15_000;
    private static final int ENOUGH = 500;

    private final HashMap<String, String> client = new HashMap<>();
    private final ArrayList<String> topics;
    private final long since;
    private final long until;

    /**
     * @param client settings of Kafka's clients
     * @param since epoch milliseconds, or Long.MIN_VALUE
     * @param until epoch milliseconds, or Long.MAX_VALUE
     */
    TopicSample(Map<String, Object> client, List<String> topics, long since, long until) {
        client.forEach((key, value) -> this.client.put(key, String.valueOf(value)));
        this.topics = new ArrayList<>(topics);
        this.since = since;
        this.until = until;
    }

    @Override
    public Cursor open() {
        return new Reader();
    }

    private final class Reader implements Cursor {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, Long> ends = new HashMap<>();
        private final Map<TopicPartition, ArrayDeque<RawRecord>> waiting = new HashMap<>();
        private long size;
        private long taken;

        Reader() {
            Map<String, Object> config = new HashMap<>(client);
            config.put("auto.offset.reset", "earliest");
            config.put("enable.auto.commit", false);
            config.put("allow.auto.create.topics", false);
            config.put("max.poll.records", ENOUGH);
            config.putIfAbsent("default.api.timeout.ms", PATIENCE_MS);
            config.putIfAbsent("request.timeout.ms", PATIENCE_MS);
            ByteArrayDeserializer bytes = new ByteArrayDeserializer();
            consumer = new KafkaConsumer<>(config, bytes, bytes);
            try {
                bounds();
            } catch (KafkaException e) {
                consumer.close();
                throw silent(e);
            }
        }

        private void bounds() {
            List<TopicPartition> all = new ArrayList<>();
            for (String topic : topics) {
                List<PartitionInfo> partitions = consumer.partitionsFor(topic);
                if (partitions == null || partitions.isEmpty()) {
                    throw new IllegalStateException(
                            "There is no topic " + topic + ". Check --topic and --config.");
                }
                for (PartitionInfo partition : partitions) {
                    all.add(new TopicPartition(topic, partition.partition()));
                }
            }
            consumer.assign(all);
            Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(all));
            ends.putAll(consumer.endOffsets(all));
            if (since != Long.MIN_VALUE) {
                starts.putAll(offsets(all, since));
            }
            if (until != Long.MAX_VALUE) {
                ends.putAll(offsets(all, until));
            }
            for (TopicPartition partition : all) {
                consumer.seek(partition, starts.get(partition));
                size += Math.max(0, ends.get(partition) - starts.get(partition));
                waiting.put(partition, new ArrayDeque<>());
            }
        }

        private Map<TopicPartition, Long> offsets(List<TopicPartition> all, long time) {
            Map<TopicPartition, Long> times = new HashMap<>();
            all.forEach(partition -> times.put(partition, time));
            Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
            Map<TopicPartition, Long> offsets = new HashMap<>();
            for (TopicPartition partition : all) {
                OffsetAndTimestamp offset = found.get(partition);
                offsets.put(partition, offset == null ? ends.get(partition) : offset.offset());
            }
            return offsets;
        }

        @Override
        public RawRecord next() {
            try {
                fill();
            } catch (KafkaException e) {
                throw silent(e);
            }
            ArrayDeque<RawRecord> first = null;
            for (ArrayDeque<RawRecord> records : waiting.values()) {
                boolean earlier =
                        !records.isEmpty()
                                && (first == null || isBefore(records.peek(), first.peek()));
                first = earlier ? records : first;
            }
            if (first == null) {
                return null;
            }
            taken++;
            return first.poll();
        }

        private static boolean isBefore(RawRecord one, RawRecord other) {
            if (one.timestamp() != other.timestamp()) {
                return one.timestamp() < other.timestamp();
            }
            int topic = one.topic().compareTo(other.topic());
            return topic < 0 || (topic == 0 && one.partition() < other.partition());
        }

        /** Until each partition that goes on has a record to compare. */
        private void fill() {
            long patience = System.nanoTime() + PATIENCE_MS * 1_000_000L;
            while (lacks()) {
                boolean came = false;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    TopicPartition of = new TopicPartition(record.topic(), record.partition());
                    if (record.offset() < ends.get(of)) {
                        waiting.get(of).add(raw(record));
                        came = true;
                    }
                }
                if (came) {
                    patience = System.nanoTime() + PATIENCE_MS * 1_000_000L;
                } else if (System.nanoTime() > patience && lacks()) {
                    throw silent(null);
                }
            }
        }

        private boolean lacks() {
            boolean lacks = false;
            List<TopicPartition> full = new ArrayList<>();
            List<TopicPartition> hungry = new ArrayList<>();
            for (Map.Entry<TopicPartition, ArrayDeque<RawRecord>> records : waiting.entrySet()) {
                TopicPartition partition = records.getKey();
                boolean over = consumer.position(partition) >= ends.get(partition);
                boolean enough = records.getValue().size() >= ENOUGH;
                (over || enough ? full : hungry).add(partition);
                lacks |= !over && records.getValue().isEmpty();
            }
            if (lacks) {
                consumer.pause(full);
                consumer.resume(hungry);
            }
            return lacks;
        }

        private static RawRecord raw(ConsumerRecord<byte[], byte[]> record) {
            Header replay = record.headers().lastHeader(RawRecord.REPLAY_HEADER);
            return new RawRecord(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    replay == null ? null : new String(replay.value(), StandardCharsets.UTF_8));
        }

        @Override
        public double share() {
            return size == 0 ? 1 : Math.min(1, taken / (double) size);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    private IllegalStateException silent(KafkaException cause) {
        return new IllegalStateException(
                "Kafka at "
                        + client.get("bootstrap.servers")
                        + " does not answer about "
                        + String.join(", ", topics)
                        + ". Check --bootstrap (or kafka.* of the configuration), and that you may"
                        + " read the topics.",
                cause);
    }
}
