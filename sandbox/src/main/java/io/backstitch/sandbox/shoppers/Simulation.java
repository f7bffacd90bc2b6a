package io.backstitch.sandbox.shoppers;

import java.util.List;

/**
 * A whole simulation in memory.
 *
 * @param options what was asked for
 * @param records in order of arrival
 * @param truth what must become of them
 */
public record Simulation(SimulationOptions options, List<SimulatedRecord> records, Truth truth) {}
