package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.person.ChannelRules;
import io.backstitch.pipeline.person.OrderRules;
import io.backstitch.pipeline.person.PersonSettings;
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
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupsStateHandle;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.StreamStateHandle;
import org.apache.flink.streaming.api.operators.KeyContext;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
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
                    new IdentitySettings.Rules(0, true, Map.of(), null),
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

    private final Map<
                    String, KeyedTwoInputStreamOperatorTestHarness<String, Climb, Climb, Operation>>
            steps = new LinkedHashMap<>();

    private final Map<String, Step> functions = new LinkedHashMap<>();

    /** Operations in the order in which the steps emitted them. */
    final List<Operation> operations = new ArrayList<>();

    final List<Receipt> receipts = new ArrayList<>();
    final List<IdentityAudit> audits = new ArrayList<>();

    /** Edges, by {@code from>to}, that keep their records until {@link #open}. */
    private final Map<String, Queue<Climb>> blocked = new LinkedHashMap<>();

    private final IdentitySettings settings;

    Staircase() throws Exception {
        this(SETTINGS);
    }

    Staircase(IdentitySettings settings) throws Exception {
        this.settings = settings;
        for (Level level : settings.levels()) {
            KeyedTwoInputStreamOperatorTestHarness<String, Climb, Climb, Operation> harness =
                    new KeyedTwoInputStreamOperatorTestHarness<>(
                            new CoBroadcastWithKeyedOperator<>(
                                    step(level.name(), new Step(settings, PERSON, level.name())),
                                    List.of(Step.BROADCAST)),
                            Climb::key,
                            null,
                            Types.STRING);
            harness.setup(
                    Operation.TYPE.createSerializer(
                            harness.getExecutionConfig().getSerializerConfig()));
            harness.open();
            steps.put(level.name(), harness);
        }
    }

    private Step step(String level, Step step) {
        functions.put(level, step);
        return step;
    }

    /** The rules at work at that level. */
    Step step(String level) {
        return functions.get(level);
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
        KeyedTwoInputStreamOperatorTestHarness<String, Climb, Climb, Operation> step =
                steps.get(record.level());
        step.processElement1(new StreamRecord<>(record));
        drain(record.level());
    }

    /** Everything that all steps would write into a checkpoint, as Latin-1. */
    String checkpoint() throws Exception {
        StringBuilder bytes = new StringBuilder();
        for (KeyedTwoInputStreamOperatorTestHarness<String, Climb, Climb, Operation> step :
                steps.values()) {
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
            steps.get(level).processElement2(new StreamRecord<>(record));
            drain(level);
        }
    }

    /** Pipeline time reaches {@code time} at every step, lowest first. */
    void advance(long time) throws Exception {
        for (String level : steps.keySet()) {
            steps.get(level).processWatermark1(new Watermark(time));
            steps.get(level).processWatermark2(new Watermark(time));
            drain(level);
        }
    }

    private void drain(String from) throws Exception {
        KeyedTwoInputStreamOperatorTestHarness<String, Climb, Climb, Operation> step =
                steps.get(from);
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
            if (edge == null) {
                push(record);
            } else {
                edge.add(record);
            }
        }
    }

    private static <T> void take(
            KeyedTwoInputStreamOperatorTestHarness<String, Climb, Climb, Operation> step,
            OutputTag<T> tag,
            List<T> to) {
        Queue<StreamRecord<T>> queue = step.getSideOutput(tag);
        while (queue != null && !queue.isEmpty()) {
            to.add(queue.poll().getValue());
        }
    }

    /** Size of what the identity step of that level keeps of one identifier, without its ledger. */
    int stateBytes(String level, String key) throws Exception {
        Step step = functions.get(level);
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

    @Override
    public void close() throws Exception {
        for (KeyedTwoInputStreamOperatorTestHarness<String, Climb, Climb, Operation> step :
                steps.values()) {
            step.close();
        }
    }
}
