package io.backstitch.pipeline.job;

import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.lib.NumberSequenceSource;
import org.apache.flink.api.connector.source.lib.util.IteratorSourceReaderBase;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.flink.util.NumberSequenceIterator;

/**
 * Both ends of a job, in memory. After each tick the source waits until everything that the tick
 * caused has come out at the other end; so it goes on after a restore too, from the position in the
 * checkpoint, with the last tick before it said again.
 *
 * <p>The job runs in this process, but its parts are serialised on the way: they find their loom by
 * its id.
 */
final class Loom implements AutoCloseable {
    private static final Map<String, Loom> OPEN = new ConcurrentHashMap<>();

    private final String id;
    private final List<Schedule.Entry> entries;
    private final List<RawRecord> records;

    private final List<Receipt> receipts = new ArrayList<>();
    private final List<DeadLetter> deadLetters = new ArrayList<>();

    /** Where it stops until told otherwise, and where it fails, once each. */
    private int pause = Integer.MAX_VALUE;

    private final Set<Integer> failures = new HashSet<>();

    private long reached = Long.MIN_VALUE;
    private int entered;
    private CompletableFuture<Void> change = new CompletableFuture<>();

    /**
     * @param records by position; null where the entry is a tick
     */
    Loom(String id, List<Schedule.Entry> entries, List<RawRecord> records) {
        this.id = id;
        this.entries = entries;
        this.records = records;
        OPEN.put(id, this);
    }

    /** Nothing from that position on enters. */
    synchronized void pauseAt(int position) {
        pause = position;
        changed();
    }

    /** The job breaks down once when it gets there. */
    synchronized void failAt(int position) {
        failures.add(position);
    }

    synchronized int failuresLeft() {
        return failures.size();
    }

    /** Whether everything before the pause has entered, and what its ticks caused has come out. */
    synchronized boolean isPaused() {
        return entered == pause && reached >= lastTick(pause);
    }

    private long lastTick(int before) {
        return entries.get(tickBefore(before)).time();
    }

    private int tickBefore(int position) {
        int at = position - 1;
        while (!entries.get(at).isTick()) {
            at--;
        }
        return at;
    }

    private synchronized void changed() {
        CompletableFuture<Void> before = change;
        change = new CompletableFuture<>();
        before.complete(null);
    }

    private synchronized CompletableFuture<Void> whenOpen(int position, long tick) {
        return mayEnter(position, tick) ? CompletableFuture.completedFuture(null) : change;
    }

    private synchronized boolean mayEnter(int position, long tick) {
        return position < pause && reached >= tick;
    }

    private synchronized void fail(int position) {
        if (failures.remove(position)) {
            throw new IllegalStateException("broken on purpose");
        }
    }

    private synchronized void entered(int position) {
        entered = position + 1;
    }

    private synchronized void reached(long watermark) {
        reached = watermark;
        changed();
    }

    private synchronized void take(Object result) {
        if (result instanceof Receipt receipt) {
            receipts.add(receipt);
        } else if (result instanceof DeadLetter letter) {
            deadLetters.add(letter);
        }
    }

    /** All of them, repeated ones too. */
    synchronized List<Receipt> receipts() {
        return List.copyOf(receipts);
    }

    synchronized List<DeadLetter> deadLetters() {
        return List.copyOf(deadLetters);
    }

    @Override
    public void close() {
        OPEN.remove(id);
    }

    /** The records of one history come over one of the job's ingest subtasks, in their order. */
    DataStream<RawRecord> source(StreamExecutionEnvironment env) {
        String loom = id; // all of this would go along else
        return env.fromSource(
                        new Positions(loom, entries.size()),
                        WatermarkStrategy.<Long>forGenerator(context -> new Ticks(loom)),
                        "Histories")
                .uid("histories")
                .setParallelism(1)
                .partitionCustom(
                        (history, partitions) -> Math.floorMod(history, partitions),
                        new HistoryOf(loom))
                .flatMap(new Records(loom))
                .returns(RawRecord.TYPE)
                .name("Records")
                .uid("records");
    }

