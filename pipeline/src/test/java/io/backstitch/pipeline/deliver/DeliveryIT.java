package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Fields;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.OperationSerializer;
import io.backstitch.pipeline.record.Ulids;
import io.backstitch.sandbox.customerio.AcceptedEvent;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.FaultKind;
import io.backstitch.sandbox.customerio.FaultPlan;
import io.backstitch.sandbox.customerio.SandboxOptions;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Delivery on a real Flink cluster to the Customer.io stand-in, judged by what is in there. */
class DeliveryIT {
    private static final byte[] KEY = "it".getBytes(UTF_8);
    private static final int PEOPLE = 60;

    @TempDir Path folder;

    @BeforeEach
    void secrets() throws Exception {
        SandboxOptions options = SandboxOptions.defaults();
        Files.writeString(folder.resolve("key"), options.apiKey());
        Files.writeString(folder.resolve("app-key"), options.appApiToken());
    }

    @Test
    void onABadDayEverythingArrivesOnceAndInOrder() throws Exception {
        try (CustomerIoSandbox sandbox = CustomerIoSandbox.start(SandboxOptions.defaults())) {
            sandbox.faults().set(FaultPlan.badDay(7));
            List<Operation> input = input(3_000, 7);
            Job job = run(sandbox, input, operation -> operation);
            assertDelivered(sandbox, input, job);
            assertThat(sandbox.faults().injected()).isNotEmpty();
            assertThat(job.receipts).allMatch(receipt -> receipt.getAttempts() >= 1);
        }
    }

    @Test
    void aJobThatFailsBetweenTheAnswerAndTheNextCheckpointRepeatsWithoutASecondEffect()
            throws Exception {
        try (CustomerIoSandbox sandbox = CustomerIoSandbox.start(SandboxOptions.defaults())) {
            List<Operation> input = input(1_500, 3);
            FAILED.set(false);
            Job job = run(sandbox, input, new FailOnce(sandbox.uri().toString()));
            assertThat(FAILED).isTrue();
            assertThat(sandbox.summary().duplicatesIgnored()).isPositive();
            assertDelivered(sandbox, input, job);
        }
    }

    @Test
    void refusalsAreSingledOutAndTheRestArrives() throws Exception {
        try (CustomerIoSandbox sandbox = CustomerIoSandbox.start(SandboxOptions.defaults())) {
            String tooLong = "\"" + "x".repeat(1_200) + "\"";
            List<Operation> input = new ArrayList<>();
            input.add(Ops.identify("id:1", "i1", 1, "{\"email\":\"a@example.com\"}"));
            input.add(Ops.identify("id:1", "i2", 2, "{\"city\":\"Oslo\",\"bio\":" + tooLong + "}"));
            input.add(event("id:1", 3));
            Operation nameless = event("id:1", 4);
            input.add(renamed(nameless));
            input.add(event("id:1", 5));
            Job job = run(sandbox, input, operation -> operation);
            assertThat(job.receipts).hasSize(5);
            assertThat(job.receipts)
                    .filteredOn(receipt -> receipt.getOutcome() == Outcome.REFUSED)
                    .extracting(Receipt::getUlid)
                    .containsExactly(nameless.id());
            assertThat(job.deadLetters)
                    .extracting(DeadLetter::getField)
                    .containsExactlyInAnyOrder("attributes.bio", "name");
            assertThat(sandbox.personById("1").orElseThrow().attributes())
                    .containsKeys("city", "email")
                    .doesNotContainKey("bio");
            assertThat(sandbox.events()).hasSize(2);
        }
    }

    @Test
    void aGuestWhoBecomesACustomerIsMergedOnceAndOnlyAfterTheirOwnOperations() throws Exception {
        try (CustomerIoSandbox sandbox = CustomerIoSandbox.start(SandboxOptions.defaults())) {
            sandbox.faults().set(FaultPlan.script(FaultKind.UNAVAILABLE, FaultKind.RESPONSE_LOST));
            List<Operation> guest = new ArrayList<>();
            guest.add(Ops.identify("email:a+b@example.com", "i", 1, "{\"orders_count\":1}"));
            guest.add(event("email:a+b@example.com", 2));
            guest.add(Ops.fence("email:a+b@example.com", "f", "id:7"));
            List<Operation> customer = new ArrayList<>();
            customer.add(Ops.identify("id:7", "c", 1, "{\"plan\":\"gold\"}"));
            Operation merge = Ops.merge("id:7", "m", 2);
            customer.add(awaiting(merge, "f"));
            customer.add(event("id:7", 3));
            StreamExecutionEnvironment env = environment();
            DeliverSettings settings = settings(sandbox).sharedBy(2);
            DeliveryStreams email =
                    Delivery.attach(source(env, guest, "guest"), null, "email", settings);
            DeliveryStreams id =
                    Delivery.attach(
                            source(env, customer, "customer").union(email.fenced()),
                            null,
                            "customer_id",
                            settings);
            Job job = execute(env, email, id);
            assertThat(job.receipts)
                    .hasSize(5)
                    .allMatch(receipt -> receipt.getOutcome() == Outcome.ACCEPTED);
            assertThat(sandbox.people()).hasSize(1);
            assertThat(sandbox.personById("7").orElseThrow().attributes())
                    .containsKeys("plan", "orders_count");
            assertThat(sandbox.personById("7").orElseThrow().events()).isEqualTo(2);
        }
    }

