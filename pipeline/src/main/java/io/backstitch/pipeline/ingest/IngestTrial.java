package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.normalise.Tally;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.util.List;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Reads records as {@link IngestFunction} does, outside of a job and without any effect: to see
 * what a configuration would make of them. Not thread-safe.
 */
public final class IngestTrial {
    private final RecordReader reader;

    /**
     * @param options of {@link IngestOptions} and of the normaliser
     * @param levels names of the identity levels, lowest first
     * @param registry where Avro schemas are looked up; stays the caller's
     */
    public IngestTrial(ReadableConfig options, List<String> levels, SchemaRegistry registry) {
        Normaliser normaliser = Normaliser.compile(options, Tally.NONE);
        reader = new RecordReader(new Formats.Tools(options, levels, normaliser, registry));
    }

    /**
     * What became of a record.
     *
     * @param bundles events and attributes that go on
     * @param receipts what is left out by a rule
     * @param letters what cannot be used
     */
    public record Outcome(List<Bundle> bundles, List<Receipt> receipts, List<DeadLetter> letters) {}

    /**
     * Reads one; no content makes it throw.
     *
     * @throws RegistryUnavailableException if its schema cannot be had now
     */
    public Outcome read(RawRecord record) throws RegistryUnavailableException {
        RecordOutput output = reader.read(record);
        return new Outcome(output.bundles(), output.receipts(), output.letters());
    }
}
