package io.backstitch.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.balance.Differences;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.apache.flink.util.function.SerializableSupplier;

/** The ingest operator as Flink runs it, with its three outputs. */
final class Ingest implements AutoCloseable {
    static final List<String> LEVELS =
            List.of("anonymous_id", "cart_id", "order_id", "email", "customer_id");

    /** When every record arrives: 2026-11-23T10:00:00Z. */
    static final long ARRIVAL = 1_795_428_000_000L;

    private final OneInputStreamOperatorTestHarness<RawRecord, Climb> harness;
    private final IngestFunction function;
    private long offset;

    Ingest() throws Exception {
        this(new Configuration(), false);
    }

    Ingest(Configuration options, boolean registryDown) throws Exception {
        this(options, registryDown, null);
    }

    /** Takes up where a {@link #snapshot()} stood. */
    Ingest(Configuration options, boolean registryDown, OperatorSubtaskState state)
            throws Exception {
        this(options, () -> new FakeRegistry(registryDown), state);
    }

    Ingest(
            Configuration options,
            SerializableSupplier<SchemaRegistry> registries,
            OperatorSubtaskState state)
            throws Exception {
        function = new IngestFunction(options, LEVELS, registries);
        harness = new OneInputStreamOperatorTestHarness<>(new IngestOperator(function));
        harness.setup(
                Climb.TYPE.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (state != null) {
            harness.initializeState(state);
        }
        harness.open();
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    Ingest batch(String json) throws Exception {
        return take("mparticle.batches", json.getBytes(StandardCharsets.UTF_8));
    }

    Ingest order(Order order) throws Exception {
        return take("orders", bytes(order));
    }

    static byte[] bytes(Order order) throws RegistryException {
        return ConfluentAvroWriter.registering(new FakeRegistry(false), "orders-value", Order.class)
                .write(order);
    }

    Ingest take(String topic, byte[] value) throws Exception {
        return take(topic, ARRIVAL, value);
    }

    Ingest take(String topic, long arrival, byte[] value) throws Exception {
        return take(new RawRecord(topic, 0, offset++, arrival, null, value));
    }

    Ingest take(RawRecord record) throws Exception {
        harness.processElement(new StreamRecord<>(record, record.timestamp()));
        return this;
    }

    List<Bundle> bundles() {
        List<Bundle> bundles = new ArrayList<>();
        for (Climb climb : harness.extractOutputValues()) {
            if (climb instanceof Bundle bundle) {
                bundles.add(bundle);
            }
        }
        return bundles;
    }

    /** Aliases and erasures, as they are addressed. */
    List<Climb> instructions() {
        List<Climb> instructions = new ArrayList<>(harness.extractOutputValues());
        instructions.removeIf(Bundle.class::isInstance);
        return instructions;
    }

    List<Climb> broadcasts() {
        return side(IngestFunction.ERASURES);
    }

    List<Receipt> receipts() {
        return side(IngestFunction.RECEIPTS);
    }

    List<DeadLetter> letters() {
        return side(IngestFunction.DEAD_LETTERS);
    }

    List<Violation> violations() {
        return side(IngestFunction.VIOLATIONS);
    }

    private <T> List<T> side(OutputTag<T> tag) {
        Queue<StreamRecord<T>> queue = harness.getSideOutput(tag);
        List<T> values = new ArrayList<>();
        if (queue != null) {
            queue.forEach(element -> values.add(element.getValue()));
        }
        return values;
    }

    /** Nothing has come out so far. */
    void forget() {
        harness.getOutput().clear();
        for (OutputTag<?> tag :
                List.of(
                        IngestFunction.ERASURES,
                        IngestFunction.RECEIPTS,
                        IngestFunction.DEAD_LETTERS)) {
            Queue<?> queue = harness.getSideOutput(tag);
            if (queue != null) {
                queue.clear();
            }
        }
    }

    /** Whatever it read: each input event is accounted for. */
    @Override
    public void close() throws Exception {
        assertThat(Differences.of(List.of(function.balance(1, 0)))).isEmpty();
        harness.close();
    }
}
