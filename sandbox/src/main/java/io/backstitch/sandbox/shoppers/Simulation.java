package io.backstitch.sandbox.shoppers;

import java.util.List;

/**
 * A whole simulation in memory.
 *
 * @param options what was asked for
 * @param records in order of arrival
 * @param truth what must become of them
 */
public record Simulation(SimulationOptions options, List<SimulatedRecord> records, Truth truth) {
    /** Topic of mParticle's batches, JSON. */
    public static final String BATCHES_TOPIC = "mparticle.batches";

    /** Topic of the order backend, Avro in Confluent's wire format. */
    public static final String ORDERS_TOPIC = "orders";
}
