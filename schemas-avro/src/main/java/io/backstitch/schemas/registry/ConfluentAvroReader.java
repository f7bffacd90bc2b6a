package io.backstitch.schemas.registry;

import io.backstitch.schemas.registry.UnreadableRecordException.Reason;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads records in Confluent's wire format, whichever schema each was written with.
 *
 * <p>A writer schema is fetched once per id and read by a reader of its own, since switching the
 * schema of a shared reader costs six times the decoding itself. Not safe for several threads.
 */
public final class ConfluentAvroReader<T extends IndexedRecord> {
    /** Makes the reader of what was written with a schema. */
    private interface Readers<T> {
        DatumReader<T> of(Schema writer);
    }

    private final SchemaRegistry registry;
    private final String expected;
    private final Readers<T> maker;
    private final Map<Integer, DatumReader<T>> readers = new HashMap<>();
    private int lastId;
    private DatumReader<T> lastReader;
    private BinaryDecoder decoder;

    private ConfluentAvroReader(SchemaRegistry registry, String expected, Readers<T> maker) {
        AvroTrust.install();
        this.registry = registry;
        this.expected = expected;
        this.maker = maker;
    }

    /**
     * @param registry where writer schemas are looked up; stays the caller's to close
     * @param type a generated wire record
     */
    public ConfluentAvroReader(SchemaRegistry registry, Class<T> type) {
        this(registry, SpecificData.get().getSchema(type).getFullName(), resolving(type));
    }

    private static <T> Readers<T> resolving(Class<T> type) {
        SpecificData data = SpecificData.getForClass(type);
        Schema reader = data.getSchema(type);
        return writer -> new SpecificDatumReader<>(writer, reader, data);
    }

    /**
     * Records of whatever type they were written as.
     *
     * @param registry where writer schemas are looked up; stays the caller's to close
     */
    public static ConfluentAvroReader<GenericRecord> ofAny(SchemaRegistry registry) {
        return new ConfluentAvroReader<>(registry, "a record", GenericDatumReader::new);
    }

    /**
     * One record.
     *
     * @param bytes a Kafka record's value
     * @throws UnreadableRecordException if these bytes can never be read
     * @throws RegistryUnavailableException if the registry does not answer: try again later
     */
    public T read(byte[] bytes) throws UnreadableRecordException, RegistryUnavailableException {
        if (!WireFormat.isFramed(bytes)) {
            throw new UnreadableRecordException(
                    Reason.NOT_CONFLUENT_FRAMED, describeFrame(bytes), null);
        }
        DatumReader<T> reader = readerFor(WireFormat.schemaId(bytes));
        return decode(bytes, reader);
    }

    private T decode(byte[] bytes, DatumReader<T> reader) throws UnreadableRecordException {
        int length = bytes.length - WireFormat.HEADER_BYTES;
        decoder =
                DecoderFactory.get().binaryDecoder(bytes, WireFormat.HEADER_BYTES, length, decoder);
        try {
            T record = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw undecodable("the record ends before its bytes do", null);
            }
            return record;
        } catch (IOException
                | AvroRuntimeException
                | IndexOutOfBoundsException
                | StackOverflowError e) {
            throw undecodable(e.getClass().getSimpleName(), e);
        }
    }

    private UnreadableRecordException undecodable(String why, Throwable cause) {
        String message =
                "Not readable as " + expected + " with writer schema " + lastId + ": " + why;
        return new UnreadableRecordException(Reason.UNDECODABLE, message, cause);
    }

    private DatumReader<T> readerFor(int id)
            throws UnreadableRecordException, RegistryUnavailableException {
        if (lastReader != null && lastId == id) {
            return lastReader;
        }
        DatumReader<T> reader = readers.get(id);
        if (reader == null) {
            reader = newReader(id);
            readers.put(id, reader);
        }
        lastId = id;
        lastReader = reader;
        return reader;
    }

    private DatumReader<T> newReader(int id)
            throws UnreadableRecordException, RegistryUnavailableException {
        String json;
        try {
            json = registry.schemaById(id);
        } catch (RegistryUnavailableException e) {
            throw e;
        } catch (RegistryException e) {
            throw new UnreadableRecordException(Reason.UNKNOWN_SCHEMA_ID, e.getMessage(), e);
        }
        try {
            Schema writer = new Schema.Parser().parse(json);
            if (writer.getType() != Schema.Type.RECORD) {
                throw new UnreadableRecordException(
                        Reason.UNDECODABLE,
                        "Schema " + id + " is of type " + writer.getType() + ", expected a record",
                        null);
            }
            return maker.of(writer);
        } catch (AvroRuntimeException e) {
            throw new UnreadableRecordException(
                    Reason.UNDECODABLE, "Schema " + id + " is not a valid Avro schema", e);
        }
    }

    private static String describeFrame(byte[] bytes) {
        if (bytes == null) {
            return "No value (a tombstone); expected a zero byte, a schema id and Avro";
        }
        String found =
                bytes.length < WireFormat.HEADER_BYTES
                        ? bytes.length + " bytes"
                        : "first byte " + (bytes[0] & 0xff);
        return "Not in Confluent's wire format: "
                + found
                + "; expected a zero byte and a schema id";
    }
}
