package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.Tally;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.sandbox.shoppers.ShopperSimulation;
import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.SimulationOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * Batches of simulated shoppers, and what ingest makes of them. In this package to reach the reader
 * without Flink around it.
 */
public final class SampleRecords {
    private static final List<String> LEVELS =
            List.of("anonymous_id", "cart_id", "order_id", "email", "customer_id");

    private final Normaliser normaliser;
    private final BatchReader reader;

    public SampleRecords() {
        Configuration options = new Configuration();
        options.setString("normalise.default-region", "DE");
        normaliser = Normaliser.compile(options, Tally.NONE);
        reader = new BatchReader(new Formats.Tools(options, LEVELS, normaliser, null));
    }

    /** The first mParticle batches of a simulation, in order of arrival; count is at least 100. */
    public static List<RawRecord> batches(int count) {
        List<RawRecord> batches = new ArrayList<>();
        for (SimulatedRecord record :
                ShopperSimulation.generate(SimulationOptions.of(42, count / 4)).records()) {
            if (record.topic().equals(Simulation.BATCHES_TOPIC) && batches.size() < count) {
                batches.add(
                        new RawRecord(
                                record.topic(),
                                record.partition(),
                                record.offset(),
                                record.kafkaTime(),
                                null,
                                record.value()));
            }
        }
        return batches;
    }

    /** Reads and normalises one batch. */
    public List<Bundle> read(RawRecord batch) {
        RecordOutput output =
                new RecordOutput(batch, BatchReader.SOURCE, normaliser.contractVersion());
        reader.read(output);
        return output.bundles();
    }
}
