package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.kafka.KafkaOptions.OnLostRecords;
import io.backstitch.pipeline.kafka.KafkaOptions.StartFrom;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Violation;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;

/**
 * Builds the job's source, clock and sinks. Uids and names are the caller's.
 *
 * <p>The source never fails on what a record contains. The sinks write at least once; every record
 * has a deterministic id as its key, so readers drop repeats by key.
 */
public final class KafkaEnds {
    private final KafkaSettings settings;

    public KafkaEnds(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * The parallelism for the source, and for the operator behind it so that records stay in their
     * partition's order: the wanted one, or less where a subtask would have nothing to read and
     * would hold the clock back for ever.
     *
     * @throws IllegalStateException if Kafka does not answer or one of these topics, or of those
     *     that the sinks write to, does not exist; the message says which
     */
    public int sourceParallelism(List<String> topics, int wanted) {
        Properties client = client();
        client.setProperty("bootstrap.servers", settings.bootstrapServers());
        List<String> all = new ArrayList<>(topics);
        all.addAll(written());
        if (settings.violationsTopic() != null) {
            all.add(settings.violationsTopic());
        }
        if (settings.controlTopic() != null) {
            all.add(settings.controlTopic());
        }
        Map<String, Integer> partitions = Topics.partitions(client, all);
        checkControl(partitions.get(settings.controlTopic()));
        partitions.keySet().retainAll(topics);
        return SplitOwners.highestParallelism(partitions, wanted);
    }

    /**
     * The topics of these names and all that these tests mean, sorted; never one that the job
     * itself writes to, nor Kafka's own.
     *
     * @param patterns tests by how they were configured, for people
     * @throws IllegalStateException if a test means no topic, or Kafka does not answer
     */
    public List<String> topics(List<String> names, Map<String, Predicate<String>> patterns) {
        if (patterns.isEmpty()) {
            return names;
        }
        Properties client = client();
        client.setProperty("bootstrap.servers", settings.bootstrapServers());
        TreeSet<String> found = new TreeSet<>(Topics.names(client));
        found.removeAll(written());
        if (settings.controlTopic() != null) {
            found.remove(settings.controlTopic());
        }
        TreeSet<String> meant = new TreeSet<>(names);
        for (Map.Entry<String, Predicate<String>> pattern : patterns.entrySet()) {
            List<String> matching = new ArrayList<>(found);
            matching.removeIf(pattern.getValue().negate());
            if (matching.isEmpty()) {
                throw new IllegalStateException(
                        "Kafka has no topic like "
                                + pattern.getKey()
                                + ". Create one, or fix the pattern in the configuration.");
            }
            meant.addAll(matching);
        }
        return List.copyOf(meant);
    }

    private List<String> written() {
        return List.of(
                settings.receiptsTopic(),
                settings.deadLettersTopic(),
                settings.identityAuditTopic(),
                settings.auditTopic());
    }

    private void checkControl(Integer partitions) {
        if (partitions != null && partitions != 1) {
            throw new IllegalStateException(
                    "The topic "
                            + settings.controlTopic()
                            + " (kafka.control-topic) has "
                            + partitions
                            + " partitions, between which commands have no order. Create one with"
                            + " exactly one partition.");
        }
    }

    /**
     * The commands to the job, from the oldest that the topic holds: so a job without saved state
     * knows what is paused. Without watermarks.
     */
    public Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState> control() {
        return sourceOf(List.of(settings.controlTopic()))
                .setClientIdPrefix(settings.groupId() + "-control")
                .setStartingOffsets(new Start(StartFrom.EARLIEST, OnLostRecords.SKIP))
                .build();
    }

    /** The records of these topics, for ever. Run it with {@link #sourceParallelism}. */
    public Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState> source(
            List<String> topics) {
        return watched(sourceOf(topics).build(), topics);
    }

    /** The records that these topics hold when the job starts; then the source ends. */
    public Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState> sourceUntilNow(
            List<String> topics) {
        return watched(sourceOf(topics).setBounded(OffsetsInitializer.latest()).build(), topics);
    }

    private CaughtUpSource watched(KafkaSource<RawRecord> source, List<String> topics) {
        return new CaughtUpSource(source, settings, topics, Clock.systemUTC());
    }

    /**
     * The pipeline's clock as records move it: the Kafka timestamps of each partition, the slowest
     * partition counting. Where nothing is left to read, the source moves it on.
     */
    public WatermarkStrategy<RawRecord> clock() {
        long outOfOrderness = settings.outOfOrdernessMs();
        return WatermarkStrategy.forGenerator(context -> new ArrivalClock(outOfOrderness));
    }

    public KafkaSink<Receipt> receipts() {
        return sink(
                new WireRecords<>(
                        settings,
                        settings.receiptsTopic(),
                        Receipt.class,
                        Receipt::getReceiptId,
                        receipt -> receipt));
    }

    public KafkaSink<DeadLetter> deadLetters() {
        return sink(
                new WireRecords<>(
                        settings,
                        settings.deadLettersTopic(),
                        DeadLetter.class,
                        DeadLetter::getDeadLetterId,
                        new PayloadLimit(settings.maxDeadLetterPayload())));
    }

    public KafkaSink<IdentityAudit> identityAudit() {
        return sink(
                new WireRecords<>(
                        settings,
                        settings.identityAuditTopic(),
                        IdentityAudit.class,
                        IdentityAudit::getAuditId,
                        audit -> audit));
    }

    public KafkaSink<BalanceAudit> balance() {
        return sink(
                new WireRecords<>(
                        settings,
                        settings.auditTopic(),
                        BalanceAudit.class,
                        BalanceAudit::getBalanceId,
                        audit -> audit));
    }

    /** Only where there is a topic for them. */
    public KafkaSink<Violation> violations() {
        return sink(
                new WireRecords<>(
                        settings,
                        settings.violationsTopic(),
                        Violation.class,
                        Violation::getViolationId,
                        violation -> violation));
    }

    private KafkaSourceBuilder<RawRecord> sourceOf(List<String> topics) {
        Properties client = client();
        // Uncommitted records of a transactional producer may still be taken back.
        client.putIfAbsent("isolation.level", "read_committed");
        return KafkaSource.<RawRecord>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setGroupId(settings.groupId())
                .setClientIdPrefix(settings.groupId() + "-source")
                .setTopics(topics)
                .setProperties(client)
                .setStartingOffsets(new Start(settings.startFrom(), settings.onLostRecords()))
                .setDeserializer(new RawRecords());
    }

    private <T extends SpecificRecord> KafkaSink<T> sink(
            KafkaRecordSerializationSchema<T> records) {
        return KafkaSink.<T>builder()
                .setBootstrapServers(settings.bootstrapServers())
                .setKafkaProducerConfig(producer())
                .setRecordSerializer(records)
                .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
                .build();
    }

    private Properties producer() {
        Properties producer = client();
        producer.putIfAbsent("acks", "all");
        int largest = Math.max(1 << 20, settings.maxDeadLetterPayload() + PayloadLimit.REST);
        producer.putIfAbsent("max.request.size", Integer.toString(largest));
        return producer;
    }

    private Properties client() {
        Properties client = new Properties();
        client.putAll(settings.client());
        return client;
    }
}