    @Test
    void aWrongKeyIsWaitedOutUntilTheFileIsRotated() throws Exception {
        try (CustomerIoSandbox sandbox = CustomerIoSandbox.start(SandboxOptions.defaults())) {
            Files.writeString(folder.resolve("key"), "wrong");
            List<Operation> input = input(40, 5);
            StreamExecutionEnvironment env = environment();
            DeliveryStreams streams =
                    Delivery.attach(
                            source(env, input, "operations"), null, "all", settings(sandbox));
            Thread rotation =
                    new Thread(
                            () -> {
                                Awaitility.await().until(() -> sandbox.summary().requests() >= 3);
                                assertThat(sandbox.people()).isEmpty();
                                try {
                                    Files.writeString(
                                            folder.resolve("key"),
                                            SandboxOptions.defaults().apiKey());
                                } catch (java.io.IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            rotation.start();
            Job job = execute(env, streams);
            rotation.join();
            assertDelivered(sandbox, input, job);
            assertThat(job.deadLetters).isEmpty();
        }
    }

    @Test
    void aSavepointIsTakenWhileCustomerIoIsAwayAndNothingIsLostOrSwapped() throws Exception {
        try (CustomerIoSandbox sandbox = CustomerIoSandbox.start(SandboxOptions.defaults())) {
            sandbox.faults().set(FaultPlan.builder().rate(FaultKind.UNAVAILABLE, 1).build());
            List<Operation> input = input(4_000, 11);
            StreamExecutionEnvironment first = environment();
            spooling(first, input, sandbox).receipts().sinkTo(new DiscardingSink<>()).uid("sink");
            JobClient job = first.executeAsync("before");
            Awaitility.await().until(() -> sandbox.summary().requests() >= 8);
            String savepoint =
                    job.stopWithSavepoint(
                                    false,
                                    folder.resolve("savepoints").toUri().toString(),
                                    SavepointFormatType.NATIVE)
                            .get(60, TimeUnit.SECONDS);
            assertThat(sandbox.people()).isEmpty();
            sandbox.faults().clear();
            Configuration resumed = new Configuration();
            resumed.setString("execution.state-recovery.path", savepoint);
            StreamExecutionEnvironment second = environment(resumed);
            spooling(second, input, sandbox).receipts().sinkTo(new DiscardingSink<>()).uid("sink");
            JobClient again = second.executeAsync("after");
            long events = input.stream().filter(o -> o.kind() == Operation.Kind.EVENT).count();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> sandbox.events().size() == events);
            again.cancel().get(30, TimeUnit.SECONDS);
            assertArrived(sandbox, input);
        }
    }

    @Test
    void aSavepointIsTakenWhileAllIsPausedAndNothingIsLostOrSwapped() throws Exception {
        try (CustomerIoSandbox sandbox = CustomerIoSandbox.start(SandboxOptions.defaults())) {
            sandbox.faults().set(FaultPlan.builder().rate(FaultKind.UNAVAILABLE, 1).build());
            List<Operation> input = input(4_000, 12);
            StreamExecutionEnvironment first = environment();
            spooling(first, input, sandbox, true)
                    .receipts()
                    .sinkTo(new DiscardingSink<>())
                    .uid("sink");
            JobClient job = first.executeAsync("paused");
            int[] requests = {-1};
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(3))
                    .until(
                            () -> {
                                int before = requests[0];
                                requests[0] = (int) sandbox.summary().requests();
                                return before == requests[0];
                            });
            sandbox.faults().clear();
            String savepoint =
                    job.stopWithSavepoint(
                                    false,
                                    folder.resolve("savepoints").toUri().toString(),
                                    SavepointFormatType.NATIVE)
                            .get(60, TimeUnit.SECONDS);
            assertThat(sandbox.summary().requests()).isEqualTo(requests[0]);
            assertThat(sandbox.people()).isEmpty();
            Configuration resumed = new Configuration();
            resumed.setString("execution.state-recovery.path", savepoint);
            resumed.setString("execution.state-recovery.ignore-unclaimed-state", "true");
            StreamExecutionEnvironment second = environment(resumed);
            spooling(second, input, sandbox, false)
                    .receipts()
                    .sinkTo(new DiscardingSink<>())
                    .uid("sink");
            JobClient again = second.executeAsync("resumed");
            long events = input.stream().filter(o -> o.kind() == Operation.Kind.EVENT).count();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> sandbox.events().size() == events);
            again.cancel().get(30, TimeUnit.SECONDS);
            assertArrived(sandbox, input);
        }
    }

