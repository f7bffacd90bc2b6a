package io.backstitch.pipeline.ingest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.ReadableConfig;

/** What is read, and what is left out before anybody looks at identities. */
public final class IngestOptions {
    /** What happens to events that the source marks as replayed or historical. */
    public enum Replays {
        /** They are taken like any others; those seen before are dropped as duplicates. */
        TAKE,
        /** They are left out, with a receipt. */
        FILTER
    }

    /** Which time of a Segment message counts. */
    public enum SegmentTime {
        /** {@code timestamp}, which Segment's server has corrected. */
        TIMESTAMP,
        /** {@code originalTimestamp}; put back where {@code sentAt} shows a clock that is ahead. */
        ORIGINAL
    }

    public static final ConfigOption<String> MPARTICLE_TOPIC =
            ConfigOptions.key("ingest.mparticle-topic")
                    .stringType()
                    .defaultValue("mparticle.batches")
                    .withDescription(
                            "Kafka topic that mParticle's Kafka output writes to; empty for"
                                    + " none.");

    public static final ConfigOption<String> ORDERS_TOPIC =
            ConfigOptions.key("ingest.orders-topic")
                    .stringType()
                    .defaultValue("orders")
                    .withDescription(
                            "Kafka topic of the order backend (Avro record Order, Confluent wire"
                                    + " format); empty for none.");

    public static final ConfigOption<List<String>> SEGMENT_TOPICS =
            ConfigOptions.key("ingest.segment-topics")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Kafka topics with messages of Segment or RudderStack (JSON).");

    public static final ConfigOption<SegmentTime> SEGMENT_TIME =
            ConfigOptions.key("ingest.segment-time")
                    .enumType(SegmentTime.class)
                    .defaultValue(SegmentTime.TIMESTAMP)
                    .withDescription(
                            "When a Segment or RudderStack message was: its timestamp, which the"
                                    + " producer's server has corrected; or its original"
                                    + " (originalTimestamp, put back where sentAt shows a clock"
                                    + " that is ahead), for SDKs that were offline: their timestamp"
                                    + " drifts towards the upload. Where there is only one of the"
                                    + " two, that counts.");

    public static final ConfigOption<String> ERASURE_TOPIC =
            ConfigOptions.key("ingest.erasure-topic")
                    .stringType()
                    .noDefaultValue()
                    .withDescription(
                            "Kafka topic of requests to forget somebody (JSON, OpenDSR; see"
                                    + " operations.md), e.g. privacy.requests. Without it none are"
                                    + " read.");

