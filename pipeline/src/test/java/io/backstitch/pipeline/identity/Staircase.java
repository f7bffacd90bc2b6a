package io.backstitch.pipeline.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.balance.Differences;
import io.backstitch.pipeline.person.ChannelRules;
import io.backstitch.pipeline.person.LedgerSerializer;
import io.backstitch.pipeline.person.OrderRules;
import io.backstitch.pipeline.person.PersonSettings;
import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.BundleSerializer;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * All steps of the default hierarchy in one thread, each in Flink's operator harness, with the
 * edges between them in the test's hands.
 */
final class Staircase implements AutoCloseable {
    static final long HOUR = 3_600_000L;
    static final IdentitySettings SETTINGS =
            new IdentitySettings(
                    IdentitySettings.DEFAULT_LEVELS,
                    new IdentitySettings.Hold(24 * HOUR, 300_000, 1_200_000, 1000, 1 << 18),
                    new IdentitySettings.Life(
                            7 * 24 * HOUR, 30 * 24 * HOUR, 90 * 24 * HOUR, 400 * 24 * HOUR),
                    new IdentitySettings.Rules(
                            0, true, Map.of(), null, IdentitySettings.Conflicts.FIRST_WINS),
                    "audit".getBytes(StandardCharsets.UTF_8),
                    IdentitySettings.Sabotage.NONE);
    static final PersonSettings PERSON =
            new PersonSettings(
                    HOUR,
                    1_200_000,
                    new OrderRules(true, "", false, 600_000, 730 * 24 * HOUR),
                    ChannelRules.DEFAULT,
                    "test",
                    "ulid".getBytes(StandardCharsets.UTF_8),
                    "1.0.0",
                    PersonSettings.Sabotage.NONE);

    private final Map<String, StepHarness> steps = new LinkedHashMap<>();

    /** Operations in the order in which the steps emitted them. */
    final List<Operation> operations = new ArrayList<>();

    /** Level and kind of every record that a step has taken: each has come by key. */
    final List<String> deliveries = new ArrayList<>();

    final List<Receipt> receipts = new ArrayList<>();
    final List<IdentityAudit> audits = new ArrayList<>();

    /** Edges, by {@code from>to}, that keep their records until {@link #open}. */
    private final Map<String, Queue<Climb>> blocked = new LinkedHashMap<>();

    private final IdentitySettings settings;

    /** What is under way between steps goes over these, in their order, instead of at once. */
    private Edges edges;

    private final GateHarness gate;
    private boolean plain = true;

    Staircase() throws Exception {
        this(SETTINGS);
    }

    Staircase(IdentitySettings settings) throws Exception {
        this(settings, PERSON, Map.of(), step -> step);
    }

    /** Steps that go on from a snapshot, by level; those without one start empty. */
    Staircase(IdentitySettings settings, Map<String, OperatorSubtaskState> from) throws Exception {
        this(settings, PERSON, from);
    }

    /** As above, with a ledger of other settings. */
    Staircase(
            IdentitySettings settings,
            PersonSettings person,
            Map<String, OperatorSubtaskState> from)
            throws Exception {
        this(settings, person, from, step -> step);
    }

    /**
     * @param from the snapshots to go on from, by level
     * @param around puts something between Flink and a step
     */
    Staircase(
            IdentitySettings settings,
            PersonSettings person,
            Map<String, OperatorSubtaskState> from,
            Function<Step, KeyedBroadcastProcessFunction<String, Climb, Climb, Operation>> around)
            throws Exception {
        this.settings = settings;
        this.gate = new GateHarness(settings);
        for (Level level : settings.levels()) {
            Step step = new Step(settings, person, level.name());
            KeyedBroadcastProcessFunction<String, Climb, Climb, Operation> run = around.apply(step);
            StepHarness harness = new StepHarness(step, run);
            plain &= run == step;
            if (from.containsKey(level.name())) {
                harness.initializeState(from.get(level.name()));
            }
            harness.open();
            steps.put(level.name(), harness);
        }
    }

    /** The rules at work at that level. */
    Step step(String level) {
        return steps.get(level).step();
    }

    /** The usual settings, but of two who claim something the latest has it. */
    static IdentitySettings latestWins() {
        IdentitySettings.Rules rules =
                new IdentitySettings.Rules(
                        SETTINGS.rules().settle(),
                        SETTINGS.rules().mpidEndsOwnership(),
                        SETTINGS.rules().maxOwners(),
                        SETTINGS.rules().authoritative(),
                        IdentitySettings.Conflicts.LATEST_WINS);
        return new IdentitySettings(
                SETTINGS.levels(),
                SETTINGS.hold(),
                SETTINGS.life(),
                rules,
                SETTINGS.auditKey(),
                SETTINGS.sabotage());
    }

    /** The usual settings with other levels. */
    static IdentitySettings levels(Level... levels) {
        return new IdentitySettings(
                List.of(levels),
                SETTINGS.hold(),
                SETTINGS.life(),
                SETTINGS.rules(),
                SETTINGS.auditKey(),
                SETTINGS.sabotage());
    }

    /** The state of all steps; nothing may be under way. */
    Map<String, OperatorSubtaskState> snapshot(long checkpoint) throws Exception {
        Map<String, OperatorSubtaskState> all = new LinkedHashMap<>();
        for (String level : steps.keySet()) {
            all.put(level, steps.get(level).snapshot(checkpoint, checkpoint));
        }
        return all;
    }

    /** From now on records between steps go over these edges, in whatever order they choose. */
    void over(Edges newEdges) {
        edges = newEdges;
    }

    /** Holds back what goes from one step to another, as a slow network would. */
    void block(String from, String to) {
        blocked.put(from + ">" + to, new ArrayDeque<>());
    }

