package io.backstitch.benchmarks;

import io.backstitch.pipeline.ingest.SampleRecords;
import io.backstitch.pipeline.record.RawRecord;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

/** Batches read and normalised per second, one thread: bytes in, bundles out. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class IngestBenchmark {
    private static final int BATCHES = 500;

    private SampleRecords reader;
    private List<RawRecord> batches;

    @Setup
    public void setUp() {
        reader = new SampleRecords();
        batches = SampleRecords.batches(BATCHES);
    }

    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public void readBatch(Blackhole sink) {
        for (RawRecord batch : batches) {
            sink.consume(reader.read(batch));
        }
    }
}
