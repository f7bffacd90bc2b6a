package io.backstitch.pipeline.deliver;

import java.time.Duration;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;

/** Options of delivery to Customer.io. */
public final class DeliverOptions {
    private DeliverOptions() {}

    public static final ConfigOption<String> SITE_ID =
            ConfigOptions.key("customerio.site-id")
                    .stringType()
                    .noDefaultValue()
                    .withDescription("Site ID of the workspace (Track API). Required.");

    public static final ConfigOption<String> API_KEY_FILE =
            ConfigOptions.key("customerio.api-key-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File that holds the Track API key and nothing else. Read at start and"
                                    + " again whenever Customer.io refuses the key, so a rotated key"
                                    + " needs no restart. Without it the environment variable"
                                    + " BACKSTITCH_CUSTOMERIO_API_KEY is used, which cannot rotate.");

    public static final ConfigOption<String> APP_API_KEY_FILE =
            ConfigOptions.key("customerio.app-api-key-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File that holds an App API key. Needed to merge two people Customer.io"
                                    + " already knows; without it no merge is sent, and its receipt"
                                    + " says merge_needed.");

    public static final ConfigOption<Region> REGION =
            ConfigOptions.key("customerio.region")
                    .enumType(Region.class)
                    .defaultValue(Region.US)
                    .withDescription(
                            "Data centre of the account, us or eu. Redirects between them are never"
                                    + " followed.");

    public static final ConfigOption<String> TRACK_URL =
            ConfigOptions.key("customerio.track-url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Address of the Track API instead of the region's: https and a"
                                    + " customer.io host, or a loopback address in development.");

    public static final ConfigOption<String> APP_URL =
            ConfigOptions.key("customerio.app-url")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Address of the App API instead of the region's. With a loopback"
                                    + " customerio.track-url the default is that address.");

    public static final ConfigOption<Boolean> DEVELOPMENT =
            ConfigOptions.key("customerio.development")
                    .booleanType()
                    .defaultValue(false)
                    .withDescription(
                            "Allows plain http to loopback addresses, for a stand-in of Customer.io"
                                    + " on this machine.");

    public static final ConfigOption<Integer> REQUESTS_PER_SECOND =
            ConfigOptions.key("customerio.requests-per-second")
                    .intType()
                    .defaultValue(800)
                    .withDescription(
                            "Ceiling for the whole account; every subtask of every delivery level"
                                    + " gets its share. Customer.io asks for at most 1000. Below it"
                                    + " the rate adapts to HTTP 429.");

    public static final ConfigOption<Duration> REQUEST_TIMEOUT =
            ConfigOptions.key("customerio.request-timeout")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(10))
                    .withDescription(
                            "Longest wait for a complete answer, 1 s to 15 s; afterwards the same"
                                    + " bytes are sent again.");

    public static final ConfigOption<Integer> LANES =
            ConfigOptions.key("deliver.lanes")
                    .intType()
                    .defaultValue(256)
                    .withDescription(
                            "Keys that people are spread over; part of the state, cannot be changed"
                                    + " for a job that continues from a savepoint.");

    public static final ConfigOption<Integer> MAX_BATCH_OPERATIONS =
            ConfigOptions.key("deliver.max-batch-operations")
                    .intType()
                    .defaultValue(100)
                    .withDescription("Most operations in one request.");

    public static final ConfigOption<Integer> MAX_BATCH_BYTES =
            ConfigOptions.key("deliver.max-batch-bytes")
                    .intType()
                    .defaultValue(500_000)
                    .withDescription("Largest request body, in bytes as they are on the wire.");

    public static final ConfigOption<Integer> MAX_OPERATION_BYTES =
            ConfigOptions.key("deliver.max-operation-bytes")
                    .intType()
                    .defaultValue(32_000)
                    .withDescription("Largest single operation, in bytes as it is on the wire.");

    public static final ConfigOption<Duration> LINGER =
            ConfigOptions.key("deliver.linger")
                    .durationType()
                    .defaultValue(Duration.ofMillis(20))
                    .withDescription(
                            "How long an operation may wait for company in its request; 0 sends at"
                                    + " once. Under load requests are full without it.");

    public static final ConfigOption<Integer> MAX_IN_FLIGHT =
            ConfigOptions.key("deliver.max-in-flight")
                    .intType()
                    .defaultValue(4)
                    .withDescription("Most requests of one subtask that wait for their answer.");

    public static final ConfigOption<Integer> MAX_BUFFERED_OPERATIONS =
            ConfigOptions.key("deliver.max-buffered-operations")
                    .intType()
                    .defaultValue(20_000)
                    .withDescription(
                            "Operations a subtask keeps in memory; what comes beyond goes to the"
                                    + " state backend's disk, slowly, so that back-pressure works"
                                    + " and checkpoints complete while Customer.io is away.");

    public static final ConfigOption<MemorySize> MAX_BUFFERED_BYTES =
            ConfigOptions.key("deliver.max-buffered-bytes")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(64))
                    .withDescription("The same limit in bytes; the one reached first counts.");

    public static final ConfigOption<Duration> BACKOFF_INITIAL =
            ConfigOptions.key("deliver.backoff.initial")
                    .durationType()
                    .defaultValue(Duration.ofMillis(200))
                    .withDescription("Wait after a first failure; doubles, with jitter.");

    public static final ConfigOption<Duration> BACKOFF_MAX =
            ConfigOptions.key("deliver.backoff.max")
                    .durationType()
                    .defaultValue(Duration.ofSeconds(30))
                    .withDescription("Longest wait between two attempts.");

    public static final ConfigOption<Duration> RETRY_AFTER_MAX =
            ConfigOptions.key("deliver.retry-after.max")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            "Longest wait that Customer.io may ask for with Retry-After; longer ones"
                                    + " are cut to this.");

    public static final ConfigOption<Duration> GIVE_UP_AFTER =
            ConfigOptions.key("deliver.give-up-after")
                    .durationType()
                    .defaultValue(Duration.ofHours(6))
                    .withDescription(
                            "An operation that alone keeps failing (HTTP 5xx, timeouts) for this"
                                    + " long, while others are accepted, becomes a dead letter, so"
                                    + " that its person is not stuck for ever.");

    public static final ConfigOption<Duration> REPLAY_MAX_AGE =
            ConfigOptions.key("deliver.replay-max-age")
                    .durationType()
                    .defaultValue(Duration.ofDays(3))
                    .withDescription(
                            "Oldest event that ./backstitch replay may deliver once more, since it"
                                    + " reached Kafka. For so long Customer.io must remember the ids"
                                    + " of events, which is undocumented, and the identity audit"
                                    + " must be kept. Customer.io triggers nothing on events older"
                                    + " than 3 days.");

    public static final ConfigOption<String> HASH_KEY_FILE =
            ConfigOptions.key("receipts.hash-key-file")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "File with the key under which receipts show emails and anonymous ids as"
                                    + " hashes. Without it a published key is used: whoever reads"
                                    + " the receipts can then test guessed addresses.");

    /**
     * Proves that the checks of the promises can fail. Not documented, for tests and demos only.
     */
    static final ConfigOption<Sabotage> SABOTAGE =
            ConfigOptions.key("deliver.sabotage")
                    .enumType(Sabotage.class)
                    .defaultValue(Sabotage.NONE)
                    .withDescription("Breaks a promise on purpose. Development only.");
}
