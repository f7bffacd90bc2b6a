package io.backstitch.pipeline.job;

import io.backstitch.pipeline.deliver.DeliverOptions;
import io.backstitch.pipeline.identity.IdentityOptions;
import io.backstitch.pipeline.ingest.IngestOptions;
import io.backstitch.pipeline.kafka.KafkaOptions;
import io.backstitch.pipeline.normalise.NormaliseOptions;
import io.backstitch.pipeline.options.OptionReader;
import io.backstitch.pipeline.person.PersonOptions;
import io.backstitch.pipeline.registry.SchemaRegistryOptions;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** Every option there is, by key; so that a misspelt one is refused and not ignored. */
public final class KnownOptions {
    private static final List<Class<?>> HOLDERS =
            List.of(
                    KafkaOptions.class,
                    SchemaRegistryOptions.class,
                    IngestOptions.class,
                    NormaliseOptions.class,
                    IdentityOptions.class,
                    PersonOptions.class,
                    DeliverOptions.class,
                    JobOptions.class);

    /** Options whose rest of the key is the user's, e.g. properties of Kafka's clients. */
    private static final List<String> PREFIXES =
            List.of(
                    ConfigFile.FLINK,
                    KafkaOptions.CLIENT.key() + ".",
                    PersonOptions.ROUTES.key() + ".",
                    NormaliseOptions.LEGACY_NAMES.key() + ".");

    private KnownOptions() {}

    /** All options, sorted by key. */
    public static Map<String, ConfigOption<?>> all() {
        Map<String, ConfigOption<?>> all = new TreeMap<>();
        for (Class<?> holder : HOLDERS) {
            for (Field field : holder.getFields()) {
                if (Modifier.isStatic(field.getModifiers())
                        && field.getType() == ConfigOption.class) {
                    ConfigOption<?> option = read(field);
                    all.put(option.key(), option);
                }
            }
        }
        return all;
    }

    private static ConfigOption<?> read(Field field) {
        try {
            return (ConfigOption<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " must be public", e);
        }
    }

    /**
     * One sentence per key that no option has, with the nearest one that exists, and per value that
     * cannot be read.
     */
    static void check(Configuration config, List<String> faults) {
        Map<String, ConfigOption<?>> known = all();
        for (String key : new TreeMap<>(config.toMap()).keySet()) {
            if (!known.containsKey(key) && PREFIXES.stream().noneMatch(key::startsWith)) {
                faults.add(key + ": no such option; did you mean " + nearest(key, known) + "?");
            }
        }
        OptionReader options = new OptionReader(config, faults);
        known.values().forEach(options::get);
    }

    private static String nearest(String key, Map<String, ConfigOption<?>> known) {
        String nearest = "";
        int least = Integer.MAX_VALUE;
        for (String candidate : known.keySet()) {
            int distance = distance(key, candidate);
            if (distance < least) {
                least = distance;
                nearest = candidate;
            }
        }
        return nearest;
    }

    /** Levenshtein distance. */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
