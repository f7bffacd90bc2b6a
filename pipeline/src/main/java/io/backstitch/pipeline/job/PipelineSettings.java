package io.backstitch.pipeline.job;

import io.backstitch.pipeline.deliver.DeliverOptions;
import io.backstitch.pipeline.deliver.DeliverSettings;
import io.backstitch.pipeline.identity.IdentityOptions;
import io.backstitch.pipeline.identity.IdentityReader;
import io.backstitch.pipeline.identity.IdentitySettings;
import io.backstitch.pipeline.identity.Level;
import io.backstitch.pipeline.identity.Levels;
import io.backstitch.pipeline.ingest.IngestFunction;
import io.backstitch.pipeline.ingest.IngestOptions;
import io.backstitch.pipeline.normalise.NormaliseOptions;
import io.backstitch.pipeline.options.OptionReader;
import io.backstitch.pipeline.person.ChannelRules;
import io.backstitch.pipeline.person.OrderRules;
import io.backstitch.pipeline.person.PersonOptions;
import io.backstitch.pipeline.person.PersonSettings;
import io.backstitch.pipeline.person.Routes;
import io.backstitch.pipeline.registry.SchemaRegistryOptions;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Checked settings of the whole pipeline.
 *
 * @param options as they were read, for what reads its own
 * @param keepDeadLetters false only where a demonstration drops them on purpose
 */
public record PipelineSettings(
        Configuration options,
        RegistryOptions registry,
        IdentitySettings identity,
        PersonSettings person,
        DeliverSettings deliver,
        boolean keepDeadLetters)
        implements Serializable {
    private static final int MIN_KEY_BYTES = 16;

    /**
     * Reads and checks the options.
     *
     * @param faults takes one sentence per fault; the result is of use only if it stays empty
     */
    public static PipelineSettings from(Configuration config, List<String> faults) {
        OptionReader options = new OptionReader(config, faults);
        List<Level> levels = Levels.read(config, options.get(IdentityOptions.WORKSPACE), faults);
        JobOptions.Sabotage sabotage = sabotage(options);
        byte[] key = secret(options, PersonOptions.ULID_KEY_FILE, true);
        byte[] auditKey = secret(options, IdentityOptions.AUDIT_KEY_FILE, false);
        faults.addAll(NormaliseOptions.faults(config));
        faults.addAll(IngestOptions.faults(config));
        IdentitySettings identity =
                new IdentityReader(config, faults)
                        .read(
                                levels,
                                auditKey == null ? key : auditKey,
                                switch (sabotage) {
                                    case STITCH -> IdentitySettings.Sabotage.STITCH;
                                    case DEDUPE -> IdentitySettings.Sabotage.DEDUPE;
                                    default -> IdentitySettings.Sabotage.NONE;
                                });
        PersonSettings person =
                new PersonSettings(
                        options.millis(PersonOptions.ABANDON_AFTER),
                        options.millis(PersonOptions.CART_GRACE),
                        orders(options),
                        new ChannelRules(
                                options.get(PersonOptions.ELIGIBILITY_UNKNOWN),
                                options.millis(PersonOptions.CONSENT_SKEW),
                                options.millis(PersonOptions.CHANNEL_WAIT)),
                        options.get(PersonOptions.ULID_NAMESPACE),
                        key,
                        contractVersion(config, faults),
                        routes(options, config, faults),
                        switch (sabotage) {
                            case LATE -> PersonSettings.Sabotage.LATE;
                            case IDENTIFY -> PersonSettings.Sabotage.IDENTIFY;
                            case NAMES -> PersonSettings.Sabotage.NAMES;
                            default -> PersonSettings.Sabotage.NONE;
                        });
        DeliverSettings deliver = DeliverSettings.from(delivery(config, sabotage), faults);
        int instances = 1;
        for (Level level : identity.levels()) {
            instances += level.isPerson() ? 1 : 0;
        }
        return new PipelineSettings(
                config,
                SchemaRegistryOptions.read(config, faults),
                identity,
                person,
                deliver == null ? null : deliver.sharedBy(instances),
                sabotage != JobOptions.Sabotage.DEAD_LETTER);
    }

    private static Routes routes(OptionReader options, Configuration config, List<String> faults) {
        Routes routes = new Routes(options.get(PersonOptions.ROUTES));
        if (!routes.sources().isEmpty() && faults.isEmpty()) {
            List<String> events = new ArrayList<>();
            NormaliseOptions.contract(config).events().forEach(event -> events.add(event.name()));
            faults.addAll(routes.faults(events, IngestOptions.sources(config)));
        }
        return routes;
    }

    private static OrderRules orders(OptionReader options) {
        return new OrderRules(
                options.get(PersonOptions.ORDER_HISTORY) == PersonOptions.History.FROM_EMPTY,
                options.get(PersonOptions.ORDER_CURRENCY),
                options.get(PersonOptions.ORDER_EMIT) == PersonOptions.Emit.BACKEND_ONLY,
                options.millis(PersonOptions.ORDER_EMIT_WAIT),
                options.millis(PersonOptions.ORDER_RETENTION));
    }

    /** What reads the raw records. */
    IngestFunction ingest() {
        RegistryOptions where = registry;
        return ingest(() -> ConfluentSchemaRegistry.connect(where));
    }

    /**
     * The same with another schema registry.
     *
     * @param registries opens it, once per task
     */
    IngestFunction ingest(SerializableSupplier<SchemaRegistry> registries) {
        List<String> names = new ArrayList<>();
        for (Level level : identity.levels()) {
            if (!level.isAbove()) {
                names.add(level.name());
            }
        }
        return new IngestFunction(options, names, registries);
    }

    private static Configuration delivery(Configuration config, JobOptions.Sabotage sabotage) {
        Configuration delivery = new Configuration(config);
        switch (sabotage) {
            case ORDER, RESTORE, LANES, ULID, PROVISIONAL ->
                    delivery.setString("deliver.sabotage", sabotage.name());
            default -> {
                // Breaks a rule of somebody else's.
            }
        }
        return delivery;
    }

    private static JobOptions.Sabotage sabotage(OptionReader options) {
        JobOptions.Sabotage sabotage = options.get(JobOptions.SABOTAGE);
        if (sabotage != JobOptions.Sabotage.NONE && !options.get(DeliverOptions.DEVELOPMENT)) {
            options.fault(
                    JobOptions.SABOTAGE,
                    "only with " + DeliverOptions.DEVELOPMENT.key() + ": true");
        }
        return sabotage;
    }

    private static String contractVersion(Configuration config, List<String> faults) {
        return faults.isEmpty() ? NormaliseOptions.contract(config).version() : "";
    }

    private static byte[] secret(
            OptionReader options, ConfigOption<String> option, boolean required) {
        String file = options.get(option);
        if (file == null) {
            if (required) {
                options.fault(option, "missing; name a file with at least 16 secret bytes");
            }
            return null;
        }
        try {
            byte[] secret = Files.readAllBytes(Path.of(file));
            if (secret.length >= MIN_KEY_BYTES) {
                return secret;
            }
            options.fault(option, "the file holds fewer than 16 bytes");
        } catch (IOException e) {
            options.fault(option, "the file " + file + " cannot be read");
        }
        return null;
    }
}
