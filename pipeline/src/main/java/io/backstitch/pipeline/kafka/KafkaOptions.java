package io.backstitch.pipeline.kafka;

import java.time.Duration;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Options of the connection to Kafka and of the pipeline's clock. */
public final class KafkaOptions {
    /** Where a job without saved state begins to read. */
    public enum StartFrom {
        /** At the oldest record that the topics still hold: nothing is left out. */
        EARLIEST,
        /** Behind the newest record: what lies in the topics is left out. */
        LATEST
    }

    /** What happens if records were deleted from a topic before the job has read them. */
    public enum OnLostRecords {
        /** The job fails, and says which partition. */
        FAIL,
        /** The job goes on with the oldest record there is. */
        SKIP
    }

    public static final ConfigOption<String> BOOTSTRAP_SERVERS =
            ConfigOptions.key("kafka.bootstrap-servers")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Addresses of the brokers, host:port,host:port. Required.");

    public static final ConfigOption<String> GROUP_ID =
            ConfigOptions.key("kafka.group-id")
                    .stringType()
                    .defaultValue("backstitch")
                    .withDescription(
                            "Consumer group under which progress is shown. The job itself continues"
                                    + " from its own state, not from the group's offsets.");

    public static final ConfigOption<Map<String, String>> CLIENT =
            ConfigOptions.key("kafka.client")
                    .mapType()
                    .defaultValue(Map.of())
                    .withDescription(
                            "Any setting of Kafka's clients, for both ends, e.g."
                                    + " kafka.client.security.protocol: SASL_SSL. Keep secrets in a"
                                    + " file: kafka.client.config.providers: file,"
                                    + " kafka.client.config.providers.file.class:"
                                    + " org.apache.kafka.common.config.provider.FileConfigProvider,"
                                    + " kafka.client.sasl.jaas.config: ${file:/path:key}.");

    public static final ConfigOption<StartFrom> START_FROM =
            ConfigOptions.key("kafka.start-from")
                    .enumType(StartFrom.class)
                    .defaultValue(StartFrom.EARLIEST)
                    .withDescription("Where a job without saved state begins: earliest or latest.");

    public static final ConfigOption<OnLostRecords> ON_LOST_RECORDS =
            ConfigOptions.key("kafka.on-lost-records")
                    .enumType(OnLostRecords.class)
                    .defaultValue(OnLostRecords.FAIL)
                    .withDescription(
                            "If a topic's retention has deleted records that were not read yet: fail"
                                    + " (the job stops and says where), or skip (it goes on behind"
                                    + " the gap).");

    public static final ConfigOption<String> RECEIPTS_TOPIC =
            ConfigOptions.key("kafka.receipts-topic")
                    .stringType()
                    .defaultValue("backstitch.receipts")
                    .withDescription("Topic of the receipts. Must exist.");

    public static final ConfigOption<String> DEAD_LETTERS_TOPIC =
            ConfigOptions.key("kafka.dead-letters-topic")
                    .stringType()
                    .defaultValue("backstitch.dead-letters")
                    .withDescription(
                            "Topic of the dead letters. Must exist. Holds original bytes, hence"
                                    + " personal data: restrict who may read it.");

    public static final ConfigOption<String> IDENTITY_AUDIT_TOPIC =
            ConfigOptions.key("kafka.identity-audit-topic")
                    .stringType()
                    .defaultValue("backstitch.identity-audit")
                    .withDescription("Topic of the identity decisions. Must exist.");

    public static final ConfigOption<String> AUDIT_TOPIC =
            ConfigOptions.key("kafka.audit-topic")
                    .stringType()
                    .defaultValue("backstitch.audit")
                    .withDescription(
                            "Topic of the balance: with each checkpoint every operator says what"
                                    + " became of the input events it received (./backstitch"
                                    + " audit). Must exist.");

    public static final ConfigOption<String> VIOLATIONS_TOPIC =
            ConfigOptions.key("kafka.violations-topic")
                    .stringType()
                    .defaultValue("backstitch.violations")
                    .withDescription(
                            "Topic of the violations of the data contract: event, field, expected"
                                    + " and found type, what was done, how often; never a value."
                                    + " Must exist. Empty: they are only counted, by the metric"
                                    + " ingest.violations.");

    public static final ConfigOption<String> CONTROL_TOPIC =
            ConfigOptions.key("kafka.control-topic")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Topic by which operators pause and resume delivery (./backstitch pause,"
                                    + " resume), e.g. backstitch.control. Must exist, with exactly"
                                    + " one partition, and keep its records. Without it the job"
                                    + " takes no commands.");

    public static final ConfigOption<MemorySize> MAX_DEAD_LETTER_PAYLOAD =
            ConfigOptions.key("kafka.max-dead-letter-payload")
                    .memoryType()
                    .defaultValue(MemorySize.parse("900kb"))
                    .withDescription(
                            "A longer payload is cut, since the topic would refuse the record (its"
                                    + " max.message.bytes is 1 MB by default); the dead letter says"
                                    + " so and names the original.");

    public static final ConfigOption<Boolean> AUTO_REGISTER =
            ConfigOptions.key("schema-registry.auto-register")
                    .booleanType()
                    .defaultValue(true)
                    .withDescription(
                            "Register the schemas of the output topics at start. With false they"
                                    + " must be registered already.");

    public static final ConfigOption<Duration> OUT_OF_ORDERNESS =
            ConfigOptions.key("clock.out-of-orderness")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(5))
                    .withDescription(
                            "How far the Kafka timestamps of one partition may run backwards; the"
                                    + " pipeline's clock lags by as much.");

    public static final ConfigOption<Duration> LOOK_EVERY =
            ConfigOptions.key("clock.look-every")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(5))
                    .withDescription(
                            "How often the ends of the partitions are looked at. While a look shows"
                                    + " that nothing is unread, a partition's clock runs on without"
                                    + " records, behind real time by up to as much.");

    public static final ConfigOption<Duration> MAX_STALL =
            ConfigOptions.key("clock.max-stall")
                    .durationType()
                    .defaultValue(Duration.ofHours(24))
                    .withDescription(
                            "A partition that can be neither read nor seen to be empty holds the"
                                    + " clock for this long; then the clock goes on without it until"
                                    + " its next record, and carts may be called abandoned whose"
                                    + " orders lie there. 0 s holds it for ever.");

    public static final ConfigOption<Boolean> FIRE_AT_END =
            ConfigOptions.key("clock.fire-at-end")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Whether the end of a drained run counts as the end of time: all open"
                                    + " carts are called abandoned, all held events leave. Only for"
                                    + " runs whose state nobody continues from.");

    public static final ConfigOption<Duration> MAX_AHEAD =
            ConfigOptions.key("clock.max-ahead")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(60))
                    .withDescription(
                            "A Kafka timestamp may lie this far in the future; one beyond is taken"
                                    + " as this, so that one wrong clock cannot expire everything.");

    private KafkaOptions() {}
}
