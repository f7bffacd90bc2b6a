package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.io.IOException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers operations of one level; keyed by lane. Everything happens on the task thread: input,
 * alarms and answers take turns through the mailbox.
 *
 * <p>A checkpoint waits for no answer: what is under way goes into it. Memory is bounded: beyond
 * the limit an element waits at most a second for room and then goes to the {@link Spool}, so
 * barriers get through while Customer.io is away, and back-pressure does the rest.
 */
final class DeliverOperator extends AbstractStreamOperator<Receipt>
        implements OneInputStreamOperator<Operation, Receipt>, BoundedOneInput {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DeliverOperator.class);

    static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("dead-letters", WireSerializer.DEAD_LETTER);
    static final OutputTag<Operation> FENCED = new OutputTag<>("fenced", Operation.TYPE);

    private static final long LONG_WAIT_MS = 1_000;

    /**
     * A barrier stands behind everything in the network buffers, some thousands of operations:
     * times this, they must still pass well within the checkpoint timeout.
     */
    private static final long SHORT_WAIT_MS = 2;

    private final transient MailboxExecutor mailbox;
    private final DeliverSettings settings;
    private final ClientFactory clients;

    private transient UnacknowledgedState unacknowledged;
    private transient Spool spool;
    private transient Lanes lanes;
    private transient Dispatch dispatch;
    private transient Timers timers;
    private transient CustomerIoClient client;
    private transient long leftAtLastWait;

    DeliverOperator(
            StreamOperatorParameters<Receipt> parameters,
            DeliverSettings settings,
            ClientFactory clients) {
        super(parameters);
        this.mailbox = parameters.getMailboxExecutor();
        this.settings = settings;
        this.clients = clients;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        unacknowledged = new UnacknowledgedState(getKeyedStateBackend(), settings.lanes());
        spool = new Spool(getKeyedStateBackend());
    }

    @Override
    public void open() throws Exception {
        super.open();
        timers = new TaskTimers(getProcessingTimeService());
        client = new MailboxClient(clients.create(settings), mailbox);
        DeliverMetrics metrics = new DeliverMetrics(getMetricGroup());
        metrics.spoolGauge(spool::size);
        Settlement settlement =
                new Settlement(
                        new Emitter(
                                output,
                                DEAD_LETTERS,
                                FENCED,
                                new Receipts(new PersonMask(hashKey())),
                                timers,
                                metrics),
                        settings.maxOperationBytes(),
                        client.canLookUp());
        lanes = new Lanes(settlement, settings.maxOperationBytes());
        dispatch =
                new Dispatch(
                        settings,
                        getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
                        lanes,
                        settlement,
                        client,
                        timers,
                        metrics,
                        this::refill);
        restore();
    }

    private String hashKey() throws IOException {
        return settings.hashKeyFile() == null
                ? null
                : SecretFile.read(DeliverOptions.HASH_KEY_FILE.key(), settings.hashKeyFile(), null);
    }

    /** What a checkpoint brought back goes first, under the same ids. */
    private void restore() throws Exception {
        spool.restore();
        unacknowledged.restore(
                operation -> {
                    if (!settings.sabotage().forgetsRestored()) {
                        lanes.add(operation, timers.now());
                    }
                });
        refill();
        dispatch.pump();
    }

    @Override
    public void processElement(StreamRecord<Operation> element) throws Exception {
        Operation operation = element.getValue();
        if (operation.kind() == Kind.FENCED) {
            // Never waits: it may be what gives room.
            lanes.add(operation, timers.now());
            dispatch.pump();
            return;
        }
        if (isFull()) {
            waitForRoom();
        }
        String lane = UnacknowledgedState.key(operation.person(), settings.lanes());
        if (isFull() || spool.has(lane)) {
            spool.add(lane, operation);
            return;
        }
        lanes.add(operation, timers.now());
        dispatch.pump();
    }

    private boolean isFull() {
        return lanes.buffered() >= settings.maxBufferedOperations()
                || lanes.bufferedBytes() >= settings.maxBufferedBytes();
    }

    /** A second while operations are settled; hardly at all while none is. */
    private void waitForRoom() throws Exception {
        boolean[] over = {false};
        long wait = lanes.left() > leftAtLastWait ? LONG_WAIT_MS : SHORT_WAIT_MS;
        leftAtLastWait = lanes.left();
        timers.at(timers.now() + wait, () -> over[0] = true);
        while (isFull() && !over[0]) {
            mailbox.yield();
        }
    }

    private void refill() {
        if (spool.size() == 0 || lanes.buffered() > settings.maxBufferedOperations() / 2) {
            return;
        }
        try {
            while (!isFull()) {
                Operation operation = spool.poll();
                if (operation == null) {
                    return;
                }
                lanes.add(operation, timers.now());
            }
        } catch (Exception e) {
            throw new IllegalStateException("cannot read operations back from state", e);
        }
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        unacknowledged.write(lanes::forEachUnsettled);
    }

    /** The last element has come: wait until everything is settled. */
    @Override
    public void endInput() throws Exception {
        while (lanes.buffered() > 0 || spool.size() > 0) {
            if (dispatch.isAtRest()) {
                // All lower levels have ended before this one, and with them what the fences
                // follow.
                LOG.warn("The input ended while {} operations await a fence", lanes.buffered());
                lanes.releaseAll(timers.now());
                refill();
                dispatch.pump();
                continue;
            }
            mailbox.yield();
        }
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
