package io.backstitch.cli.replay;

import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topics that dead letters came from.
 *
 * @param client settings of Kafka's clients, addresses included
 */
record SourceTopics(Map<String, Object> client) {
    private static final int PATIENCE_MS = 15_000;
    private static final int STEP = 1_000;

    /**
     * How many partitions each has.
     *
     * @throws IllegalStateException for people, if one does not exist
     */
    Map<String, Integer> partitions(Collection<String> topics) throws Exception {
        Map<String, Integer> partitions = new TreeMap<>();
        try (Admin admin = Admin.create(patient())) {
            for (String topic : topics) {
                partitions.put(
                        topic,
                        admin.describeTopics(List.of(topic))
                                .topicNameValues()
                                .get(topic)
                                .get(PATIENCE_MS, TimeUnit.MILLISECONDS)
                                .partitions()
                                .size());
            }
        } catch (ExecutionException e) {
            // A broker that creates topics on its own would make one that nobody reads.
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IllegalStateException(
                        "Kafka has no longer a topic that dead letters came from. Name those that"
                                + " it has with --topic; of "
                                + topics);
            }
            throw e;
        }
        return partitions;
    }

    /**
     * Writes each to the partition it came from, and waits until Kafka has them all.
     *
     * @param progress told now and then how many are on their way
     * @throws IllegalStateException for people, if not all could be written
     */
    void write(List<Plan> plans, Map<String, Integer> partitions, IntConsumer progress) {
        Map<String, Object> config = patient();
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("max.block.ms", PATIENCE_MS);
        config.putIfAbsent("max.request.size", 16 << 20);
        AtomicReference<Exception> failure = new AtomicReference<>();
        ByteArraySerializer bytes = new ByteArraySerializer();
        int sent = 0;
        try (KafkaProducer<byte[], byte[]> kafka = new KafkaProducer<>(config, bytes, bytes)) {
            for (Plan plan : plans) {
                if (failure.get() != null) {
                    break;
                }
                kafka.send(
                        record(plan, partitions.get(plan.letter().getTopic())),
                        (written, failed) -> {
                            if (failed != null) {
                                failure.compareAndSet(null, failed);
                            }
                        });
                if (++sent % STEP == 0) {
                    progress.accept(sent);
                }
            }
            kafka.flush();
        }
        if (failure.get() != null) {
            throw new IllegalStateException(
                    "Not all could be written. Give the same command again: what was written"
                            + " already has no second effect.",
                    failure.get());
        }
    }

    private static ProducerRecord<byte[], byte[]> record(Plan plan, int partitions) {
        DeadLetter letter = plan.letter();
        Integer partition = letter.getPartition() < partitions ? letter.getPartition() : null;
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(letter.getTopic(), partition, null, plan.value());
        record.headers()
                .add(
                        RawRecord.REPLAY_HEADER,
                        letter.getDeadLetterId().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private Map<String, Object> patient() {
        Map<String, Object> config = new HashMap<>(client);
        config.putIfAbsent("request.timeout.ms", PATIENCE_MS);
        config.putIfAbsent("default.api.timeout.ms", PATIENCE_MS);
        config.putIfAbsent("delivery.timeout.ms", 2 * PATIENCE_MS);
        return config;
    }
}
