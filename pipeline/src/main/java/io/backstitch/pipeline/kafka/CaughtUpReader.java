package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.record.RawRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SourceOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connector's reader, and beside it the clock of partitions from which nothing comes. With
 * every look it wakes up the task, takes the look in, and announces each partition's time.
 */
final class CaughtUpReader implements SourceReader<RawRecord, KafkaPartitionSplit> {
    private static final Logger LOG = LoggerFactory.getLogger(CaughtUpReader.class);

    private final SourceReader<RawRecord, KafkaPartitionSplit> kafka;
    private final Lookout lookout;
    private final KafkaSettings settings;
    private final ArrivalTime arrival;
    private final LongSupplier monotonicMs;
    private final ReaderClocks clocks;
    private final Map<String, PartitionClock> bySplit = new HashMap<>();
    private final Counter looksFailed;
    private WatchedOutput output;
    private CompletableFuture<Void> kafkaHas;
    private CompletableFuture<Void> lookoutHas;
    private CompletableFuture<Void> eitherHas;

    CaughtUpReader(
            SourceReader<RawRecord, KafkaPartitionSplit> kafka,
            Lookout lookout,
            KafkaSettings settings,
            ArrivalTime arrival,
            LongSupplier monotonicMs,
            MetricGroup metrics) {
        this.kafka = kafka;
        this.lookout = lookout;
        this.settings = settings;
        this.arrival = arrival;
        this.monotonicMs = monotonicMs;
        this.clocks =
                new ReaderClocks(
                        new PartitionClock.Patience(
                                settings.longestLookGapMs(), settings.maxStallMs()));
        MetricGroup group = metrics.addGroup("clock");
        this.looksFailed = group.counter("looksFailed");
        group.gauge("partitionsLeftOut", clocks::leftOut);
        group.gauge("longestStallMs", clocks::longestStall);
    }

    @Override
    public void start() {
        kafka.start();
        lookout.start(settings.lookEveryMs());
    }

    @Override
    public InputStatus pollNext(ReaderOutput<RawRecord> to) throws Exception {
        if (output == null || !output.wraps(to)) {
            output = new WatchedOutput(to, bySplit::get, this::forget, arrival, monotonicMs);
        }
        Look look = lookout.take();
        if (look != null) {
            take(look, to);
        }
        return kafka.pollNext(output);
    }

    private void take(Look look, ReaderOutput<RawRecord> to) {
        if (look.failed()) {
            looksFailed.inc();
        }
        int leftOut = clocks.leftOut();
        clocks.looked(look, monotonicMs.getAsLong());
        lookout.watch(clocks.positions());
        for (PartitionClock clock : clocks.all()) {
            announce(clock, to.createOutputForSplit(clock.partition().toString()));
        }
        if (clocks.leftOut() > leftOut) {
            LOG.error(
                    "Business time goes on without {} partition(s): for clock.max-stall they could"
                            + " be neither read nor seen to be empty",
                    clocks.leftOut());
        }
    }

    private void forget(String splitId) {
        clocks.remove(bySplit.remove(splitId).partition());
    }

    private void announce(PartitionClock clock, SourceOutput<RawRecord> flinks) {
        if (clock.isLeftOut()) {
            flinks.markIdle();
        } else if (clock.time() != PartitionClock.UNKNOWN) {
            flinks.emitWatermark(new Watermark(clock.time() - settings.outOfOrdernessMs() - 1));
        }
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        CompletableFuture<Void> records = kafka.isAvailable();
        CompletableFuture<Void> look = lookout.news();
        if (records.isDone() || look.isDone()) {
            return records.isDone() ? records : look;
        }
        if (records != kafkaHas || look != lookoutHas) {
            kafkaHas = records;
            lookoutHas = look;
            eitherHas = CompletableFuture.anyOf(records, look).thenAccept(done -> {});
        }
        return eitherHas;
    }

    @Override
    public void addSplits(List<KafkaPartitionSplit> splits) {
        for (KafkaPartitionSplit split : splits) {
            PartitionClock clock =
                    clocks.add(
                            split.getTopicPartition(),
                            split.getStartingOffset(),
                            TimedSplit.timeOf(split),
                            monotonicMs.getAsLong());
            bySplit.put(split.splitId(), clock);
        }
        lookout.watch(clocks.positions());
        kafka.addSplits(splits);
    }

    @Override
    public List<KafkaPartitionSplit> snapshotState(long checkpointId) {
        List<KafkaPartitionSplit> splits = new ArrayList<>();
        for (KafkaPartitionSplit split : kafka.snapshotState(checkpointId)) {
            splits.add(new TimedSplit(split, bySplit.get(split.splitId()).time()));
        }
        return splits;
    }

    @Override
    public void notifyNoMoreSplits() {
        kafka.notifyNoMoreSplits();
    }

    @Override
    public void handleSourceEvents(SourceEvent event) {
        kafka.handleSourceEvents(event);
    }

    @Override
    public void notifyCheckpointComplete(long checkpointId) throws Exception {
        kafka.notifyCheckpointComplete(checkpointId);
    }

    @Override
    public void notifyCheckpointAborted(long checkpointId) throws Exception {
        kafka.notifyCheckpointAborted(checkpointId);
    }

    @Override
    public void pauseOrResumeSplits(Collection<String> pause, Collection<String> resume) {
        kafka.pauseOrResumeSplits(pause, resume);
    }

    @Override
    public void close() throws Exception {
        try {
            lookout.close();
        } finally {
            kafka.close();
        }
    }
}
