package io.backstitch.cli.scenario;

import io.backstitch.pipeline.job.Sinks;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Both ends of one running job, in memory, and the hand on its clock: a beat enters only when it is
 * told to, and one can wait until everything that it caused has come out.
 *
 * <p>The job runs in this process but its parts are serialised on the way: they find their stage by
 * its id.
 */
final class Stage implements AutoCloseable {
    private static final Map<String, Stage> OPEN = new ConcurrentHashMap<>();

    private final String id;
    private final List<Beat> beats;
    private final List<CompletableFuture<Void>> gates = new ArrayList<>();
    private int asked;

    private final List<Receipt> receipts = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();
    private final List<IdentityAudit> audits = new ArrayList<>();
    private final List<BalanceAudit> balances = new ArrayList<>();
    private final Map<String, Long> reached = new ConcurrentHashMap<>();

    Stage(String id, List<Beat> beats) {
        this.id = id;
        this.beats = beats;
        for (int i = 0; i <= beats.size(); i++) {
            gates.add(new CompletableFuture<>()); // the last one stays shut: the input never ends
        }
        OPEN.put(id, this);
    }

    /** Adds the beats as raw records with watermarks. */
    DataStream<RawRecord> source(StreamExecutionEnvironment env) {
        String stage = id;
        return env.fromSource(
                        new DataGeneratorSource<>(
                                index -> OPEN.get(stage).record(index.intValue()),
                                beats.size() + 1L,
                                parallelism -> count -> OPEN.get(stage).acquire(),
                                RawRecord.TYPE),
                        WatermarkStrategy.<RawRecord>forGenerator(context -> new Hand())
                                .withTimestampAssigner((record, none) -> record.timestamp()),
                        "Scenario")
                .uid("scenario")
                .setParallelism(1)
                .filter(record -> !record.topic().isEmpty())
                .name("Records")
                .uid("scenario-records")
                .setParallelism(1);
    }

    Sinks sinks() {
        return new Sinks(
                sink("receipts", receipts),
                sink("dead letters", deadLetters),
                sink("audit", audits),
                sink("balance", balances));
    }

    private <T> Consumer<DataStream<T>> sink(String name, List<T> into) {
        reached.put(name, Long.MIN_VALUE);
        return stream ->
                stream.sinkTo(new Collecting<>(id, name))
                        .name(name)
                        .uid("scenario-" + name.replace(' ', '-'))
                        .setParallelism(1);
    }

    private RawRecord record(int index) {
        Beat beat = beats.get(index);
        Input input = beat.input();
        return input == null
                ? new RawRecord("", 0, 0, beat.time(), null, null)
                : new RawRecord(
                        input.topic(), 0, beat.offset(), beat.time(), input.key(), input.value());
    }

    private synchronized CompletionStage<Void> acquire() {
        return gates.get(asked++);
    }

    /** Lets a beat enter. */
    void let(int index) {
        gates.get(index).complete(null);
    }

    /**
     * Waits until everything before {@code time} has come out, but not for ever.
     *
     * @return whether it has
     */
    synchronized boolean await(long time, long patienceMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(patienceMs);
        while (!reached(time)) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private boolean reached(long time) {
        for (long watermark : reached.values()) {
            if (watermark < time) {
                return false;
            }
        }
        return true;
    }

    synchronized List<Receipt> receipts() {
        return List.copyOf(receipts);
    }

    synchronized List<DeadLetter> deadLetters() {
        return List.copyOf(deadLetters);
    }

    synchronized List<IdentityAudit> audits() {
        return List.copyOf(audits);
    }

    synchronized List<BalanceAudit> balances() {
        return List.copyOf(balances);
    }

    private synchronized void take(Object result) {
        if (result instanceof Receipt receipt) {
            receipts.add(receipt);
        } else if (result instanceof DeadLetter letter) {
            deadLetters.add(letter);
        } else if (result instanceof BalanceAudit balance) {
            balances.add(balance);
        } else {
            audits.add((IdentityAudit) result);
        }
    }

    private synchronized void reached(String sink, long watermark) {
        reached.put(sink, watermark);
        notifyAll();
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }

    /** Every beat moves the clock to its own time, after it. */
    private static final class Hand implements WatermarkGenerator<RawRecord> {
        @Override
        public void onEvent(RawRecord record, long timestamp, WatermarkOutput output) {
            output.emitWatermark(new Watermark(record.timestamp()));
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    private record Collecting<T>(String stage, String name) implements Sink<T> {
        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) {
            return new SinkWriter<>() {
                @Override
                public void write(T element, Context where) {
                    OPEN.get(stage).take(element);
                }

                @Override
                public void writeWatermark(Watermark watermark) {
                    Stage open = OPEN.get(stage);
                    if (open != null) {
                        open.reached(name, watermark.getTimestamp());
                    }
                }

                @Override
                public void flush(boolean end) {}

                @Override
                public void close() {}
            };
        }
    }
}
