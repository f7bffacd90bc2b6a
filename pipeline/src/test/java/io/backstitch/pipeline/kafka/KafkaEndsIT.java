package io.backstitch.pipeline.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.sandbox.kafka.KafkaBroker;
import io.backstitch.sandbox.registry.ApicurioRegistry;
import io.backstitch.schemas.registry.ConfluentAvroReader;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stitched;
import io.backstitch.schemas.wire.Violation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Source, clock and sinks on a MiniCluster with a real broker and a real registry. */
class KafkaEndsIT {
    private static final long OLD = Instant.parse("2020-02-02T10:00:00Z").toEpochMilli();
    private static final long HOUR = 3_600_000;
    private static final Map<String, String> LOOKS = Map.of("clock.look-every", "100 ms");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @RegisterExtension static final MiniClusterExtension FLINK = LoopbackCluster.create();

    @TempDir static Path folder;

    private static KafkaBroker broker;
    private static ApicurioRegistry registryServer;
    private static SchemaRegistry registry;
    private static KafkaProducer<byte[], byte[]> producer;

    private JobClient job;

    @BeforeAll
    static void start() {
        broker = KafkaBroker.start(folder.resolve("kafka"));
        registryServer = ApicurioRegistry.start(folder.resolve("registry"));
        registry = ConfluentSchemaRegistry.connect(RegistryOptions.at(registryServer.url()));
        producer =
                new KafkaProducer<>(client(), new ByteArraySerializer(), new ByteArraySerializer());
        for (String topic : List.of("r", "d", "a", "v")) {
            broker.createTopic("out." + topic, 1, Map.of());
        }
    }

    @AfterAll
    static void stop() {
        producer.close();
        registry.close();
        registryServer.close();
        broker.close();
    }

    @BeforeEach
    void forget() {
        Watcher.clear();
    }

    @AfterEach
    void cancel() throws Exception {
        if (job != null) {
            job.cancel().get(60, TimeUnit.SECONDS);
        }
    }

    @Test
    void recordsComeInAsTheyAreAndResultsLeaveUnderTheirIds() throws Exception {
        broker.createTopic("batches", 2, Map.of());
        broker.createTopic("orders", 1, Map.of());
        write("batches", 0, OLD, "k", "{\"events\":[]}");
        write("batches", 1, OLD + 1, null, "\u0000 not json \uD83D\uDE00");
        write("orders", 0, OLD + 2, "1001", null);

        KafkaEnds ends = new KafkaEnds(settings(Map.of("kafka.max-dead-letter-payload", "3b")));
        StreamExecutionEnvironment env = environment();
        DataStream<RawRecord> raw = read(env, ends, List.of("batches", "orders"), true, 1);
        raw.map(KafkaEndsIT::receipt, WireSerializer.RECEIPT)
                .uid("to-RECEIPT")
                .sinkTo(ends.receipts())
                .uid("r");
        raw.map(
                        record -> DeadLetters.letter(record.origin().toString(), new byte[5]),
                        WireSerializer.DEAD_LETTER)
                .uid("to-DEAD_LETTER")
                .sinkTo(ends.deadLetters())
                .uid("d");
        raw.map(KafkaEndsIT::audit, WireSerializer.IDENTITY_AUDIT)
                .uid("to-IDENTITY_AUDIT")
                .sinkTo(ends.identityAudit())
                .uid("a");
        raw.map(KafkaEndsIT::violation, WireSerializer.VIOLATION)
                .uid("to-VIOLATION")
                .sinkTo(ends.violations())
                .uid("v");
        env.execute();

        assertThat(Watcher.RECORDS)
                .extracting(r -> r.topic() + r.partition() + r.offset() + " " + r.timestamp())
                .containsExactlyInAnyOrder(
                        "batches00 " + OLD, "batches10 " + (OLD + 1), "orders00 " + (OLD + 2));
        assertThat(Watcher.RECORDS)
                .filteredOn(r -> r.topic().equals("orders"))
                .allMatch(r -> r.value() == null && new String(r.key(), UTF_8).equals("1001"));
        assertThat(results("out.r", Receipt.class).keySet())
                .containsExactlyInAnyOrder("batches/0/0", "batches/1/0", "orders/0/0");
        assertThat(results("out.a", IdentityAudit.class)).hasSize(3);
        assertThat(results("out.v", Violation.class).keySet())
                .containsExactlyInAnyOrder("batches/0/0", "batches/1/0", "orders/0/0");
        assertThat(results("out.d", DeadLetter.class).values())
                .hasSize(3)
                .allMatch(letter -> letter.getPayload().remaining() == 3)
                .allMatch(letter -> letter.getDetail().contains("cut from 5"));
        assertThat(registry.latest("out.r-value").schemaJson()).doesNotContain("avro.java");
    }

