package io.backstitch.benchmarks;

import io.backstitch.pipeline.ingest.SampleRecords;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.RawRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Records per second through the serialiser that stands between two steps of the staircase. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordSerializerBenchmark {
    private static final int RECORDS = 500;

    private final TypeSerializer<Climb> serializer =
            Climb.TYPE.createSerializer(new SerializerConfigImpl());
    private final DataOutputSerializer out = new DataOutputSerializer(1 << 20);
    private final DataInputDeserializer in = new DataInputDeserializer();
    private final List<Climb> records = new ArrayList<>();
    private byte[] serialized;

    @Setup
    public void setUp() throws IOException {
        SampleRecords reader = new SampleRecords();
        for (RawRecord batch : SampleRecords.batches(4 * RECORDS)) {
            records.addAll(reader.read(batch));
        }
        records.subList(RECORDS, records.size()).clear();
        serializeAll();
        serialized = out.getCopyOfBuffer();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void serialize(Blackhole sink) throws IOException {
        serializeAll();
        sink.consume(out.length());
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void deserialize(Blackhole sink) throws IOException {
        in.setBuffer(serialized);
        for (int i = 0; i < RECORDS; i++) {
            sink.consume(serializer.deserialize(in));
        }
    }

    private void serializeAll() throws IOException {
        out.clear();
        for (Climb record : records) {
            serializer.serialize(record, out);
        }
    }
}