    private DeliveryStreams spooling(
            StreamExecutionEnvironment env, List<Operation> input, CustomerIoSandbox sandbox)
            throws IOException {
        return spooling(env, input, sandbox, null);
    }

    private DeliveryStreams spooling(
            StreamExecutionEnvironment env,
            List<Operation> input,
            CustomerIoSandbox sandbox,
            Boolean stop)
            throws IOException {
        DataStream<Control> control = null;
        if (stop != null) {
            control =
                    env.fromData(
                                    List.<Control>of(new Control.Pause(stop, List.of(), 0)),
                                    Control.TYPE)
                            .uid(stop ? "pause" : "resume")
                            .setParallelism(1);
        }
        DataStream<Operation> operations =
                env.fromSequence(0, Long.MAX_VALUE - 1)
                        .uid("numbers")
                        .setParallelism(1)
                        .flatMap(new Nth(input))
                        .returns(Operation.TYPE)
                        .uid("operations")
                        .setParallelism(1);
        return Delivery.attach(
                operations,
                control,
                "all",
                settings(
                        sandbox,
                        "deliver.max-buffered-operations",
                        "50",
                        "deliver.backoff.max",
                        "1 s"));
    }

    private static void assertDelivered(CustomerIoSandbox sandbox, List<Operation> input, Job job) {
        assertArrived(sandbox, input);
        Set<String> ids = new HashSet<>();
        input.forEach(operation -> ids.add("operation:" + operation.id()));
        assertThat(job.receipts)
                .extracting(Receipt::getReceiptId)
                .containsAll(ids)
                .allMatch(ids::contains);
        assertThat(job.receipts).allMatch(receipt -> receipt.getOutcome() == Outcome.ACCEPTED);
    }

    private static void assertArrived(CustomerIoSandbox sandbox, List<Operation> input) {
        Map<String, List<String>> expected = new HashMap<>();
        for (Operation operation : input) {
            if (operation.kind() == Operation.Kind.EVENT) {
                expected.computeIfAbsent(operation.person(), person -> new ArrayList<>())
                        .add(operation.id());
            }
        }
        Map<String, List<String>> received = new LinkedHashMap<>();
        Map<String, String> personOf = new HashMap<>();
        sandbox.people().forEach(person -> personOf.put(person.cioId(), "id:" + person.id()));
        for (AcceptedEvent event : sandbox.events()) {
            received.computeIfAbsent(personOf.get(event.cioId()), person -> new ArrayList<>())
                    .add(event.activity().ulid());
        }
        assertThat(received).isEqualTo(expected);
        assertThat(sandbox.summary().staleAttributes()).isZero();
        assertThat(sandbox.summary().duplicateProfiles()).isZero();
    }

