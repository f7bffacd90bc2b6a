package io.backstitch.sandbox.shoppers;

import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.Order;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes a simulation to a broker: each record to its partition, with its timestamp, in order.
 * Written to topics made by {@link #createTopics} every record gets the offset that truth knows it
 * by. Stops where it is told, so that something can happen in the middle of the traffic.
 */
public final class SimulationWriter implements AutoCloseable {
    private static final String ORDERS_SUBJECT = Simulation.ORDERS_TOPIC + "-value";

    private final KafkaProducer<byte[], byte[]> producer;
    private final ConfluentAvroWriter<Order> orders;
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * @param client how to reach the broker, at least {@code bootstrap.servers}
     * @param registry where the schema of orders is registered
     */
    public SimulationWriter(Map<String, Object> client, SchemaRegistry registry) {
        Map<String, Object> config = new HashMap<>(client);
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("linger.ms", 5);
        config.put("batch.size", 128 * 1024);
        this.producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.orders = ConfluentAvroWriter.registering(registry, ORDERS_SUBJECT, Order.class);
    }

    /**
     * Creates both input topics so that they keep records of any age and take them from any time.
     *
     * @throws IllegalStateException if the broker refuses
     */
    public static void createTopics(Map<String, Object> client, int partitions) {
        Map<String, String> config =
                Map.of(
                        "retention.ms",
                        "-1",
                        "message.timestamp.type",
                        "CreateTime",
                        "message.timestamp.before.max.ms",
                        Long.toString(Long.MAX_VALUE),
                        "message.timestamp.after.max.ms",
                        Long.toString(Long.MAX_VALUE));
        List<NewTopic> topics =
                List.of(
                        new NewTopic(Simulation.BATCHES_TOPIC, partitions, (short) 1)
                                .configs(config),
                        new NewTopic(Simulation.ORDERS_TOPIC, partitions, (short) 1)
                                .configs(config));
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(topics).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create the input topics", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating the input topics", e);
        }
    }

    /**
     * Writes the next records and waits until the broker has them.
     *
     * @param count how many at most
     * @return how many were left to write
     * @throws IllegalStateException if the broker or the registry refuses
     */
    public long write(Iterator<SimulatedRecord> records, long count) {
        long written = 0;
        while (written < count && records.hasNext() && failure.get() == null) {
            SimulatedRecord next = records.next();
            producer.send(
                    new ProducerRecord<>(
                            next.topic(),
                            next.partition(),
                            next.kafkaTime(),
                            next.key().getBytes(StandardCharsets.UTF_8),
                            value(next)),
                    (metadata, error) -> failure.compareAndSet(null, error));
            written++;
        }
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("cannot write the traffic", failure.get());
        }
        return written;
    }

    /** Writes all that is left. */
    public long writeAll(Iterator<SimulatedRecord> records) {
        return write(records, Long.MAX_VALUE);
    }

    @Override
    public void close() {
        producer.close();
    }

    private byte[] value(SimulatedRecord next) {
        if (!next.isOrder()) {
            return next.value();
        }
        try {
            return orders.write(next.order());
        } catch (RegistryException e) {
            throw new IllegalStateException("cannot register the schema of orders", e);
        }
    }
}
