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
 */
public record RawRecord(
        String topic, int partition, long offset, long timestamp, byte[] key, byte[] value) {

    public static final TypeInformation<RawRecord> TYPE =
            new FlowType<>(RawRecord.class, new RawRecordSerializer());

    public Origin origin() {
        return new Origin(topic, partition, offset, timestamp);
    }
}
