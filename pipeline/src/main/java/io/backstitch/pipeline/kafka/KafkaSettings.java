package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.kafka.KafkaOptions.OnLostRecords;
import io.backstitch.pipeline.kafka.KafkaOptions.StartFrom;
import io.backstitch.pipeline.registry.SchemaRegistryOptions;
import io.backstitch.schemas.registry.RegistryOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Checked settings of the Kafka ends. Holds no secret unless somebody writes one into {@code
 * kafka.client} in clear.
 *
 * @param client further settings of Kafka's clients
 * @param maxStallMs a partition's stall that no longer holds the clock back; 0 for never
 */
public record KafkaSettings(
        String bootstrapServers,
        String groupId,
        Map<String, String> client,
        StartFrom startFrom,
        OnLostRecords onLostRecords,
        RegistryOptions registry,
        boolean autoRegister,
        String receiptsTopic,
        String deadLettersTopic,
        String identityAuditTopic,
        int maxDeadLetterPayload,
        long outOfOrdernessMs,
        long lookEveryMs,
        long maxStallMs,
        long maxAheadMs)
        implements Serializable {

    private static final long LARGEST_PAYLOAD = 64L << 20;
    private static final long LEAST_LOOK_EVERY_MS = 50;

    /**
     * @param faults takes one sentence per fault
     * @return the settings, or null if there was a fault
     */
    public static KafkaSettings from(ReadableConfig config, List<String> faults) {
        Reader options = new Reader(config, faults);
        int before = faults.size();
        KafkaSettings settings =
                new KafkaSettings(
                        options.name(KafkaOptions.BOOTSTRAP_SERVERS),
                        options.name(KafkaOptions.GROUP_ID),
                        options.get(KafkaOptions.CLIENT),
                        options.get(KafkaOptions.START_FROM),
                        options.get(KafkaOptions.ON_LOST_RECORDS),
                        SchemaRegistryOptions.read(config, faults),
                        options.get(KafkaOptions.AUTO_REGISTER),
                        options.name(KafkaOptions.RECEIPTS_TOPIC),
                        options.name(KafkaOptions.DEAD_LETTERS_TOPIC),
                        options.name(KafkaOptions.IDENTITY_AUDIT_TOPIC),
                        options.payload(),
                        options.millis(KafkaOptions.OUT_OF_ORDERNESS),
                        options.atLeast(KafkaOptions.LOOK_EVERY, LEAST_LOOK_EVERY_MS),
                        options.millis(KafkaOptions.MAX_STALL),
                        options.millis(KafkaOptions.MAX_AHEAD));
        return faults.size() > before ? null : settings;
    }

    /** How long a look may take. */
    long lookPatienceMs() {
        return Math.max(lookEveryMs, 1_000);
    }

    /** Looks further apart than this prove nothing about the time between them. */
    long longestLookGapMs() {
        return 3 * (lookEveryMs + lookPatienceMs());
    }

    private record Reader(ReadableConfig config, List<String> faults) {

        <T> T get(ConfigOption<T> option) {
            try {
                return config.get(option);
            } catch (IllegalArgumentException e) {
                // The value is left out: it may be a secret in the wrong place.
                faults.add(
                        option.key()
                                + ": its value cannot be read; the default is "
                                + option.defaultValue());
                return option.defaultValue();
            }
        }

        String name(ConfigOption<String> option) {
            String value = get(option);
            if (value == null || value.isBlank()) {
                faults.add(option.key() + ": missing");
            }
            return value;
        }

        int payload() {
            long bytes = get(KafkaOptions.MAX_DEAD_LETTER_PAYLOAD).getBytes();
            if (bytes > LARGEST_PAYLOAD) {
                faults.add(KafkaOptions.MAX_DEAD_LETTER_PAYLOAD.key() + ": must be at most 64 mb");
            }
            return (int) Math.min(bytes, LARGEST_PAYLOAD);
        }

        long atLeast(ConfigOption<Duration> option, long least) {
            long millis = millis(option);
            if (millis < least) {
                faults.add(option.key() + ": must be at least " + least + " ms");
            }
            return millis;
        }

        long millis(ConfigOption<Duration> option) {
            Duration duration = get(option);
            if (duration.isNegative()) {
                faults.add(option.key() + ": must not be negative");
            }
            return duration.toMillis();
        }
    }
}