    public static final ConfigOption<List<String>> FORMATS =
            ConfigOptions.key("ingest.formats")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "More topics and what they hold, each as topic=format; '*' in a topic"
                                    + " stands for any part of its name, e.g."
                                    + " shop.*.events=segment. An exact name goes before a"
                                    + " pattern, an earlier pattern before a later one. Formats:"
                                    + " mparticle, segment (RudderStack too), orders, privacy."
                                    + " What a pattern matches is looked up when the job starts.");

    public static final ConfigOption<List<String>> ORDER_MAPPINGS =
            ConfigOptions.key("ingest.order-mappings")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Topics with orders in a form of the shop's own, JSON or Avro, each as"
                                    + " topic=FILE: the file says where everything stands (see"
                                    + " order-mapping.md). It must lie on every machine of the"
                                    + " cluster at this place.");

    public static final ConfigOption<List<String>> ENVIRONMENTS =
            ConfigOptions.key("ingest.environments")
                    .stringType()
                    .asList()
                    .defaultValues("production")
                    .withDescription(
                            "mParticle environments that are taken; the same topic carries"
                                    + " development data too. A batch that names none is"
                                    + " production.");

    public static final ConfigOption<List<String>> LOOP_FEEDS =
            ConfigOptions.key("ingest.loop-feeds")
                    .stringType()
                    .asList()
                    .defaultValues("customer.io")
                    .withDescription(
                            "Feeds whose events come from Customer.io itself and must not go back:"
                                    + " compared, without case and punctuation, with the event"
                                    + " attribute 'mParticle Source Feed' and with the batch's"
                                    + " partner.");

    public static final ConfigOption<List<String>> CONSENTS =
            ConfigOptions.key("ingest.consents")
                    .stringType()
                    .asList()
                    .defaultValues()
                    .withDescription(
                            "Which attribute a purpose of mParticle's consent_state is, each as"
                                    + " regulation.purpose=attribute, e.g. gdpr.email"
                                    + " marketing=email_opt_in. Purposes are compared without case"
                                    + " and punctuation; those not named here are not read. Of the"
                                    + " CCPA, whose data_sale_opt_out means no when it is true, the"
                                    + " attribute gets the opposite.");

    public static final ConfigOption<Replays> REPLAYS =
            ConfigOptions.key("ingest.replays")
                    .enumType(Replays.class)
                    .defaultValue(Replays.TAKE)
                    .withDescription(
                            "Batches that mParticle marks as replayed or historical: take or"
                                    + " filter.");

    public static final ConfigOption<MemorySize> MAX_RECORD_SIZE =
            ConfigOptions.key("ingest.max-record-size")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(8))
                    .withDescription("A larger record is not parsed but becomes a dead letter.");

    public static final ConfigOption<Duration> CLOCK_TOLERANCE =
            ConfigOptions.key("ingest.clock-tolerance")
                    .durationType()
                    .defaultValue(Duration.ofMinutes(5))
                    .withDescription(
                            "How far an event may lie after the arrival of its record before its"
                                    + " batch's clock is corrected.");

    public static final ConfigOption<Duration> MAX_CLOCK_SKEW =
            ConfigOptions.key("ingest.max-clock-skew")
                    .durationType()
                    .defaultValue(Duration.ofDays(1))
                    .withDescription(
                            "Largest correction that a single event of a batch may cause for all of"
                                    + " it.");

    private IngestOptions() {}

    /** Every topic that is read and named; see {@link #matches} for the others. */
    public static List<String> topics(ReadableConfig config) {
        List<String> topics = new ArrayList<>();
        for (Formats.Assignment assignment : Formats.assignments(config)) {
            if (!assignment.topic().isPattern()) {
                topics.add(assignment.topic().text());
            }
        }
        return List.copyOf(topics);
    }

    /** Those of {@link #topics} that hold an order backend's reports, in whatever form. */
    public static List<String> orderTopics(ReadableConfig config) {
        List<String> topics = new ArrayList<>();
        for (Formats.Assignment assignment : Formats.assignments(config)) {
            if (!assignment.topic().isPattern() && assignment.format().equals(OrderReader.SOURCE)) {
                topics.add(assignment.topic().text());
            }
        }
        return List.copyOf(topics);
    }

    /** The patterns of topics that are read. */
    public static List<String> patterns(ReadableConfig config) {
        List<String> patterns = new ArrayList<>();
        for (Formats.Assignment assignment : Formats.assignments(config)) {
            if (assignment.topic().isPattern()) {
                patterns.add(assignment.topic().text());
            }
        }
        return List.copyOf(patterns);
    }

    /** Whether a pattern of {@link #patterns} means this topic. */
    public static boolean matches(String pattern, String topic) {
        return new TopicName(pattern).matches(topic);
    }

    /** What the sources of these topics are called on events, each once. */
    public static List<String> sources(ReadableConfig config) {
        List<String> sources = new ArrayList<>();
        for (Formats.Assignment assignment : Formats.assignments(config)) {
            if (!sources.contains(assignment.format())) {
                sources.add(assignment.format());
            }
        }
        return List.copyOf(sources);
    }

    /** What is wrong with the options, one sentence each. */
    public static List<String> faults(ReadableConfig config) {
        List<String> faults = new ArrayList<>(Formats.faults(config));
        faults.addAll(ConsentReader.faults(config));
        return faults;
    }
}