    void open(String from, String to) throws Exception {
        for (Climb record : blocked.remove(from + ">" + to)) {
            push(record);
        }
    }

    void push(Climb record) throws Exception {
        if (record.level().equals(Alias.GATE)) {
            for (Climb alias : gate.judge(record, audits)) {
                push(alias);
            }
            return;
        }
        StepHarness step = steps.get(record.level());
        deliveries.add(record.level() + " " + record.getClass().getSimpleName());
        step.record(record);
        drain(record.level(), record.level() + ":" + record.key());
    }

    /** Everything that all steps would write into a checkpoint, as Latin-1. */
    String checkpoint() throws Exception {
        StringBuilder bytes = new StringBuilder();
        for (StepHarness step : steps.values()) {
            OperatorSubtaskState state = step.snapshot(1, 1);
            for (KeyedStateHandle handle : state.getManagedKeyedState()) {
                bytes.append(read(((KeyGroupsStateHandle) handle).getDelegateStateHandle()));
            }
            for (KeyedStateHandle handle : state.getRawKeyedState()) {
                bytes.append(read(((KeyGroupsStateHandle) handle).getDelegateStateHandle()));
            }
            for (OperatorStateHandle handle : state.getManagedOperatorState()) {
                bytes.append(read(handle));
            }
        }
        return bytes.toString();
    }

    private static String read(StreamStateHandle handle) throws IOException {
        try (InputStream in = handle.openInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** All steps hear of it, as of a broadcast. */
    void broadcast(Climb record) throws Exception {
        for (String level : steps.keySet()) {
            steps.get(level).broadcast(record);
            drain(level, level);
        }
    }

    /** Pipeline time reaches {@code time} at every step, lowest first. */
    void advance(long time) throws Exception {
        for (String level : steps.keySet()) {
            steps.get(level).watermark(time);
            drain(level, level);
            settle();
        }
    }

    /** Everything that is under way arrives. */
    void settle() throws Exception {
        while (edges != null && !edges.isEmpty()) {
            push(edges.next());
        }
    }

    /** One record that is under way arrives; returns false if none is. */
    boolean one() throws Exception {
        if (edges.isEmpty()) {
            return false;
        }
        push(edges.next());
        return true;
    }

    private void drain(String from, String sender) throws Exception {
        StepHarness step = steps.get(from);
        for (Object element; (element = step.getOutput().poll()) != null; ) {
            if (element instanceof StreamRecord<?> record) {
                operations.add((Operation) record.getValue());
            }
        }
        take(step, Step.RECEIPTS, receipts);
        take(step, Step.AUDIT, audits);
        List<Climb> up = new ArrayList<>();
        for (Level level : settings.levels()) {
            take(step, Step.up(level.name()), up);
        }
        for (Climb record : up) {
            Queue<Climb> edge = blocked.get(from + ">" + record.level());
            if (edges != null) {
                edges.add(sender, record);
            } else if (edge == null) {
                push(record);
            } else {
                edge.add(record);
            }
        }
    }

    private static <T> void take(StepHarness step, OutputTag<T> tag, List<T> to) {
        Queue<StreamRecord<T>> queue = step.getSideOutput(tag);
        while (queue != null && !queue.isEmpty()) {
            to.add(queue.poll().getValue());
        }
    }

    /** Keyed state entries of that level's step. */
    int entries(String level) {
        return steps.get(level).entries();
    }

    /** Size of what the identity step of that level keeps of one identifier, without its ledger. */
    int stateBytes(String level, String key) throws Exception {
        Step step = step(level);
        ((KeyContext) steps.get(level).getOperator()).setCurrentKey(key);
        DataOutputSerializer out = new DataOutputSerializer(1024);
        if (step.identity.value() != null) {
            new IdentitySerializer().serialize(step.identity.value(), out);
        }
        for (Bundle bundle : step.held.get()) {
            new BundleSerializer().serialize(bundle, out);
        }
        for (Bundle bundle : step.settling.get()) {
            new BundleSerializer().serialize(bundle, out);
        }
        return out.length();
    }

    /** Size of a person's ledger. */
    int ledgerBytes(String level, String key) throws Exception {
        ((KeyContext) steps.get(level).getOperator()).setCurrentKey(key);
        DataOutputSerializer out = new DataOutputSerializer(1024);
        new LedgerSerializer().serialize(step(level).ledger.value(), out);
        return out.length();
    }

    /** Timers that are set, at all steps. */
    int timers() {
        return steps.values().stream().mapToInt(step -> step.numEventTimeTimers()).sum();
    }

    /** Timers that are set at that level. */
    int timers(String level) {
        return steps.get(level).numEventTimeTimers();
    }

    /** {@code person name} of every operation, in order. */
    List<String> told() {
        List<String> told = new ArrayList<>();
        for (Operation operation : operations) {
            String what =
                    operation.kind() == Operation.Kind.EVENT
                            ? operation.subject().eventName()
                            : operation.kind().name().toLowerCase(java.util.Locale.ROOT);
            told.add(operation.person() + " " + what);
        }
        return told;
    }

    /** State that a step should have given up once a history is long over; empty if none. */
    List<String> leftovers() {
        List<String> left = new ArrayList<>();
        steps.forEach((level, harness) -> Leftovers.of(level, harness, left));
        return left;
    }

    /** Input events that a step took in and cannot account for; empty if there are none. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (StepHarness step : steps.values()) {
            differences.addAll(Differences.of(List.of(step.step().balance(1, 0))));
        }
        return differences;
    }

    /** Whatever was played: no step has lost an input event. */
    @Override
    public void close() throws Exception {
        if (plain) {
            assertThat(differences()).isEmpty();
        }
        gate.close();
        for (StepHarness step : steps.values()) {
            step.close();
        }
    }
}
