package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.record.RawRecord;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Hands over what Kafka holds without a look inside; parsing, and its faults, come later. */
final class RawRecords implements KafkaRecordDeserializationSchema<RawRecord> {
    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> in, Collector<RawRecord> out) {
        out.collect(
                new RawRecord(
                        in.topic(),
                        in.partition(),
                        in.offset(),
                        in.timestamp(),
                        in.key(),
                        in.value()));
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return RawRecord.TYPE;
    }
}
