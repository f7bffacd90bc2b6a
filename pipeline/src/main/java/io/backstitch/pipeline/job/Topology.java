package io.backstitch.pipeline.job;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.deliver.ControlFunction;
import io.backstitch.pipeline.deliver.Delivery;
import io.backstitch.pipeline.deliver.DeliveryStreams;
import io.backstitch.pipeline.identity.AliasGate;
import io.backstitch.pipeline.identity.Level;
import io.backstitch.pipeline.identity.Step;
import io.backstitch.pipeline.identity.StepOperator;
import io.backstitch.pipeline.ingest.IngestFunction;
import io.backstitch.pipeline.ingest.IngestOperator;
import io.backstitch.pipeline.kafka.KafkaOptions;
import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Violation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The graph of the job, the same in production, tests, demo and benchmarks: raw records in, sinks
 * from outside.
 *
 * <pre>
 * raw - gate - ingest (+ normalise) - identity step per level (+ person) - delivery per naming level
 * commands - control, to every delivery
 * </pre>
 *
 * A step's input is what enters at its level and what climbs from every lower one; requests to
 * forget somebody go from ingest to every step. A delivery's input is its level's operations and
 * the fences that came through the lower ones.
 */
public final class Topology {
    private final PipelineSettings settings;
    private final List<DataStream<Receipt>> receipts = new ArrayList<>();
    private final List<DataStream<DeadLetter>> deadLetters = new ArrayList<>();
    private final List<DataStream<IdentityAudit>> audits = new ArrayList<>();
    private final List<DataStream<BalanceAudit>> balances = new ArrayList<>();

    /** What ingest made of the records. */
    private DataStream<Climb> entered;

    private DataStream<Violation> violations;

    /** Commands to every delivery, or null. */
    private DataStream<Control> control;

    /** Lower delivery instances, by what they are called. */
    private final Map<String, DataStream<Operation>> fenced = new LinkedHashMap<>();

    private Topology(PipelineSettings settings) {
        this.settings = settings;
    }

    /**
     * Adds the whole pipeline behind {@code raw}.
     *
     * @param raw records with Kafka timestamps, and watermarks made of them; ingest takes over its
     *     parallelism
     */
    public static void build(DataStream<RawRecord> raw, PipelineSettings settings, Sinks sinks) {
        build(raw, null, settings, sinks);
    }

    /**
     * The same with commands to the running job.
     *
     * @param commands records of the control topic, in order; they meet nothing but deliveries, so
     *     they move no clock. Null if there are none
     */
    public static void build(
            DataStream<RawRecord> raw,
            DataStream<RawRecord> commands,
            PipelineSettings settings,
            Sinks sinks) {
        Topology topology = new Topology(settings);
        topology.listen(commands);
        topology.deliver(topology.wire(raw, settings.ingest()));
        sinks.receipts().accept(union(topology.receipts));
        sinks.deadLetters().accept(union(topology.deadLetters));
        sinks.identityAudit().accept(union(topology.audits));
        sinks.balance().accept(union(topology.balances));
        if (sinks.violations() != null) {
            sinks.violations().accept(topology.violations);
        }
    }

    /**
     * The same graph up to what would be delivered, and nothing is: for whoever only wants to see
     * what becomes of records.
     *
     * @param ingest what reads the records
     */
    static Rehearsal rehearse(
            DataStream<RawRecord> raw, PipelineSettings settings, IngestFunction ingest) {
        Topology topology = new Topology(settings);
        List<SingleOutputStreamOperator<Operation>> steps = topology.wire(raw, ingest);
        return new Rehearsal(
                topology.entered,
                union(steps),
                union(topology.receipts),
                union(topology.deadLetters),
                union(topology.audits));
    }

    private void listen(DataStream<RawRecord> commands) {
        if (commands == null) {
            return;
        }
        SingleOutputStreamOperator<Control> parsed =
                commands.process(new ControlFunction(), Control.TYPE)
                        .name("Control")
                        .uid(Uids.CONTROL)
                        .setParallelism(1);
        deadLetters.add(parsed.getSideOutput(ControlFunction.DEAD_LETTERS));
        control = parsed;
    }

    /** Returns the steps, lowest first. */
    private List<SingleOutputStreamOperator<Operation>> wire(
            DataStream<RawRecord> raw, IngestFunction ingest) {
        SingleOutputStreamOperator<Climb> entries =
                gate(raw)
                        .transform("Ingest and normalise", Climb.TYPE, new IngestOperator(ingest))
                        .uid(Uids.INGEST)
                        .setParallelism(raw.getParallelism()); // else records change order
        entered = entries;
        receipts.add(entries.getSideOutput(IngestFunction.RECEIPTS));
        balances.add(entries.getSideOutput(Balance.AUDIT));
        violations = entries.getSideOutput(IngestFunction.VIOLATIONS);
        if (settings.keepDeadLetters()) {
            deadLetters.add(entries.getSideOutput(IngestFunction.DEAD_LETTERS));
        }
        DataStream<Climb> erasures = entries.getSideOutput(IngestFunction.ERASURES).broadcast();
        DataStream<Climb> aliases = aliases(entries);
        List<SingleOutputStreamOperator<Operation>> lower = new ArrayList<>();
        for (Level level : settings.identity().levels()) {
            lower.add(step(level, entries, aliases, erasures, lower));
        }
        return lower;
    }