    @Test
    void theClockIsTheSlowestPartitionsAndNoFutureRecordMovesItAhead() throws Exception {
        broker.createTopic("two", 2, Map.of());
        write("two", 0, OLD, "k", "a");
        write("two", 0, Instant.parse("2090-01-01T00:00:00Z").toEpochMilli(), "k", "b");

        job = start(new KafkaEnds(settings(Map.of())), "two");
        await(() -> assertThat(Watcher.RECORDS).hasSize(2));
        assertThat(Watcher.WATERMARKS).as("the empty partition holds it back").isEmpty();

        write("two", 1, OLD + 60_000, "k", "c");
        await(() -> assertThat(Watcher.WATERMARKS).contains(OLD + 60_000 - 5_000 - 1));
        long ahead = System.currentTimeMillis() + 60_000;
        write("two", 1, ahead + 3_600_000, "k", "d");
        await(() -> assertThat(Watcher.WATERMARKS).anyMatch(mark -> mark > OLD + 60_000));
        assertThat(Watcher.WATERMARKS)
                .allMatch(mark -> mark <= System.currentTimeMillis() + 60_000);
    }

    @Test
    void theClockRunsOnWithoutRecordsOnceAllPartitionsAreSeenToBeRead() throws Exception {
        broker.createTopic("quiet", 2, Map.of());
        write("quiet", 0, OLD, "k", "a");

        job = start(new KafkaEnds(settings(LOOKS)), "quiet");

        await(() -> assertThat(Watcher.WATERMARKS).anyMatch(mark -> mark > OLD - 4_000));
        assertThat(Watcher.WATERMARKS).as("not the machine's").allMatch(mark -> mark < OLD + HOUR);
    }

    @Test
    void markersAndAbortedRecordsAtTheEndAreNotWaitedForAnOpenTransactionIs() throws Exception {
        broker.createTopic("tx", 1, Map.of());
        Map<String, Object> config = new HashMap<>(client());
        config.put("transactional.id", "t");
        try (KafkaProducer<byte[], byte[]> orders =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            orders.initTransactions();
            orders.beginTransaction();
            orders.send(new ProducerRecord<>("tx", 0, OLD, null, new byte[] {1}));
            orders.commitTransaction();
            orders.beginTransaction();
            orders.send(new ProducerRecord<>("tx", 0, OLD, null, new byte[] {2})).get();
            orders.abortTransaction();

            job = start(new KafkaEnds(settings(LOOKS)), "tx");
            await(() -> assertThat(Watcher.WATERMARKS).anyMatch(mark -> mark > OLD - 4_000));

            orders.beginTransaction();
            orders.send(new ProducerRecord<>("tx", 0, OLD + HOUR, null, new byte[] {3})).get();
            int before = Watcher.WATERMARKS.size();
            write("tx", 0, OLD + HOUR, "k", "behind the open transaction");
            orders.commitTransaction();
            await(() -> assertThat(Watcher.RECORDS).hasSize(3));
            assertThat(Watcher.WATERMARKS.subList(before, Watcher.WATERMARKS.size()))
                    .as("what was open counted")
                    .allMatch(mark -> mark < OLD + HOUR);
        }
    }

    @Test
    void theClockGoesOnWhereASavepointLeftItThoughNothingMoreComes() throws Exception {
        broker.createTopic("saved", 1, Map.of());
        write("saved", 0, OLD, "k", "a");
        job = start(new KafkaEnds(settings(LOOKS)), "saved");
        await(() -> assertThat(Watcher.WATERMARKS).anyMatch(mark -> mark > OLD - 4_000));
        String savepoint = stop(job);
        job = null;
        Watcher.clear();

        job = resume(LOOKS, savepoint, "saved");

        await(() -> assertThat(Watcher.WATERMARKS).anyMatch(mark -> mark > OLD - 3_000));
        assertThat(Watcher.WATERMARKS).allMatch(mark -> mark < OLD + HOUR);
        assertThat(Watcher.RECORDS).isEmpty();
    }

