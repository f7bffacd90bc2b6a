package io.backstitch.pipeline.identity;

import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;

/** Options of identity resolution. */
public final class IdentityOptions {
    private IdentityOptions() {}

    public static final ConfigOption<List<String>> LEVELS =
            ConfigOptions.key("identity.levels")
                    .stringType()
                    .asList()
                    .defaultValues("anonymous_id", "cart_id", "order_id", "email", "customer_id")
                    .withDescription(
                            "The identifier hierarchy, lowest first; the last one is the primary"
                                    + " identifier in Customer.io. cart_id and order_id may be left"
                                    + " out. Part of the state: names are operator uids.");

    public static final ConfigOption<Duration> WINDOW =
            ConfigOptions.key("stitch.window")
                    .durationType()
                    .defaultValue(Duration.ofHours(24))
                    .withDescription(
                            "How long an anonymous event waits for its person, from its event time."
                                    + " Customer.io triggers nothing on events older than 72 h.");

    public static final ConfigOption<Duration> LATENESS =
            ConfigOptions.key("stitch.lateness")
                    .durationType()
                    .defaultValue(Duration.ofHours(2))
                    .withDescription("How much longer it waits for identifies that arrive late.");

    public static final ConfigOption<Duration> MIN_HOLD =
            ConfigOptions.key("stitch.min-hold")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(20))
                    .withDescription(
                            "How long it waits at least, from its arrival: for old uploads of"
                                    + " mobile devices.");

    public static final ConfigOption<Integer> MAX_HELD =
            ConfigOptions.key("stitch.max-held")
                    .intType()
                    .defaultValue(1000)
                    .withDescription(
                            "Most bundles of events that one identifier holds; beyond it the oldest"
                                    + " leaves as if its window had ended.");

    public static final ConfigOption<Duration> DEDUPE_RETENTION =
            ConfigOptions.key("dedupe.retention")
                    .durationType()
                    .defaultValue(Duration.ofDays(7))
                    .withDescription(
                            "How long message ids are remembered; at least the retention of the raw"
                                    + " topics. Orders are recognised by their id for good.");

    public static final ConfigOption<String> AUDIT_KEY_FILE =
            ConfigOptions.key("identity.audit-key-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the secret under which identifiers below the primary level"
                                    + " are hashed in the audit. Without it they are hashed under"
                                    + " ulid.key-file.");
}
