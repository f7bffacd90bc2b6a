package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;

/**
 * An Avro record as the same tree that JSON would have given: decimals exact, times as epoch
 * milliseconds, dates in ISO 8601, bytes that are no decimal left out.
 */
final class AvroTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AvroTree() {}

    static JsonNode of(GenericRecord record) {
        return node(record.getSchema(), record);
    }

    private static JsonNode node(Schema schema, Object value) {
        return switch (schema.getType()) {
            case NULL -> NODES.nullNode();
            case BOOLEAN -> NODES.booleanNode((Boolean) value);
            case STRING, ENUM -> NODES.textNode(value.toString());
            case INT, LONG -> whole(schema.getLogicalType(), ((Number) value).longValue());
            case FLOAT, DOUBLE -> fraction(((Number) value).toString());
            case BYTES -> bytes(schema.getLogicalType(), ((ByteBuffer) value).duplicate());
            case FIXED ->
                    bytes(schema.getLogicalType(), ByteBuffer.wrap(((GenericFixed) value).bytes()));
            case UNION ->
                    node(
                            schema.getTypes().get(GenericData.get().resolveUnion(schema, value)),
                            value);
            case ARRAY -> array(schema.getElementType(), (Collection<?>) value);
            case MAP -> map(schema.getValueType(), (Map<?, ?>) value);
            case RECORD -> record(schema, (IndexedRecord) value);
        };
    }

    private static JsonNode whole(LogicalType type, long value) {
        if (type instanceof LogicalTypes.Date) {
            return NODES.textNode(LocalDate.ofEpochDay(value).toString());
        }
        if (type instanceof LogicalTypes.TimestampMicros) {
            return NODES.numberNode(Math.floorDiv(value, 1_000L));
        }
        if (type instanceof LogicalTypes.TimestampNanos) {
            return NODES.numberNode(Math.floorDiv(value, 1_000_000L));
        }
        return NODES.numberNode(value);
    }

    /** By the digits that people see: 19.99 as a double is 19.99. */
    private static JsonNode fraction(String text) {
        boolean finite = !text.contains("N") && !text.contains("I");
        return finite ? NODES.numberNode(new BigDecimal(text)) : NODES.nullNode();
    }

    private static JsonNode bytes(LogicalType type, ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        if (type instanceof LogicalTypes.Decimal decimal && bytes.length > 0) {
            return NODES.numberNode(new BigDecimal(new BigInteger(bytes), decimal.getScale()));
        }
        return NODES.nullNode();
    }

    private static JsonNode array(Schema element, Collection<?> values) {
        ArrayNode array = NODES.arrayNode(values.size());
        for (Object value : values) {
            array.add(node(element, value));
        }
        return array;
    }

    private static JsonNode map(Schema type, Map<?, ?> values) {
        ObjectNode object = NODES.objectNode();
        values.forEach((key, value) -> object.set(key.toString(), node(type, value)));
        return object;
    }

    private static JsonNode record(Schema schema, IndexedRecord record) {
        ObjectNode object = NODES.objectNode();
        for (Schema.Field field : schema.getFields()) {
            object.set(field.name(), node(field.schema(), record.get(field.pos())));
        }
        return object;
    }
}
