package io.backstitch.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.kafka.KafkaBroker;
import io.backstitch.sandbox.registry.ApicurioRegistry;
import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stitched;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Questions asked of real topics in a real broker, with their schemas in a registry. What the
 * simulator's shoppers do is asked in {@code SqlIT} of the module {@code cli}; here stands what
 * they do not do, and what the runner itself is for.
 */
class SqlRunnerIT {
    private static final String RECEIPTS = "backstitch.receipts";
    private static final String AUDIT = "backstitch.identity-audit";
    private static final Instant NINE = Instant.parse("2026-11-23T09:00:00Z");

    @TempDir static Path folder;
    private static KafkaBroker broker;
    private static ApicurioRegistry registry;

    @BeforeAll
    static void fill() throws Exception {
        broker = KafkaBroker.start(folder.resolve("kafka"));
        registry = ApicurioRegistry.start(folder.resolve("registry"));
        for (String topic : List.of(RECEIPTS, AUDIT)) {
            broker.createTopic(topic, 2, Map.of());
        }
        send(
                RECEIPTS,
                Receipt.class,
                Receipt::getReceiptId,
                receipt("1", "add_to_cart", 5).build(),
                // Written again after a failure: the same fact.
                receipt("1", "add_to_cart", 5).build(),
                receipt("2", "add_to_cart", 6).setAttempts(3).setChannel("none").build(),
                receipt("3", "add_to_cart", 7).setOutcome(Outcome.DUPLICATE).build(),
                receipt("4", "order_completed", 61)
                        .setEventTime(minutes(-59))
                        .setLatenessMs(7_200_000L)
                        .setOrderId("1001")
                        .setCartId("k1")
                        .build(),
                receipt("5", "cart_abandoned", 60)
                        .setOutcome(Outcome.ANNULLED)
                        .setCartId("k1")
                        .build(),
                receipt("6", "order_completed", 62).setOutcome(Outcome.REFUSED).build(),
                receipt("7", null, 62).setKind(OperationKind.IDENTIFY).build());
        send(
                AUDIT,
                IdentityAudit.class,
                IdentityAudit::getAuditId,
                audit("1", Decision.SHARED, "max_owners", "c1"),
                audit("1", Decision.SHARED, "max_owners", "c1"),
                audit("2", Decision.REFUSED, "owned_by_another", "c2"),
                audit("3", Decision.REFUSED, "owned_by_another", "c3"),
                audit("4", Decision.LINKED, null, "c1"));
    }

    @AfterAll
    static void stop() {
        try (KafkaBroker first = broker;
                ApicurioRegistry second = registry) {
            assertThat(first).isNotSameAs(second);
        }
    }

    @Test
    void countsEachFactOnce() {
        assertThat(ask("deliveries_by_hour"))
                .containsExactly(
                        "hour_utc,event_name,delivered,retried,p95_latency_ms,duplicates,refused",
                        "2026-11-23 09:00,add_to_cart,2,1,1250,1,0",
                        "2026-11-23 10:00,cart_abandoned,0,0,,0,0",
                        "2026-11-23 10:00,order_completed,1,0,1250,0,1");
    }

    @Test
    void anAnnouncementThatWasNeverSentIsAMailAvoidedToo() {
        assertThat(ask("late_orders").get(1))
                .isEqualTo(
                        "1001,2026-11-23T08:01:00.000Z,2026-11-23T10:01:00.000Z,120,web,,,annulled");
    }

    @Test
    void namesEventsOfWhomNobodyCouldReach() {
        assertThat(ask("triggers_without_channel").get(1))
                .isEqualTo("2026-11-23,add_to_cart,web,2,1,1,50.0");
    }