    Sinks sinks() {
        return new Sinks(
                this.<Receipt>sink("receipts", true),
                this.<DeadLetter>sink("dead letters", false),
                this.<IdentityAudit>sink("audit", false),
                balance -> {});
    }

    private <T> Consumer<DataStream<T>> sink(String name, boolean last) {
        return stream ->
                stream.sinkTo(new Collecting<T>(id, last))
                        .name(name)
                        .uid("histories-" + name.replace(' ', '-'))
                        .setParallelism(1);
    }

    /** Numbers of the entries, each when it may enter. */
    private static final class Positions extends NumberSequenceSource {
        private static final long serialVersionUID = 1;
        private final String loom;

        Positions(String loom, int size) {
            super(0, size - 1);
            this.loom = loom;
        }

        @Override
        public SourceReader<Long, NumberSequenceSplit> createReader(SourceReaderContext context) {
            return new Reader(context, OPEN.get(loom));
        }
    }

    private static final class Reader
            extends IteratorSourceReaderBase<
                    Long, Long, NumberSequenceIterator, NumberSequenceSource.NumberSequenceSplit> {
        private final Loom loom;
        private int next = -1;
        private boolean begun;
        private long tick = Long.MIN_VALUE;

        Reader(SourceReaderContext context, Loom loom) {
            super(context);
            this.loom = loom;
            loom.reached(Long.MIN_VALUE); // by a job that is no more
        }

        @Override
        public void addSplits(List<NumberSequenceSource.NumberSequenceSplit> splits) {
            next = (int) splits.get(0).from();
            super.addSplits(splits);
        }

        @Override
        public InputStatus pollNext(ReaderOutput<Long> output) {
            if (next < 0 || next == loom.entries.size()) {
                return super.pollNext(output);
            }
            if (!begun && next > 0) {
                int before = loom.tickBefore(next);
                tick = loom.entries.get(before).time();
                output.collect((long) before);
            }
            begun = true;
            loom.fail(next);
            return loom.mayEnter(next, tick)
                    ? super.pollNext(output)
                    : InputStatus.NOTHING_AVAILABLE;
        }

        @Override
        protected Long convert(Long position) {
            next = position.intValue() + 1;
            Schedule.Entry entry = loom.entries.get(position.intValue());
            tick = entry.isTick() ? entry.time() : tick;
            loom.entered(position.intValue());
            return position;
        }

        @Override
        public CompletableFuture<Void> isAvailable() {
            boolean own = next < 0 || !begun || next == loom.entries.size();
            return own ? super.isAvailable() : loom.whenOpen(next, tick);
        }
    }

    private record HistoryOf(String loom) implements KeySelector<Long, Integer> {
        @Override
        public Integer getKey(Long position) {
            return OPEN.get(loom).entries.get(position.intValue()).history();
        }
    }

    private record Records(String loom) implements FlatMapFunction<Long, RawRecord> {
        @Override
        public void flatMap(Long position, Collector<RawRecord> out) {
            RawRecord record = OPEN.get(loom).records.get(position.intValue());
            if (record != null) {
                out.collect(record);
            }
        }
    }

    private record Ticks(String loom) implements WatermarkGenerator<Long> {
        @Override
        public void onEvent(Long position, long timestamp, WatermarkOutput output) {
            Schedule.Entry entry = OPEN.get(loom).entries.get(position.intValue());
            if (entry.isTick()) {
                output.emitWatermark(new Watermark(entry.time()));
            }
        }

        @Override
        public void onPeriodicEmit(WatermarkOutput output) {}
    }

    private record Collecting<T>(String loom, boolean last) implements Sink<T> {
        @Override
        public SinkWriter<T> createWriter(WriterInitContext context) {
            Loom open = OPEN.get(loom);
            return new SinkWriter<>() {
                @Override
                public void write(T element, Context where) {
                    open.take(element);
                }

                @Override
                public void writeWatermark(Watermark watermark) {
                    if (last) {
                        open.reached(watermark.getTimestamp());
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
