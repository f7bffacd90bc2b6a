package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.balance.Count;
import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Control.Deliver;
import io.backstitch.pipeline.record.Control.Pause;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.ObjLongConsumer;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers operations of one level; keyed by lane. Everything happens on the task thread: input,
 * alarms and answers take turns through the mailbox. Commands come by a second input, if there is
 * one; only the first moves the watermark.
 *
 * <p>A checkpoint waits for no answer: what is under way goes into it. Memory is bounded: beyond
 * the limit an element waits at most a second for room and then goes to the {@link Spool}, so
 * barriers get through while Customer.io is away, and back-pressure does the rest.
 */
final class DeliverOperator extends AbstractStreamOperator<Receipt>
        implements OneInputStreamOperator<Operation, Receipt>,
                TwoInputStreamOperator<Operation, Control, Receipt>,
                BoundedMultiInput {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DeliverOperator.class);

    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", WireSerializer.DEAD_LETTER);
    static final OutputTag<Operation> FENCED = new OutputTag<>("fenced", Operation.TYPE);

    private static final int OPERATIONS = 1;

    private static final long LONG_WAIT_MS = 1_000;

    /**
     * A barrier stands behind everything in the network buffers, some thousands of operations:
     * times this, they must still pass well within the checkpoint timeout.
     */
    private static final long SHORT_WAIT_MS = 2;

    private final transient MailboxExecutor mailbox;
    private final String name;
    private final DeliverSettings settings;
    private final ClientFactory clients;
    private final boolean controlled;

    private transient Balance balance;
    private transient UnacknowledgedState underWay;
    private transient UnacknowledgedState waiting;
    private transient PauseState pauseState;
    private transient Pauses pauses;
    private transient Replays replays;
    private transient Results results;
    private transient Spool spool;
    private transient SetAside setAside;
    private transient Backlog backlog;
    private transient Checkpoints checkpoints;
    private transient Lanes lanes;
    private transient Dispatch dispatch;
    private transient Timers timers;
    private transient CustomerIoClient client;
    private transient long leftAtLastWait;
    private transient long pausedSince;
    private transient boolean lookingOn;
    private transient boolean operationsEnded;
    private transient boolean commandsEnded;

    DeliverOperator(
            StreamOperatorParameters<Receipt> parameters,
            String name,
            DeliverSettings settings,
            ClientFactory clients,
            boolean controlled) {
        super(parameters);
        this.name = name;
        this.mailbox = parameters.getMailboxExecutor();
        this.settings = settings;
        this.clients = clients;
        this.controlled = controlled;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        KeyedStateBackend<String> keyed = getKeyedStateBackend();
        int all = settings.lanes();
        underWay = new UnacknowledgedState(keyed, UnacknowledgedState.UNDER_WAY, all);
        waiting = new UnacknowledgedState(keyed, UnacknowledgedState.WAITING, all);
        balance = new Balance(getOperatorStateBackend());
        spool = new Spool(new CountedLog(StateLog.open(keyed, Spool.NAME), balance));
        replays = Replays.open(keyed, all, controlled);
        pauseState = new PauseState(getOperatorStateBackend());
        pauses = pauseState.read();
        if (!controlled && !pauses.isNone()) {
            throw new IllegalStateException(
                    "Delivery was paused when this state was saved, and without"
                            + " kafka.control-topic nothing can resume it: configure the topic"
                            + " again");
        }
        setAside =
                new SetAside(
                        new CountedLog(StateLog.open(keyed, SetAside.NAME), balance), pauses, all);
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = new TaskTimers(getProcessingTimeService());
        client = new MailboxClient(clients.create(settings), mailbox);
        DeliverMetrics metrics = new DeliverMetrics(getMetricGroup());
        metrics.spoolGauge(spool::size);
        metrics.checkpointGauge(() -> lanes.unknown());
        metrics.pauseGauges(pauses::isWhole, pauses::families, setAside::size);
        results = new CountedResults(emitter(metrics), balance, replays);
        Settlement settlement =
                new Settlement(results, settings.maxOperationBytes(), client.canLookUp());
        checkpoints = new Checkpoints();
        lanes =
                new Lanes(
                        settlement,
                        setAside,
                        checkpoints,
                        settings.maxOperationBytes(),
                        settings.sabotage().waitsForVerdicts());
        backlog = new Backlog(settings, lanes, spool, setAside, timers);
        dispatch =
                new Dispatch(
                        settings,
                        getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
                        lanes,
                        settlement,
                        client,
                        timers,
                        metrics,
                        pauses,
                        this::refill);
        restore();
    }

    private Emitter emitter(DeliverMetrics metrics) throws IOException {
        Receipts receipts = new Receipts(new PersonMask(hashKey()), name);
        return new Emitter(output, DEAD_LETTERS, FENCED, receipts, timers, metrics);
    }

    private String hashKey() throws IOException {
        return settings.hashKeyFile() == null
                ? null
                : SecretFile.read(DeliverOptions.HASH_KEY_FILE.key(), settings.hashKeyFile(), null);
    }

    /**
     * What a checkpoint brought back goes first, under the same ids. It waits for no other
     * checkpoint: that one knows of it.
     */
    private void restore() throws Exception {
        pausedSince = timers.now();
        underWay.restore(restored(lanes::addUnderWay));
        waiting.restore(restored(lanes::add));
        refill();
        if (settings.sabotage().waitsForCheckpoints()
                && CheckpointingOptions.isCheckpointingEnabled(
                        getContainingTask().getEnvironment().getJobConfiguration())) {
            checkpoints.beginToWait();
        }
        dispatch.pump();
    }

    private Consumer<Operation> restored(ObjLongConsumer<Operation> add) {
        boolean forget = settings.sabotage().forgetsRestored();
        return operation -> {
            if (!forget) {
                add.accept(operation, timers.now());
            }
        };
    }

    @Override
    public void processElement(StreamRecord<Operation> element) throws Exception {
        Operation operation = settings.sabotage().onArrival(element.getValue());
        count(operation, Count.RECEIVED, 1);
        replays.notice(operation, timers.now());
        if (operation.kind() == Kind.FENCED) {
            // Never waits: it may be what gives room.
            lanes.add(operation, timers.now());
            refill();
            dispatch.pump();
            return;
        }
        if (backlog.isFull()) {
            waitForRoom();
        }
        take(operation);
    }

    private void take(Operation operation) throws Exception {
        String lane = UnacknowledgedState.key(operation.person(), settings.lanes());
        if (backlog.isFull() || spool.has(lane)) {
            spool.add(lane, operation);
            return;
        }
        lanes.add(operation, timers.now());
        dispatch.pump();
    }

    @Override
    public void processElement1(StreamRecord<Operation> element) throws Exception {
        processElement(element);
    }

    @Override
    public void processElement2(StreamRecord<Control> element) throws Exception {
        Control command = element.getValue();
        if (command instanceof Pause pause) {
            obey(pause);
        } else if (command instanceof Deliver deliver && deliver.delivery().equals(name)) {
            obey(deliver);
        }
    }

    /** Every subtask of every delivery hears it. */
    private void obey(Deliver command) throws Exception {
        Operation operation = command.operation();
        if (!isMine(operation) || replays.isUnderWay(operation)) {
            return;
        }
        String refusal = replays.refusal(command, settings.replayMaxAgeMs(), timers.now());
        if (refusal != null) {
            results.filtered(operation, refusal);
            return;
        }
        replays.begun(operation);
        take(operation);
    }

    private boolean isMine(Operation operation) {
        TaskInfo task = getRuntimeContext().getTaskInfo();
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                        UnacknowledgedState.key(operation.person(), settings.lanes()),
                        task.getMaxNumberOfParallelSubtasks(),
                        task.getNumberOfParallelSubtasks())
                == task.getIndexOfThisSubtask();
    }

    private void obey(Pause command) {
        boolean was = pauses.isWhole();
        if (!pauses.obey(command)) {
            return;
        }
        if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
            LOG.info("Delivery is paused for: {}", pauses.isNone() ? "nothing" : pauses.names());
        }
        long now = timers.now();
        pausedSince = was ? pausedSince : now;
        lanes.reconsider(now);
        refill();
        if (was && !pauses.isWhole()) {
            dispatch.goOn(now - pausedSince);
        } else {
            dispatch.pump();
        }
    }

    /** A second while operations are settled; hardly at all while none is. */
    private void waitForRoom() throws Exception {
        boolean[] over = {false};
        long wait = lanes.left() > leftAtLastWait ? LONG_WAIT_MS : SHORT_WAIT_MS;
        leftAtLastWait = lanes.left();
        timers.at(timers.now() + wait, () -> over[0] = true);
        while (backlog.isFull() && !over[0]) {
            mailbox.yield();
        }
    }

    private void refill() {
        backlog.refill();
        if (backlog.hasMoreToLookAt() && !lookingOn) {
            // In strides, so that input and answers have their turns between them.
            lookingOn = true;
            mailbox.execute(this::lookOn, "look at what was set aside");
        }
    }

    private void lookOn() {
        lookingOn = false;
        refill();
        dispatch.pump();
    }

    @Override
    public void processWatermark1(Watermark mark) throws Exception {
        processWatermark(mark);
    }

    @Override
    public void processWatermark2(Watermark mark) {}

    @Override
    protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
        if (input == 0) {
            processWatermarkStatus(status);
        }
    }

    /**
     * What is in memory is counted as it is found there: after a restore it shows whether all that
     * had no answer is back.
     */
    @Override
    public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
        super.prepareSnapshotPreBarrier(checkpoint);
        pendingInMemory(1);
        BalanceAudit audit = balance.publish(checkpoint, name, getRuntimeContext(), timers.now());
        pendingInMemory(-1);
        output.collect(Balance.AUDIT, new StreamRecord<>(audit));
    }

    private void pendingInMemory(int sign) {
        lanes.forEachUnderWay(operation -> count(operation, Count.PENDING, sign));
        lanes.forEachWaiting(operation -> count(operation, Count.PENDING, sign));
    }

    private void count(Operation operation, String what, int events) {
        if (operation.isSourceEvent()) {
            balance.add(operation.subject().origin(), what, events);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        underWay.write(lanes::forEachUnderWay);
        waiting.write(lanes::forEachWaiting);
        pauseState.write(pauses);
        replays.forgetUntil(timers.now());
        balance.snapshot();
        checkpoints.began(context.getCheckpointId());
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        super.notifyCheckpointComplete(checkpoint);
        checkpoints.completed(checkpoint);
        goOnKnown();
    }

    private void goOnKnown() {
        lanes.checkpointsKnowMore(timers.now());
        refill();
        dispatch.pump();
    }

    /** Waits until everything is settled, once nothing can come by either input. */
    @Override
    public void endInput(int input) throws Exception {
        operationsEnded |= input == OPERATIONS;
        commandsEnded |= input != OPERATIONS;
        if (operationsEnded && (commandsEnded || !controlled)) {
            settleAll();
        }
    }

    private void settleAll() throws Exception {
        checkpoints.waitNoMore();
        goOnKnown();
        while (!backlog.isEmpty()) {
            if (pauses.isWhole()) {
                stayPaused();
                return;
            }
            if (!dispatch.isAtRest()) {
                mailbox.yield();
                continue;
            }
            refill();
            dispatch.pump();
            if (!dispatch.isAtRest() || backlog.hasMoreToLookAt()) {
                continue;
            }
            if (!pauses.isNone()) {
                stayPaused();
                return;
            }
            // All lower levels have ended before this one, and with them what the fences follow.
            LOG.warn("The input ended while {} operations await a fence", lanes.buffered());
            lanes.releaseAll(timers.now());
            refill();
            dispatch.pump();
        }
    }

    private void stayPaused() {
        LOG.warn(
                "The input ended while delivery is paused: {} operations stay in the savepoint",
                lanes.buffered() + spool.size() + setAside.size());
    }

    @Override
    public void close() throws Exception {
        try {
            if (client != null) {
                client.close();
            }
        } finally {
            super.close();
        }
    }
}
