package io.backstitch.cli.faults;

import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes traffic to topics that hold other traffic already, and remembers where each record went:
 * truth knows records by the place that they would have in empty topics.
 */
final class Tape implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final ConfluentAvroWriter<Order> orders;
    private final Map<String, SimulatedRecord> written = new ConcurrentHashMap<>();
    private final Set<SimulatedRecord> once = ConcurrentHashMap.newKeySet();
    private final Set<String> copied = ConcurrentHashMap.newKeySet();
    private final List<Extra> extras = new ArrayList<>();
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /**
     * A record that no shopper has caused.
     *
     * @param what for people
     * @param reason of the dead letters that it must become; several joined by a bar may be right
     * @param letters how many: one for the record or its event, more where operations are refused
     * @param place where it went, once it is there
     */
    record Extra(String what, String reason, int letters, AtomicReference<String> place) {}

    Tape(Map<String, Object> client, SchemaRegistry registry) {
        Map<String, Object> config = new HashMap<>(client);
        config.put("acks", "all");
        config.put("enable.idempotence", true);
        config.put("linger.ms", 5);
        config.put("max.request.size", 32 << 20);
        this.producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        this.orders =
                ConfluentAvroWriter.registering(
                        registry, Simulation.ORDERS_TOPIC + "-value", Order.class);
    }

    /** As it is. */
    void write(SimulatedRecord next) {
        write(next, next.partition(), value(next));
    }

    /** To another partition, or with other bytes; may be written several times. */
    void write(SimulatedRecord next, int partition, byte[] value) {
        if (!once.add(next)) {
            copied.add(next.position());
        }
        producer.send(
                new ProducerRecord<>(
                        next.topic(),
                        partition,
                        next.kafkaTime(),
                        next.key().getBytes(StandardCharsets.UTF_8),
                        value),
                (metadata, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                        return;
                    }
                    written.put(place(next.topic(), partition, metadata.offset()), next);
                });
    }

    byte[] value(SimulatedRecord next) {
        if (!next.isOrder()) {
            return next.value();
        }
        try {
            return orders.write(next.order());
        } catch (RegistryException e) {
            throw new IllegalStateException("cannot register the schema of orders", e);
        }
    }

    /** Something that must become so many dead letters. */
    void extra(
            String topic,
            int partition,
            long time,
            byte[] value,
            String what,
            String reason,
            int letters) {
        Extra extra = new Extra(what, reason, letters, new AtomicReference<>(""));
        extras.add(extra);
        producer.send(
                new ProducerRecord<>(topic, partition, time, null, value),
                (metadata, error) -> {
                    if (error != null) {
                        failure.compareAndSet(null, error);
                        return;
                    }
                    extra.place().set(place(topic, partition, metadata.offset()));
                });
    }

    /** Waits until the broker has everything. */
    void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("cannot write the traffic", failure.get());
        }
    }

    List<Extra> extras() {
        return extras;
    }

    /** Records of shoppers that were written, repeats included. */
    int size() {
        return written.size();
    }

    /**
     * The receipts of the shoppers' records, as if each had been written once to empty topics: of a
     * record written several times one occurrence of each event has the effect, whichever, and the
     * others are duplicates that truth knows nothing of.
     */
    List<Receipt> receipts(List<Receipt> all, Truth truth) {
        List<Receipt> found = new ArrayList<>();
        Set<String> decided = new HashSet<>();
        for (Receipt receipt : all) {
            if (receipt.getSource().equals("derived")) {
                // Time has caused it, and no record.
                if (receipt.getCartId() != null && truth.cart(receipt.getCartId()) != null) {
                    found.add(receipt);
                }
                continue;
            }
            SimulatedRecord record =
                    written.get(
                            place(receipt.getTopic(), receipt.getPartition(), receipt.getOffset()));
            if (record != null) {
                Receipt moved =
                        Receipt.newBuilder(receipt)
                                .setPartition(record.partition())
                                .setOffset(record.offset())
                                .build();
                found.add(moved);
                if (receipt.getOutcome() != Outcome.DUPLICATE) {
                    decided.add(occurrence(moved));
                }
            }
        }
        found.removeIf(
                receipt ->
                        receipt.getOutcome() == Outcome.DUPLICATE
                                && copied.contains(position(receipt))
                                && decided.contains(occurrence(receipt)));
        return found;
    }

    private static String position(Receipt receipt) {
        return place(receipt.getTopic(), receipt.getPartition(), receipt.getOffset());
    }

    private static String occurrence(Receipt receipt) {
        return position(receipt) + " " + receipt.getEventId();
    }

    /** The dead letters of the shoppers' records, likewise. */
    List<DeadLetter> deadLetters(List<DeadLetter> all) {
        List<DeadLetter> found = new ArrayList<>();
        for (DeadLetter letter : all) {
            SimulatedRecord record =
                    written.get(
                            place(letter.getTopic(), letter.getPartition(), letter.getOffset()));
            if (record != null) {
                found.add(
                        DeadLetter.newBuilder(letter)
                                .setPartition(record.partition())
                                .setOffset(record.offset())
                                .build());
            }
        }
        return found;
    }

    /** Whether this fault wrote the record there. */
    boolean has(String place) {
        return written.containsKey(place)
                || extras.stream().anyMatch(extra -> extra.place().get().equals(place));
    }

    static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + "@" + offset;
    }

    @Override
    public void close() {
        producer.close();
    }
}
