package io.backstitch.cli.contract;

import io.backstitch.pipeline.identity.IdentityOptions;
import io.backstitch.pipeline.identity.Level;
import io.backstitch.pipeline.identity.Levels;
import io.backstitch.pipeline.ingest.IngestOptions;
import io.backstitch.pipeline.ingest.IngestTrial;
import io.backstitch.pipeline.job.ConfigException;
import io.backstitch.pipeline.normalise.NormaliseOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/**
 * One of the two that are compared.
 *
 * @param contractVersion of its contract
 * @param trial what it makes of records
 */
record Side(String contractVersion, IngestTrial trial) {

    /**
     * Compiles it.
     *
     * @throws ConfigException with all faults of the options that reading goes by
     */
    static Side of(Configuration config, SchemaRegistry registry) {
        try {
            return compiled(config, registry);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(e.getMessage()); // an option that Flink cannot parse
        }
    }

    private static Side compiled(Configuration config, SchemaRegistry registry) {
        List<String> faults = new ArrayList<>(NormaliseOptions.faults(config));
        faults.addAll(IngestOptions.faults(config));
        List<String> levels = new ArrayList<>();
        for (Level level : Levels.read(config, config.get(IdentityOptions.WORKSPACE), faults)) {
            if (!level.isAbove()) {
                levels.add(level.name());
            }
        }
        if (!faults.isEmpty()) {
            throw new ConfigException(faults);
        }
        String version = NormaliseOptions.contract(config).version();
        return new Side(version, new IngestTrial(config, levels, registry));
    }
}
