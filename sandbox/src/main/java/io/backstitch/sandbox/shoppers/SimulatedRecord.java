package io.backstitch.sandbox.shoppers;

import io.backstitch.schemas.wire.Order;

/**
 * One record as it must be written to Kafka: in this order, to this partition, with this timestamp.
 * Written to empty topics it gets exactly this offset.
 */
public final class SimulatedRecord {
    private final Pending pending;
    private final int partition;
    private final long offset;

    SimulatedRecord(Pending pending, int partition, long offset) {
        this.pending = pending;
        this.partition = partition;
        this.offset = offset;
    }

    /** {@code mparticle.batches} or {@code orders}. */
    public String topic() {
        return pending.topic();
    }

    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }

    /** The mParticle id of a batch, the id of an order. */
    public String key() {
        return pending.key();
    }

    /** When it reaches Kafka, epoch milliseconds. */
    public long kafkaTime() {
        return pending.arrival();
    }

    /** Whether the value is an {@link #order} that still has to be framed for the registry. */
    public boolean isOrder() {
        return pending.report() != null;
    }

    /** The order, freshly made; only where {@link #isOrder}. */
    public Order order() {
        return OrderAvro.order(pending.report());
    }

    /** The value's bytes, freshly made; not where {@link #isOrder}. */
    public byte[] value() {
        return pending.batch() != null ? BatchJson.bytes(pending.batch()) : pending.bytes().clone();
    }

    /** Written only to let the clock run on: a tick or at the end. */
    public boolean onlyForTheClock() {
        return tick() || pending.what().equals("closing");
    }

    /**
     * Moves the clock of its partition, at least every half hour. Its fate is decided at once: when
     * all ticks of a time have theirs, everything before them has been read.
     */
    public boolean tick() {
        return pending.what().equals("tick");
    }

    /** Index of the shopper that caused it, or -1. */
    public int shopper() {
        return pending.shopper();
    }

    /** Where it belongs: {@code topic-partition@offset}. */
    public String position() {
        return Truth.position(topic(), partition, offset);
    }
}
