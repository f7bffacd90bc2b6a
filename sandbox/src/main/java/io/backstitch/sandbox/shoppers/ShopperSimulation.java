package io.backstitch.sandbox.shoppers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Makes shoppers act. Deterministic: the same options give the same bytes in the same order. */
public final class ShopperSimulation {
    private ShopperSimulation() {}

    /** Everything at once; about 10 records and 15 events per shopper. */
    public static Simulation generate(SimulationOptions options) {
        SimulationStream stream = stream(options);
        List<SimulatedRecord> records = new ArrayList<>();
        stream.forEachRemaining(records::add);
        return new Simulation(options, Collections.unmodifiableList(records), stream.truth());
    }

    /** One record at a time, for more shoppers than fit into memory at once. */
    public static SimulationStream stream(SimulationOptions options) {
        return new SimulationStream(options);
    }
}
