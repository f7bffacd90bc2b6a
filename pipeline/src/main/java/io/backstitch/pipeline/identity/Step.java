package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.balance.Count;
import io.backstitch.pipeline.person.LedgerSerializer;
import io.backstitch.pipeline.person.LedgerState;
import io.backstitch.pipeline.person.PersonSettings;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * One level of the staircase: the same operator for all, keyed by that level's identifier. This
 * class owns state and timers; {@link Visit} holds the rules.
 *
 * <p>State touches of an ordinary event of a known device, counted by a test. At the device: one
 * read and one write of its message id, one read of the identity, and one write of it if the event
 * is the newest that was attributed so far (that is how a late login is known to come too late). At
 * the person: one read of the identity, one read and one write of the ledger. Four reads and three
 * writes, and nothing at the levels between. A duplicate costs the two reads of the device. Events
 * of one record share all but the message ids; with {@code dedupe.retention} 0 there are none of
 * these. Timers come on top only where one is set anew: once a day for the message ids, and with
 * each activity of a cart.
 *
 * <p>Second input, broadcast: {@link io.backstitch.pipeline.record.Erase requests to forget
 * somebody}.
 *
 * <p>Main output: operations of the people of this level, or of nobody (anonymous). Side outputs:
 * {@link #up} per higher level, {@link #RECEIPTS}, {@link #AUDIT}.
 */
public final class Step extends KeyedBroadcastProcessFunction<String, Climb, Climb, Operation>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    public static final OutputTag<Receipt> RECEIPTS =
            new OutputTag<>("receipts", WireSerializer.RECEIPT);
    public static final OutputTag<IdentityAudit> AUDIT =
            new OutputTag<>("identity-audit", WireSerializer.IDENTITY_AUDIT);

    /** What Flink keeps for the broadcast: nothing is put there. */
    public static final MapStateDescriptor<String, Long> BROADCAST =
            new MapStateDescriptor<>("erasures", Types.STRING, Types.LONG);

    static final ValueStateDescriptor<IdentityState> IDENTITY =
            new ValueStateDescriptor<>("identity", IdentitySerializer.TYPE);
    static final ListStateDescriptor<Bundle> SETTLING =
            new ListStateDescriptor<>("settling", Bundle.TYPE);
    static final ListStateDescriptor<Bundle> HELD = new ListStateDescriptor<>("held", Bundle.TYPE);

    final IdentitySettings settings;
    final PersonSettings personSettings;
    final Level level;

    transient ValueState<IdentityState> identity;
    transient MapState<String, Long> seen;
    transient ListState<Bundle> settling;
    transient ListState<Bundle> held;
    transient ValueState<LedgerState> ledger;
    transient Traces traces;
    transient Tombstones tombstones;
    transient IdentityMetrics metrics;
    transient Books books;
    private transient Balance balance;
    private transient Map<String, OutputTag<Climb>> ways;

    public Step(IdentitySettings settings, PersonSettings personSettings, String level) {
        this.settings = settings;
        this.personSettings = personSettings;
        this.level = settings.level(level);
    }

    /** What climbs to that level. */
    public static OutputTag<Climb> up(String level) {
        return new OutputTag<>("to-" + level, Climb.TYPE);
    }

    /** The same as {@link #up}, made once: almost every record takes a way up. */
    OutputTag<Climb> way(String level) {
        return ways.computeIfAbsent(level, Step::up);
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        tombstones = new Tombstones(context.getOperatorStateStore());
        balance = new Balance(context.getOperatorStateStore());
        books = new Books(balance, level);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        tombstones.snapshot();
        balance.snapshot();
    }

    /** How the sum stands before a checkpoint. */
    BalanceAudit balance(long checkpoint, long now) {
        return balance.publish(checkpoint, Count.step(level.name()), getRuntimeContext(), now);
    }

    @Override
    public void open(OpenContext context) {
        identity = getRuntimeContext().getState(IDENTITY);
        seen =
                getRuntimeContext()
                        .getMapState(new MapStateDescriptor<>("seen", Types.STRING, Types.LONG));
        settling = getRuntimeContext().getListState(SETTLING);
        held = getRuntimeContext().getListState(HELD);
        ledger =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("ledger", LedgerSerializer.TYPE));
        ways = new HashMap<>();
        traces = new Traces(settings);
        metrics = new IdentityMetrics(getRuntimeContext().getMetricGroup());
    }

    @Override
    public void processElement(Climb record, ReadOnlyContext context, Collector<Operation> out)
            throws Exception {
        if (record instanceof Bundle bundle) {
            books.received(bundle);
        }
        new Visit(new Here(this, context, out, record.key())).take(record);
    }

    /** A request to forget somebody, which every subtask of every step hears. */
    @Override
    public void processBroadcastElement(Climb request, Context context, Collector<Operation> out)
            throws Exception {
        Erase erase = (Erase) request;
        if (isRepeat(erase)) {
            return;
        }
        tombstones.put(requestHash(erase), erase.time());
        for (Erase.Named named : erase.named()) {
            for (String name : List.of(named.level(), Level.above(named.level()))) {
                Address address = new Address(name, named.key());
                tombstones.put(traces.hash(address.path()), erase.time());
            }
        }
        new Sweep(this, context, erase).run();
    }

    /** True if a request under the same id was carried out before. */
    boolean isRepeat(Erase request) {
        long known = tombstones.of(requestHash(request));
        return known != Tombstones.NEVER && known != request.time();
    }

    /** Stands for a request wherever it is kept. */
    String requestHash(Erase request) {
        StringBuilder text = new StringBuilder("request:").append(request.request());
        for (Erase.Named named : request.named()) {
            text.append('\n').append(named.level()).append(':').append(named.key());
        }
        return traces.hash(text.toString());
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Operation> out)
            throws Exception {
        new Visit(new Here(this, context, out, context.getCurrentKey())).timer(timestamp);
    }
}