    private DataStream<RawRecord> gate(DataStream<RawRecord> raw) {
        Gate gate =
                new Gate(
                        new StateFacts(settings), settings.options().get(KafkaOptions.FIRE_AT_END));
        return raw.transform("Gate", RawRecord.TYPE, gate)
                .uid(Uids.GATE)
                .setParallelism(raw.getParallelism());
    }

    /** Instructions to join identifiers, judged one after the other. */
    private DataStream<Climb> aliases(DataStream<Climb> entries) {
        SingleOutputStreamOperator<Climb> aliases =
                entries.filter(record -> record.level().equals(Alias.GATE))
                        .name("Enter at the alias gate")
                        .uid(Uids.entry(Alias.GATE))
                        .setParallelism(entries.getParallelism())
                        .keyBy(Climb::key, Types.STRING)
                        .process(new AliasGate(settings.identity()), Climb.TYPE)
                        .name("Alias gate")
                        .uid(Uids.ALIAS_GATE)
                        .setParallelism(1);
        audits.add(aliases.getSideOutput(Step.AUDIT));
        return aliases;
    }

    private SingleOutputStreamOperator<Operation> step(
            Level level,
            DataStream<Climb> entries,
            DataStream<Climb> aliases,
            DataStream<Climb> erasures,
            List<SingleOutputStreamOperator<Operation>> lower) {
        String name = level.name();
        List<DataStream<Climb>> inputs = new ArrayList<>();
        if (!level.isAbove()) {
            inputs.add(
                    entries.filter(record -> record.level().equals(name))
                            .name("Enter at " + name)
                            .uid(Uids.entry(name))
                            .setParallelism(entries.getParallelism()));
        }
        if (settings.identity().isUnrolled(name)) {
            inputs.add(
                    aliases.filter(record -> record.level().equals(name))
                            .name("Aliases of " + name)
                            .uid(Uids.aliases(name))
                            .setParallelism(1));
        }
        for (SingleOutputStreamOperator<Operation> below : lower) {
            inputs.add(below.getSideOutput(Step.up(name)));
        }
        SingleOutputStreamOperator<Operation> step =
                union(inputs)
                        .keyBy(Climb::key, Types.STRING)
                        .connect(erasures)
                        .transform(
                                "Identity " + name,
                                Operation.TYPE,
                                new StepOperator(
                                        new Step(settings.identity(), settings.person(), name)))
                        .uid(Uids.identity(name));
        receipts.add(step.getSideOutput(Step.RECEIPTS));
        audits.add(step.getSideOutput(Step.AUDIT));
        balances.add(step.getSideOutput(Balance.AUDIT));
        return step;
    }

    /** One delivery for nobody's events, one per level that names people, lowest first. */
    private void deliver(List<SingleOutputStreamOperator<Operation>> steps) {
        List<DataStream<Operation>> anonymous = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (!settings.identity().levels().get(i).isPerson()) {
                anonymous.add(steps.get(i));
            }
        }
        if (!anonymous.isEmpty()) {
            deliver(Uids.ANONYMOUS_LANE, anonymous);
        }
        for (int i = 0; i < steps.size(); i++) {
            Level level = settings.identity().levels().get(i);
            if (level.isPerson()) {
                deliver(level.name(), List.of(steps.get(i)));
            }
        }
    }

    private void deliver(String name, List<? extends DataStream<Operation>> ops) {
        List<DataStream<Operation>> inputs = new ArrayList<>(ops);
        for (Map.Entry<String, DataStream<Operation>> below : fenced.entrySet()) {
            inputs.add(
                    below.getValue()
                            .filter(fence -> name.equals(fence.fenceTo()))
                            .name("Fences " + below.getKey() + " to " + name)
                            .uid(Uids.fenced(below.getKey(), name)));
        }
        DeliveryStreams delivered =
                Delivery.attach(union(inputs), control, name, settings.deliver());
        receipts.add(delivered.receipts());
        deadLetters.add(delivered.deadLetters());
        balances.add(delivered.balance());
        fenced.put(name, delivered.fenced());
    }

    private static <T> DataStream<T> union(List<? extends DataStream<T>> streams) {
        DataStream<T> first = streams.get(0);
        for (DataStream<T> next : streams.subList(1, streams.size())) {
            first = first.union(next);
        }
        return first;
    }
}
