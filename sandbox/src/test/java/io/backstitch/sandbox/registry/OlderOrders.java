package io.backstitch.sandbox.registry;

import io.backstitch.schemas.wire.Order;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** An order backend that has not been upgraded yet: Confluent's frame, written by hand. */
final class OlderOrders {

    private OlderOrders() {}

    static byte[] write(int schemaId, String schemaJson, Order order) throws Exception {
        Schema schema = new Schema.Parser().parse(schemaJson);
        GenericRecord record = new GenericData.Record(schema);
        for (Schema.Field field : schema.getFields()) {
            record.put(field.pos(), order.get(order.getSchema().getField(field.name()).pos()));
        }
        record.put("occurred_at", order.getOccurredAt().toEpochMilli());
        record.put(
                "status",
                new GenericData.EnumSymbol(
                        schema.getField("status").schema(), order.getStatus().name()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(schemaId).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
