package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.record.RawRecord;
import java.time.Clock;
import java.util.List;
import java.util.Properties;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.java.typeutils.ResultTypeQueryable;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The connector's source with readers whose clock runs on where nothing is left to read. What is
 * saved of a partition carries its time, so that the clock goes on after a restore too.
 */
final class CaughtUpSource
        implements Source<RawRecord, KafkaPartitionSplit, KafkaSourceEnumState>,
                ResultTypeQueryable<RawRecord> {
    private static final long serialVersionUID = 1L;

    private final KafkaSource<RawRecord> kafka;
    private final KafkaSettings settings;
    private final List<String> topics;
    private final Clock wallClock;

    /**
     * @param wallClock serialisable; only bounds timestamps that lie in the future
     */
    CaughtUpSource(
            KafkaSource<RawRecord> kafka,
            KafkaSettings settings,
            List<String> topics,
            Clock wallClock) {
        this.kafka = kafka;
        this.settings = settings;
        this.topics = List.copyOf(topics);
        this.wallClock = wallClock;
    }

    @Override
    public SourceReader<RawRecord, KafkaPartitionSplit> createReader(SourceReaderContext context)
            throws Exception {
        ArrivalTime arrival = new ArrivalTime(wallClock, settings.maxAheadMs());
        int subtask = context.getIndexOfSubtask();
        int parallelism = context.currentParallelism();
        Properties client = new Properties();
        client.putAll(settings.client());
        client.setProperty("bootstrap.servers", settings.bootstrapServers());
        client.setProperty("client.id", settings.groupId() + "-clock-" + subtask);
        KafkaLooker looker =
                new KafkaLooker(
                        client,
                        topics,
                        partition ->
                                subtask
                                        == SplitOwners.owner(
                                                partition.topic(),
                                                partition.partition(),
                                                parallelism),
                        arrival,
                        settings.lookPatienceMs());
        return new CaughtUpReader(
                kafka.createReader(context),
                new Lookout(looker, CaughtUpSource::monotonicMs, "clock-looks-" + subtask),
                settings,
                arrival,
                CaughtUpSource::monotonicMs,
                context.metricGroup());
    }

    private static long monotonicMs() {
        return System.nanoTime() / 1_000_000;
    }

    @Override
    public Boundedness getBoundedness() {
        return kafka.getBoundedness();
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> createEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context) throws Exception {
        return kafka.createEnumerator(context);
    }

    @Override
    public SplitEnumerator<KafkaPartitionSplit, KafkaSourceEnumState> restoreEnumerator(
            SplitEnumeratorContext<KafkaPartitionSplit> context, KafkaSourceEnumState state)
            throws Exception {
        return kafka.restoreEnumerator(context, state);
    }

    @Override
    public SimpleVersionedSerializer<KafkaPartitionSplit> getSplitSerializer() {
        return new TimedSplitSerializer();
    }

    @Override
    public SimpleVersionedSerializer<KafkaSourceEnumState> getEnumeratorCheckpointSerializer() {
        return kafka.getEnumeratorCheckpointSerializer();
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return RawRecord.TYPE;
    }
}
