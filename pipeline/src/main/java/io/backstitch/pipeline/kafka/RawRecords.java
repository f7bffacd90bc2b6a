package io.backstitch.pipeline.kafka;

import io.backstitch.pipeline.record.RawRecord;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Hands over what Kafka holds without a look inside; parsing, and its faults, come later. */
final class RawRecords implements KafkaRecordDeserializationSchema<RawRecord> {
    private static final long serialVersionUID = 1L;
    private static final int MAX_ID = 256;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> in, Collector<RawRecord> out) {
        out.collect(
                new RawRecord(
                        in.topic(),
                        in.partition(),
                        in.offset(),
                        in.timestamp(),
                        in.key(),
                        in.value(),
                        replayOf(in.headers().lastHeader(RawRecord.REPLAY_HEADER))));
    }

    /** Anybody can write a header: what is no id of ours is ignored. */
    private static String replayOf(Header header) {
        if (header == null || header.value() == null || header.value().length > MAX_ID) {
            return null;
        }
        String id = new String(header.value(), StandardCharsets.UTF_8);
        return id.isBlank() ? null : id;
    }

    @Override
    public TypeInformation<RawRecord> getProducedType() {
        return RawRecord.TYPE;
    }
}
