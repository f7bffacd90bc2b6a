package io.backstitch.pipeline.job;

import io.backstitch.pipeline.deliver.DeliverOptions;
import io.backstitch.pipeline.deliver.DeliverSettings;
import io.backstitch.pipeline.identity.IdentityOptions;
import io.backstitch.pipeline.identity.IdentityReader;
import io.backstitch.pipeline.identity.IdentitySettings;
import io.backstitch.pipeline.identity.Level;
import io.backstitch.pipeline.identity.Levels;
import io.backstitch.pipeline.ingest.IngestFunction;
import io.backstitch.pipeline.normalise.NormaliseOptions;
import io.backstitch.pipeline.person.ChannelRules;
import io.backstitch.pipeline.person.OrderRules;
import io.backstitch.pipeline.person.PersonOptions;
import io.backstitch.pipeline.person.PersonSettings;
import io.backstitch.pipeline.registry.SchemaRegistryOptions;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

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
        List<Level> levels = Levels.read(config, get(config, IdentityOptions.WORKSPACE), faults);
        JobOptions.Sabotage sabotage = sabotage(config, faults);
        byte[] key = secret(config, PersonOptions.ULID_KEY_FILE, true, faults);
        byte[] auditKey = secret(config, IdentityOptions.AUDIT_KEY_FILE, false, faults);
        faults.addAll(NormaliseOptions.faults(config));
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
                        millis(config, PersonOptions.ABANDON_AFTER, faults),
                        millis(config, PersonOptions.CART_GRACE, faults),
                        orders(config, faults),
                        new ChannelRules(
                                get(config, PersonOptions.ELIGIBILITY_UNKNOWN),
                                millis(config, PersonOptions.CONSENT_SKEW, faults),
                                0),
                        config.get(PersonOptions.ULID_NAMESPACE),
                        key,
                        contractVersion(config, faults),
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

    private static OrderRules orders(Configuration config, List<String> faults) {
        return new OrderRules(
                get(config, PersonOptions.ORDER_HISTORY) == PersonOptions.History.FROM_EMPTY,
                config.get(PersonOptions.ORDER_CURRENCY),
                get(config, PersonOptions.ORDER_EMIT) == PersonOptions.Emit.BACKEND_ONLY,
                millis(config, PersonOptions.ORDER_EMIT_WAIT, faults),
                millis(config, PersonOptions.ORDER_RETENTION, faults));
    }

    /** What reads the raw records. */
    IngestFunction ingest() {
        List<String> names = new ArrayList<>();
        for (Level level : identity.levels()) {
            if (!level.isAbove()) {
                names.add(level.name());
            }
        }
        RegistryOptions where = registry;
        return new IngestFunction(options, names, () -> ConfluentSchemaRegistry.connect(where));
    }

    private static Configuration delivery(Configuration config, JobOptions.Sabotage sabotage) {
        Configuration delivery = new Configuration(config);
        if (sabotage == JobOptions.Sabotage.ORDER || sabotage == JobOptions.Sabotage.RESTORE) {
            delivery.setString("deliver.sabotage", sabotage.name());
        }
        return delivery;
    }

    private static JobOptions.Sabotage sabotage(Configuration config, List<String> faults) {
        JobOptions.Sabotage sabotage = get(config, JobOptions.SABOTAGE);
        if (sabotage != JobOptions.Sabotage.NONE && !get(config, DeliverOptions.DEVELOPMENT)) {
            faults.add(
                    JobOptions.SABOTAGE.key()
                            + ": only with "
                            + DeliverOptions.DEVELOPMENT.key()
                            + ": true");
        }
        return sabotage;
    }

    private static String contractVersion(Configuration config, List<String> faults) {
        return faults.isEmpty() ? NormaliseOptions.contract(config).version() : "";
    }

    private static <T> T get(Configuration config, ConfigOption<T> option) {
        try {
            return config.get(option);
        } catch (IllegalArgumentException e) {
            return option.defaultValue(); // KnownOptions.check has said so
        }
    }

    private static long millis(
            Configuration config, ConfigOption<Duration> option, List<String> faults) {
        long millis = get(config, option).toMillis();
        if (millis < 0) {
            faults.add(option.key() + ": must not be negative");
        }
        return millis;
    }

    private static byte[] secret(
            Configuration config,
            ConfigOption<String> option,
            boolean required,
            List<String> faults) {
        String file = config.get(option);
        if (file == null) {
            if (required) {
                faults.add(option.key() + ": missing; name a file with at least 16 secret bytes");
            }
            return null;
        }
        try {
            byte[] secret = Files.readAllBytes(Path.of(file));
            if (secret.length >= MIN_KEY_BYTES) {
                return secret;
            }
            faults.add(option.key() + ": the file holds fewer than 16 bytes");
        } catch (IOException e) {
            faults.add(option.key() + ": the file " + file + " cannot be read");
        }
        return null;
    }
}
