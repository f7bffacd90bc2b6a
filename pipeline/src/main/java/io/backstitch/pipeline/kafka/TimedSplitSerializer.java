package io.backstitch.pipeline.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The partition's time, the version of the connector's own form, the connector's own form. */
final class TimedSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {
    private static final int VERSION_1 = 1;

    private final SimpleVersionedSerializer<KafkaPartitionSplit> theirs =
            new KafkaPartitionSplitSerializer();

    @Override
    public int getVersion() {
        return VERSION_1;
    }

    @Override
    public byte[] serialize(KafkaPartitionSplit split) throws IOException {
        byte[] rest = theirs.serialize(split);
        return ByteBuffer.allocate(Long.BYTES + Integer.BYTES + rest.length)
                .putLong(TimedSplit.timeOf(split))
                .putInt(theirs.getVersion())
                .put(rest)
                .array();
    }

    @Override
    public KafkaPartitionSplit deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION_1) {
            throw new IOException("partition state of unknown version " + version);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long time = in.getLong();
        int theirVersion = in.getInt();
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return new TimedSplit(theirs.deserialize(theirVersion, rest), time);
    }
}