    private static List<Operation> input(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] seq = new int[PEOPLE];
        List<Operation> input = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int person = random.nextInt(PEOPLE);
            int number = ++seq[person];
            input.add(
                    number % 6 == 1
                            ? Ops.identify(
                                    "id:" + person,
                                    "i" + person + "-" + number,
                                    number,
                                    "{\"n\":" + number + "}")
                            : event("id:" + person, number));
        }
        return input;
    }

    private static Operation event(String person, long seq) {
        return Ops.event(person, Ulids.forFact(KEY, "it", "event", person + "/" + seq), seq);
    }

    private static Operation renamed(Operation operation) {
        String body = new String(operation.body(), UTF_8).replace("checkout_started", " ");
        return with(operation, body.getBytes(UTF_8), List.of());
    }

    private static Operation awaiting(Operation operation, String fence) {
        return with(operation, operation.body(), List.of(fence));
    }

    private static Operation with(Operation o, byte[] body, List<String> awaits) {
        return new Operation(
                o.kind(), o.person(), o.id(), o.seq(), body, awaits, o.fenceTo(), o.subject());
    }

    private record Job(List<Receipt> receipts, List<DeadLetter> deadLetters) {}

    private Job run(
            CustomerIoSandbox sandbox,
            List<Operation> input,
            MapFunction<Operation, Operation> before)
            throws Exception {
        StreamExecutionEnvironment env = environment();
        DataStream<Operation> operations =
                source(env, input, "operations")
                        .map(before)
                        .returns(Operation.TYPE)
                        .uid("before")
                        .setParallelism(1);
        return execute(env, Delivery.attach(operations, null, "all", settings(sandbox)));
    }

    private static DataStream<Operation> source(
            StreamExecutionEnvironment env, List<Operation> input, String uid) {
        return env.fromData(input, Operation.TYPE).uid(uid).setParallelism(1);
    }

    private static Job execute(StreamExecutionEnvironment env, DeliveryStreams... levels)
            throws Exception {
        List<CloseableIterator<Receipt>> receipts = new ArrayList<>();
        List<CloseableIterator<DeadLetter>> letters = new ArrayList<>();
        for (DeliveryStreams level : levels) {
            receipts.add(level.receipts().collectAsync());
            letters.add(level.deadLetters().collectAsync());
        }
        env.execute("delivery");
        Job job = new Job(new ArrayList<>(), new ArrayList<>());
        receipts.forEach(some -> some.forEachRemaining(job.receipts::add));
        letters.forEach(some -> some.forEachRemaining(job.deadLetters::add));
        return job;
    }

    private StreamExecutionEnvironment environment() {
        return environment(new Configuration());
    }

    private StreamExecutionEnvironment environment(Configuration config) {
        config.setString("execution.checkpointing.interval", "100 ms");
        config.setString(
                "execution.checkpointing.dir", folder.resolve("checkpoints").toUri().toString());
        config.setString("restart-strategy.type", "fixed-delay");
        config.setString("restart-strategy.fixed-delay.delay", "100 ms");
        config.setString("restart-strategy.fixed-delay.attempts", "2");
        config.setString("pipeline.generic-types", "false");
        config.setString("state.backend.type", "rocksdb");
        return StreamExecutionEnvironment.createLocalEnvironment(2, config);
    }

    private DeliverSettings settings(CustomerIoSandbox sandbox, String... more) {
        List<String> all = new ArrayList<>();
        all.addAll(
                List.of(
                        "customerio.site-id", sandbox.options().siteId(),
                        "customerio.api-key-file", folder.resolve("key").toString(),
                        "customerio.app-api-key-file", folder.resolve("app-key").toString(),
                        "customerio.track-url", sandbox.uri().toString(),
                        "customerio.request-timeout", "2 s",
                        "deliver.max-batch-operations", "20"));
        all.addAll(List.of(more));
        return Ops.settings(all.toArray(new String[0]));
    }

    /** The operation of that number; nothing beyond the last, so that the input does not end. */
    private static final class Nth implements FlatMapFunction<Long, Operation> {
        private static final long serialVersionUID = 1L;
        private final byte[] all;
        private transient List<Operation> operations;

        Nth(List<Operation> operations) throws IOException {
            DataOutputSerializer out = new DataOutputSerializer(1 << 16);
            Fields.writeList(operations, new OperationSerializer()::serialize, out);
            all = out.getCopyOfBuffer();
        }

        @Override
        public void flatMap(Long number, Collector<Operation> out) throws IOException {
            if (operations == null) {
                DataInputDeserializer in = new DataInputDeserializer(all);
                operations = Fields.readList(new OperationSerializer()::deserialize, in);
            }
            if (number < operations.size()) {
                out.collect(operations.get(number.intValue()));
            }
        }
    }

    private static final AtomicBoolean FAILED = new AtomicBoolean();

    /** Fails once, in the middle, after some operations have been accepted. */
    private static final class FailOnce implements MapFunction<Operation, Operation> {
        private static final long serialVersionUID = 1L;
        private final String sandbox;
        private int seen;

        FailOnce(String sandbox) {
            this.sandbox = sandbox;
        }

        @Override
        public Operation map(Operation operation) throws Exception {
            if (++seen == 1_000 && !FAILED.get()) {
                // No barrier passes while this waits: what is accepted meanwhile is in no
                // checkpoint.
                int before = accepted();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> accepted() >= before + 20);
                FAILED.set(true);
                throw new IllegalStateException("fails on purpose");
            }
            return operation;
        }

        private int accepted() throws Exception {
            try (InputStream in =
                    URI.create(sandbox + "/sandbox/api/summary").toURL().openStream()) {
                return new ObjectMapper()
                        .readTree(in)
                        .path("eventsByName")
                        .path("checkout_started")
                        .asInt();
            }
        }
    }
}
