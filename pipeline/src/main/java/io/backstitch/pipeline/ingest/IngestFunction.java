package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.balance.Count;
import io.backstitch.pipeline.normalise.Normaliser;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.SerializableSupplier;

/**
 * Bytes in, bundles of normalised events out.
 *
 * <p>Every source event ends in exactly one of: a bundle of the main output, a receipt ({@link
 * #RECEIPTS}), a dead letter ({@link #DEAD_LETTERS}). Requests to forget somebody leave through
 * {@link #ERASURES} too. No content makes it fail; a schema registry that does not answer does,
 * since the record is not at fault and must be read again. Deterministic: the same record always
 * gives the same output, ids of receipts and dead letters included; its only state are the numbers
 * of the {@link Balance}.
 */
public final class IngestFunction extends ProcessFunction<RawRecord, Climb>
        implements CheckpointedFunction {
    private static final long serialVersionUID = 1L;

    public static final OutputTag<Receipt> RECEIPTS =
            new OutputTag<>("ingest-receipts", WireSerializer.RECEIPT);
    public static final OutputTag<DeadLetter> DEAD_LETTERS =
            new OutputTag<>("ingest-dead-letters", WireSerializer.DEAD_LETTER);

    /** How records break the data contract. */
    public static final OutputTag<Violation> VIOLATIONS =
            new OutputTag<>("ingest-violations", WireSerializer.VIOLATION);

    /** Requests to forget somebody, for every subtask of every step. */
    public static final OutputTag<Climb> ERASURES = new OutputTag<>("erasures", Climb.TYPE);

    /** One element per subtask: its own types, so that they stay together when it is moved. */
    private static final ListStateDescriptor<Map<String, String>> PINS =
            new ListStateDescriptor<>("pinned-types", Types.MAP(Types.STRING, Types.STRING));

    private final Configuration options;
    private final List<String> levels;
    private final SerializableSupplier<SchemaRegistry> registries;

    private transient RecordReader reader;
    private transient SchemaRegistry registry;
    private transient Normaliser normaliser;
    private transient IngestMetrics metrics;
    private transient Violations violations;
    private transient ListState<Map<String, String>> pins;
    private transient Balance balance;
    private transient Map<String, String> steps;

    /**
     * @param options of {@link IngestOptions} and of the normaliser
     * @param levels names of the identity levels, lowest first
     * @param registries opens the schema registry that orders are read with, once per task
     */
    public IngestFunction(
            Configuration options,
            List<String> levels,
            SerializableSupplier<SchemaRegistry> registries) {
        this.options = options;
        this.levels = List.copyOf(levels);
        this.registries = registries;
    }

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
        balance = new Balance(context.getOperatorStateStore());
        pins = context.getOperatorStateStore().getListState(PINS);
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
        balance.snapshot();
        pins.update(List.of(normaliser.pinnedTypes()));
    }

    /** How the sum stands before a checkpoint. */
    BalanceAudit balance(long checkpoint, long now) {
        return balance.publish(checkpoint, Count.INGEST, getRuntimeContext(), now);
    }

    @Override
    public void open(OpenContext context) {
        metrics = new IngestMetrics(getRuntimeContext().getMetricGroup());
        registry = registries.get();
        violations = new Violations(metrics);
        normaliser = Normaliser.compile(options, violations);
        takeUpPins();
        steps = new LinkedHashMap<>();
        reader = new RecordReader(new Formats.Tools(options, levels, normaliser, registry));
    }

    @Override
    public void processElement(RawRecord record, Context context, Collector<Climb> out)
            throws RegistryUnavailableException {
        RecordOutput output = reader.read(record);
        for (Bundle bundle : output.bundles()) {
            out.collect(bundle);
        }
        for (Climb instruction : output.instructions()) {
            out.collect(instruction);
        }
        for (Climb erasure : output.broadcasts()) {
            context.output(ERASURES, erasure);
        }
        for (Receipt receipt : output.receipts()) {
            context.output(RECEIPTS, receipt);
        }
        for (DeadLetter letter : output.letters()) {
            context.output(DEAD_LETTERS, letter);
        }
        for (Violation violation : violations.drain(output, normaliser.contractVersion())) {
            context.output(VIOLATIONS, violation);
        }
        metrics.record(output);
        count(output);
    }

    private void takeUpPins() {
        try {
            for (Map<String, String> kept : pins.get()) {
                normaliser.pinTypes(kept);
            }
        } catch (Exception e) {
            throw new IllegalStateException("the types of passed properties cannot be read", e);
        }
    }

    private void count(RecordOutput output) {
        Origin origin = output.record().origin();
        balance.add(origin, Count.RECEIVED, output.units());
        for (Bundle bundle : output.bundles()) {
            String step = steps.computeIfAbsent(bundle.level(), IngestFunction::wayTo);
            balance.add(origin, step, bundle.events().size());
        }
        balance.add(origin, Count.FILTERED, output.receipts().size());
        balance.add(origin, Count.DEAD_LETTERS, output.letters().size());
        balance.add(origin, Count.ACCEPTED, output.instructs() ? 1 : 0);
    }

    private static String wayTo(String level) {
        return Count.passedOn(Count.step(level));
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