    @Test
    void namesRefusedLinksAndSharedDevices() {
        assertThat(ask("refused_links").subList(1, 3))
                .containsExactly(
                        "REFUSED,owned_by_another,anonymous_id,abc,2,2,"
                                + "2026-11-23T09:00:00.000Z,2026-11-23T09:00:00.000Z",
                        "SHARED,max_owners,anonymous_id,abc,1,1,"
                                + "2026-11-23T09:00:00.000Z,2026-11-23T09:00:00.000Z");
    }

    @Test
    void readsNothingThatWasWrittenBeforeSince() {
        assertThat(ask("refused_links", "--since", "0s")).hasSize(1);
        assertThat(ask("refused_links", "--since", "1h")).hasSize(3);
    }

    @Test
    void anArgumentThatNoQuestionKnowsIsRefusedWithThoseThatExist() {
        List<String> said = new ArrayList<>();
        assertThat(run(said, "late_orders", "--set", "late=5")).isEqualTo(1);
        assertThat(ask("late_orders", "--set", "late_minutes=121")).hasSize(2);
        assertThat(ask("silent_buyers", "--set", "days=0").get(1)).startsWith("id:c1,1,");
    }

    private static List<String> ask(String question, String... more) {
        List<String> lines = new ArrayList<>();
        assertThat(run(lines, question, more)).as("%s", lines).isZero();
        return lines;
    }

    private static int run(List<String> lines, String question, String... more) {
        Path files = Path.of(System.getProperty("basedir", "."));
        List<String> arguments =
                new ArrayList<>(List.of(files.resolve(question + ".sql").toString()));
        arguments.addAll(List.of("--tables", files.resolve("tables.sql").toString()));
        arguments.addAll(List.of("--bootstrap", broker.bootstrapServers()));
        arguments.addAll(List.of("--registry", registry.url(), "--format", "csv"));
        arguments.addAll(List.of(more));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int code =
                SqlRunner.execute(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        arguments.toArray(String[]::new));
        lines.addAll(out.toString(StandardCharsets.UTF_8).lines().toList());
        return code;
    }

    private static Instant minutes(int minutes) {
        return NINE.plus(Duration.ofMinutes(minutes));
    }

    @SafeVarargs
    private static <T extends SpecificRecord> void send(
            String topic, Class<T> type, Function<T, String> id, T... records) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (ConfluentSchemaRegistry client =
                        ConfluentSchemaRegistry.connect(RegistryOptions.at(registry.url()));
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(
                                settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            ConfluentAvroWriter<T> writer =
                    ConfluentAvroWriter.registering(client, topic + "-value", type);
            for (T record : records) {
                byte[] key = id.apply(record).getBytes(StandardCharsets.UTF_8);
                producer.send(new ProducerRecord<>(topic, key, writer.write(record))).get();
            }
        }
    }

    private static Receipt.Builder receipt(String id, String event, int minute) {
        Instant kafkaTime = minutes(minute);
        return Receipt.newBuilder()
                .setReceiptId(id)
                .setOutcome(Outcome.ACCEPTED)
                .setKind(OperationKind.EVENT)
                .setEventName(event)
                .setSource("mparticle")
                .setPlatform("web")
                .setPerson("id:c1")
                .setKafkaTime(kafkaTime)
                .setEventTime(kafkaTime)
                .setAcceptedTime(kafkaTime.plusMillis(1250))
                .setLatenessMs(0L)
                .setAttempts(1)
                .setStitched(Stitched.KNOWN)
                .setTopic("mparticle.batches")
                .setPartition(0)
                .setOffset(1);
    }

    private static IdentityAudit audit(String id, Decision decision, String reason, String owner) {
        return IdentityAudit.newBuilder()
                .setAuditId(id)
                .setDecision(decision)
                .setReason(reason)
                .setLevel("anonymous_id")
                .setIdentifier("abc")
                .setOwnerLevel("customer_id")
                .setOwner(owner)
                .setEventTime(NINE)
                .setKafkaTime(NINE)
                .setTopic("mparticle.batches")
                .setPartition(0)
                .setOffset(1)
                .build();
    }
}
