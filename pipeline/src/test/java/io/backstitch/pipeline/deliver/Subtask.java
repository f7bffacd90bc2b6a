package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** One delivery subtask in Flink's operator harness, with a scripted client. */
final class Subtask implements AutoCloseable {
    static final int MAX_PARALLELISM = 128;

    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final Map<Long, ScriptedClient> CLIENTS = new ConcurrentHashMap<>();

    final ScriptedClient client = new ScriptedClient();
    final KeyedOneInputStreamOperatorTestHarness<String, Operation, Receipt> harness;
    private final int parallelism;
    private final int index;
    private final DeliverSettings settings;
    private final long number = NUMBERS.incrementAndGet();

    Subtask(DeliverSettings settings, int parallelism, int index) throws Exception {
        this(settings, parallelism, index, true);
    }

    Subtask(DeliverSettings settings, int parallelism, int index, boolean controlled)
            throws Exception {
        this.settings = settings;
        this.parallelism = parallelism;
        this.index = index;
        CLIENTS.put(number, client);
        harness = harness(settings, number, parallelism, index, controlled);
    }

    private static KeyedOneInputStreamOperatorTestHarness<String, Operation, Receipt> harness(
            DeliverSettings settings, long number, int parallelism, int index, boolean controlled)
            throws Exception {
        int lanes = settings.lanes();
        KeyedOneInputStreamOperatorTestHarness<String, Operation, Receipt> harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new DeliverOperatorFactory(
                                "deliver-test", settings, any -> CLIENTS.get(number), controlled),
                        operation -> UnacknowledgedState.key(operation.person(), lanes),
                        Types.STRING,
                        MAX_PARALLELISM,
                        parallelism,
                        index);
        harness.setup(
                WireSerializer.RECEIPT.createSerializer(
                        harness.getExecutionConfig().getSerializerConfig()));
        return harness;
    }

    Subtask backend(StateBackend backend) {
        harness.setStateBackend(backend);
        return this;
    }

    /** The job takes checkpoints. */
    Subtask withCheckpoints() {
        harness.getEnvironment()
                .getJobConfiguration()
                .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, java.time.Duration.ofSeconds(10));
        return this;
    }

    /** A checkpoint is complete. */
    void completed(long id) throws Exception {
        harness.notifyOfCompletedCheckpoint(id);
        runMail();
    }

    Subtask open() throws Exception {
        harness.setProcessingTime(1_000_000);
        harness.open();
        return this;
    }

    Subtask restore(OperatorSubtaskState all, int oldParallelism) throws Exception {
        harness.initializeState(
                KeyedOneInputStreamOperatorTestHarness.repartitionOperatorState(
                        all, MAX_PARALLELISM, oldParallelism, parallelism, index));
        return open();
    }

    boolean owns(String person) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        UnacknowledgedState.key(person, settings.lanes()),
                        MAX_PARALLELISM,
                        parallelism)
                == index;
    }

    void process(Operation... operations) throws Exception {
        for (Operation operation : operations) {
            harness.processElement(new StreamRecord<>(operation));
        }
    }

    /** A command comes: {@code pause} or {@code resume}, and families. */
    void command(boolean stop, String... families) throws Exception {
        operator()
                .processElement2(
                        new StreamRecord<>(
                                new Control.Pause(
                                        stop, List.of(families), harness.getProcessingTime())));
        runMail();
    }

    void endOperations() throws Exception {
        operator().endInput(1);
    }

    void endCommands() throws Exception {
        operator().endInput(2);
    }

    private DeliverOperator operator() {
        return (DeliverOperator) harness.getOneInputOperator();
    }

    /** Lets one element in though there is no room: time passes while it waits. */
    void processWhenFull(Operation operation) throws Exception {
        post(() -> harness.setProcessingTime(harness.getProcessingTime() + 1_000));
        process(operation);
        runMail();
    }

    /** How long an element that finds no room keeps the task, in ms. */
    long waitsWhile(Operation operation) throws Exception {
        long before = harness.getProcessingTime();
        boolean[] in = {false};
        tick(in);
        process(operation);
        in[0] = true;
        long waited = harness.getProcessingTime() - before;
        runMail();
        return waited;
    }

    private void tick(boolean[] over) {
        post(
                () -> {
                    if (!over[0]) {
                        harness.setProcessingTime(harness.getProcessingTime() + 1);
                        tick(over);
                    }
                });
    }

    void post(org.apache.flink.util.function.RunnableWithException task) {
        harness.getTaskMailbox().put(new Mail(task::run, TaskMailbox.MAX_PRIORITY, "test"));
    }

    /** Accepts requests as they come, from the mailbox, until there are that many receipts. */
    void keepAccepting(int receipts) {
        post(
                () -> {
                    if (!client.open.isEmpty()) {
                        client.answer(ScriptedClient.ok());
                    }
                    if (receipts().size() < receipts) {
                        keepAccepting(receipts);
                    }
                });
    }

    void passTime(long millis) throws Exception {
        harness.setProcessingTime(harness.getProcessingTime() + millis);
        runMail();
    }

    void answer(int request, Answer answer) throws Exception {
        client.open.remove(request).then().accept(answer);
        runMail();
    }

    void acceptEverything() throws Exception {
        for (int quiet = 0; quiet < 50; quiet++) {
            while (!client.open.isEmpty()) {
                answer(0, ScriptedClient.ok());
                quiet = 0;
            }
            passTime(1_000);
        }
    }

    private void runMail() throws Exception {
        for (Optional<Mail> mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
                mail.isPresent();
                mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY)) {
            mail.get().run();
        }
    }

    OperatorSubtaskState snapshot(long id) throws Exception {
        return harness.snapshot(id, harness.getProcessingTime());
    }

    List<Receipt> receipts() {
        return harness.extractOutputValues();
    }

    List<String> receiptIds() {
        return receipts().stream().map(Receipt::getReceiptId).toList();
    }

    /** What it says of input events before a checkpoint. */
    BalanceAudit balance() throws Exception {
        operator().prepareSnapshotPreBarrier(1);
        List<BalanceAudit> audits = side(Balance.AUDIT);
        return audits.get(audits.size() - 1);
    }

    List<DeadLetter> deadLetters() {
        return side(DeliverOperator.DEAD_LETTERS);
    }

    List<Operation> fenced() {
        return side(DeliverOperator.FENCED);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        Collection<StreamRecord<T>> records = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> values.add(record.getValue()));
        }
        return values;
    }

    @Override
    public void close() throws Exception {
        CLIENTS.remove(number);
        harness.close();
    }
}