    @Test
    void aPartitionAddedLaterIsWaitedForAsSoonAsItHasRecords() throws Exception {
        broker.createTopic("grows", 1, Map.of());
        write("grows", 0, OLD, "k", "a");
        Map<String, String> options = new HashMap<>(LOOKS);
        options.put("kafka.client.partition.discovery.interval.ms", "2000");
        job = start(new KafkaEnds(settings(options)), "grows");
        await(() -> assertThat(Watcher.WATERMARKS).anyMatch(mark -> mark > OLD - 4_000));
        try (Admin admin = Admin.create(client())) {
            admin.createPartitions(Map.of("grows", NewPartitions.increaseTo(2)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
        await(() -> write("grows", 1, OLD + HOUR, "k", "b"));

        await(() -> assertThat(Watcher.RECORDS).hasSize(2));
        await(() -> assertThat(Watcher.WATERMARKS).anyMatch(mark -> mark > OLD + HOUR - 4_000));
    }

    @Test
    void theSourceIsNarrowedToWhatThereIsToRead() throws Exception {
        broker.createTopic("single", 1, Map.of());
        write("single", 0, OLD, "k", "a");
        KafkaEnds ends = new KafkaEnds(settings(Map.of()));
        int parallelism = ends.sourceParallelism(List.of("single"), 2);
        StreamExecutionEnvironment env = environment();
        read(env, ends, List.of("single"), false, parallelism);
        job = env.setParallelism(2).executeAsync();

        await(() -> assertThat(Watcher.WATERMARKS).contains(OLD - 5_000 - 1));
        assertThat(parallelism).isEqualTo(1);
    }

    @Test
    void missingTopicsAndSilentBrokersAreNamed() {
        KafkaEnds ends = new KafkaEnds(settings(Map.of("kafka.receipts-topic", "nope.out")));
        assertThatThrownBy(() -> ends.sourceParallelism(List.of("nope.in"), 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nope.in, nope.out");

        KafkaEnds silent =
                new KafkaEnds(
                        settings(
                                Map.of(
                                        "kafka.bootstrap-servers", "127.0.0.1:1",
                                        "kafka.client.request.timeout.ms", "300",
                                        "kafka.client.default.api.timeout.ms", "300")));
        assertThatThrownBy(() -> silent.sourceParallelism(List.of("orders"), 2))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageContaining("kafka.bootstrap-servers");
    }

    @Test
    void recordsDeletedBeforeTheyWereReadStopTheJob() throws Exception {
        broker.createTopic("lost", 1, Map.of());
        for (int i = 0; i < 3; i++) {
            write("lost", 0, OLD + i, "k", "v" + i);
        }
        job = start(new KafkaEnds(settings(Map.of())), "lost");
        await(() -> assertThat(Watcher.RECORDS).hasSize(3));
        String savepoint = stop(job);
        job = null;
        for (int i = 3; i < 6; i++) {
            write("lost", 0, OLD + i, "k", "v" + i);
        }
        try (Admin admin = Admin.create(client())) {
            admin.deleteRecords(
                            Map.of(new TopicPartition("lost", 0), RecordsToDelete.beforeOffset(5)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }

        Watcher.clear();
        assertThatThrownBy(
                        () ->
                                resume(Map.of(), savepoint, "lost")
                                        .getJobExecutionResult()
                                        .get(60, TimeUnit.SECONDS))
                .hasStackTraceContaining("OffsetOutOfRange");
        assertThat(Watcher.RECORDS).isEmpty();

        job = resume(Map.of("kafka.on-lost-records", "skip"), savepoint, "lost");
        await(() -> assertThat(Watcher.RECORDS).extracting(RawRecord::offset).containsExactly(5L));
    }

    private static String stop(JobClient job) throws Exception {
        return job.stopWithSavepoint(
                        false,
                        folder.resolve("savepoints").toUri().toString(),
                        SavepointFormatType.CANONICAL)
                .get(60, TimeUnit.SECONDS);
    }

    private static JobClient resume(Map<String, String> options, String savepoint, String topic)
            throws Exception {
        StreamExecutionEnvironment env = environment();
        Configuration config = new Configuration();
        config.setString("execution.state-recovery.path", savepoint);
        env.configure(config);
        read(env, new KafkaEnds(settings(options)), List.of(topic), false, 1);
        return env.executeAsync();
    }

    private static DataStream<RawRecord> read(
            StreamExecutionEnvironment env,
            KafkaEnds ends,
            List<String> topics,
            boolean bounded,
            int parallelism) {
        return env.fromSource(
                        bounded ? ends.sourceUntilNow(topics) : ends.source(topics),
                        ends.clock(),
                        "in")
                .uid("in")
                .setParallelism(parallelism)
                .transform("watch", RawRecord.TYPE, new Watcher())
                .uid("watch")
                .setParallelism(parallelism);
    }

    private static JobClient start(KafkaEnds ends, String topic) throws Exception {
        StreamExecutionEnvironment env = environment();
        read(env, ends, List.of(topic), false, 1);
        return env.executeAsync();
    }

    private static StreamExecutionEnvironment environment() {
        Configuration config = new Configuration();
        config.setString("pipeline.generic-types", "false");
        config.setString("pipeline.auto-generate-uids", "false");
        config.setString("pipeline.auto-watermark-interval", "20 ms");
        config.setString("execution.checkpointing.interval", "500 ms");
        config.setString("restart-strategy.type", "disable");
        return StreamExecutionEnvironment.getExecutionEnvironment(config).setParallelism(1);
    }

    private static KafkaSettings settings(Map<String, String> more) {
        Configuration config = new Configuration();
        config.setString("kafka.bootstrap-servers", broker.bootstrapServers());
        config.setString("schema-registry.url", registryServer.url());
        config.setString("kafka.receipts-topic", "out.r");
        config.setString("kafka.dead-letters-topic", "out.d");
        config.setString("kafka.identity-audit-topic", "out.a");
        config.setString("kafka.audit-topic", "out.a");
        config.setString("kafka.violations-topic", "out.v");
        more.forEach(config::setString);
        List<String> faults = new ArrayList<>();
        KafkaSettings settings = KafkaSettings.from(config, faults);
        assertThat(faults).isEmpty();
        return settings;
    }

    private static Receipt receipt(RawRecord record) {
        return Receipt.newBuilder()
                .setReceiptId(id(record))
                .setOutcome(Outcome.ACCEPTED)
                .setKind(OperationKind.EVENT)
                .setSource("mparticle")
                .setStitched(Stitched.KNOWN)
                .setKafkaTime(Instant.ofEpochMilli(record.timestamp()))
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .build();
    }

    private static IdentityAudit audit(RawRecord record) {
        return IdentityAudit.newBuilder()
                .setAuditId(id(record))
                .setDecision(Decision.LINKED)
                .setLevel("cart_id")
                .setIdentifier("h")
                .setEventTime(Instant.ofEpochMilli(record.timestamp()))
                .setKafkaTime(Instant.ofEpochMilli(record.timestamp()))
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .build();
    }

    private static Violation violation(RawRecord record) {
        return Violation.newBuilder()
                .setViolationId(id(record))
                .setEvent("add_to_cart")
                .setReason("missing_property")
                .setField("items")
                .setExpected("form items")
                .setFound("nothing")
                .setDecision("quarantined")
                .setSource("mparticle")
                .setCount(1)
                .setContractVersion("1.0.0")
                .setKafkaTime(Instant.ofEpochMilli(record.timestamp()))
                .setTopic(record.topic())
                .setPartition(record.partition())
                .setOffset(record.offset())
                .build();
    }

    private static String id(RawRecord record) {
        return record.topic() + "/" + record.partition() + "/" + record.offset();
    }

    private static void write(String topic, int partition, long time, String key, String value)
            throws Exception {
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        byte[] valueBytes = value == null ? null : value.getBytes(UTF_8);
        producer.send(new ProducerRecord<>(topic, partition, time, keyBytes, valueBytes))
                .get(30, TimeUnit.SECONDS);
    }

    private static <T extends SpecificRecord> Map<String, T> results(String topic, Class<T> type)
            throws Exception {
        ConfluentAvroReader<T> reader = new ConfluentAvroReader<>(registry, type);
        Map<String, T> found = new HashMap<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(
                        client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(200))) {
                    found.put(new String(r.key(), UTF_8), reader.read(r.value()));
                }
            }
        }
        return found;
    }

    private static Map<String, Object> client() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    private static void await(org.awaitility.core.ThrowingRunnable check) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(check);
    }
}
