package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.kafka.KafkaOptions.OnLostRecords;
import io.backstitch.pipeline.kafka.KafkaOptions.StartFrom;
import io.backstitch.pipeline.options.OptionReader;
import io.backstitch.pipeline.registry.SchemaRegistryOptions;
import io.backstitch.schemas.registry.RegistryOptions;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ReadableConfig;

/**
 * Checked settings of the Kafka ends. Holds no secret unless somebody writes one into {@code
 * kafka.client} in clear.
 *
 * @param client further settings of Kafka's clients
 * @param controlTopic topic of commands to the job, or null
 * @param violationsTopic topic of violations of the contract, or null
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
        String auditTopic,
        String controlTopic,
        String violationsTopic,
        int maxDeadLetterPayload,
        long outOfOrdernessMs,
        long lookEveryMs,
        long maxStallMs,
        long maxAheadMs)
        implements Serializable {

    private static final long LARGEST_PAYLOAD = 64L << 20;

    /**
     * @param faults takes one sentence per fault
     * @return the settings, or null if there was a fault
     */
    public static KafkaSettings from(ReadableConfig config, List<String> faults) {
        OptionReader options = new OptionReader(config, faults);
        int before = faults.size();
        KafkaSettings settings =
                new KafkaSettings(
                        options.required(KafkaOptions.BOOTSTRAP_SERVERS),
                        options.required(KafkaOptions.GROUP_ID),
                        options.get(KafkaOptions.CLIENT),
                        options.get(KafkaOptions.START_FROM),
                        options.get(KafkaOptions.ON_LOST_RECORDS),
                        SchemaRegistryOptions.read(config, faults),
                        options.get(KafkaOptions.AUTO_REGISTER),
                        options.required(KafkaOptions.RECEIPTS_TOPIC),
                        options.required(KafkaOptions.DEAD_LETTERS_TOPIC),
                        options.required(KafkaOptions.IDENTITY_AUDIT_TOPIC),
                        options.required(KafkaOptions.AUDIT_TOPIC),
                        options.get(KafkaOptions.CONTROL_TOPIC),
                        orNull(options.get(KafkaOptions.VIOLATIONS_TOPIC)),
                        payload(options),
                        options.millis(KafkaOptions.OUT_OF_ORDERNESS),
                        options.millis(KafkaOptions.LOOK_EVERY, 50, 60_000),
                        options.millis(KafkaOptions.MAX_STALL),
                        options.millis(KafkaOptions.MAX_AHEAD));
        return faults.size() > before ? null : settings;
    }

    private static String orNull(String topic) {
        return topic == null || topic.isBlank() ? null : topic.strip();
    }

    /** How long a look may take. */
    long lookPatienceMs() {
        return Math.max(lookEveryMs, 1_000);
    }

    /** Looks further apart than this prove nothing about the time between them. */
    long longestLookGapMs() {
        return 3 * (lookEveryMs + lookPatienceMs());
    }

    private static int payload(OptionReader options) {
        long bytes = options.get(KafkaOptions.MAX_DEAD_LETTER_PAYLOAD).getBytes();
        if (bytes > LARGEST_PAYLOAD) {
            options.fault(KafkaOptions.MAX_DEAD_LETTER_PAYLOAD, "must be at most 64 mb");
        }
        return (int) Math.min(bytes, LARGEST_PAYLOAD);
    }
}
