package io.backstitch.pipeline.record;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * One Kafka record as it came, before anybody looked inside.
 *
 * @param topic topic name
 * @param partition partition number
 * @param offset offset in the partition
 * @param timestamp Kafka timestamp, epoch milliseconds: when the record arrived
 * @param key record key, or null
 * @param value record value, or null for a tombstone
 * @param replayOf id of the dead letter that was written to the topic again as this record, or null
 */
public record RawRecord(
        String topic,
        int partition,
        long offset,
        long timestamp,
        byte[] key,
        byte[] value,
        String replayOf) {

    /** Kafka header that carries {@link #replayOf}, in UTF-8. */
    public static final String REPLAY_HEADER = "backstitch-replay";

    public static final TypeInformation<RawRecord> TYPE =
            new FlowType<>(RawRecord.class, new RawRecordSerializer());

    /** A record of the source's own. */
    public RawRecord(
            String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {
        this(topic, partition, offset, timestamp, key, value, null);
    }

    public Origin origin() {
        return new Origin(topic, partition, offset, timestamp);
    }
}
