package io.backstitch.schemas.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes records of one type in Confluent's wire format, under one subject. The registry is asked
 * once, at the first record. Not safe for several threads.
 */
public final class ConfluentAvroWriter<T extends SpecificRecord> {

    private final SchemaRegistry registry;
    private final String subject;
    private final boolean autoRegister;
    private final String schemaJson;
    private final SpecificDatumWriter<T> writer;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
    private BinaryEncoder encoder;
    private byte[] header;

    private ConfluentAvroWriter(
            SchemaRegistry registry, String subject, Class<T> type, boolean autoRegister) {
        AvroTrust.install();
        SpecificData data = SpecificData.getForClass(type);
        this.registry = registry;
        this.subject = subject;
        this.autoRegister = autoRegister;
        this.schemaJson = WireSchemas.json(type);
        this.writer = new SpecificDatumWriter<>(data.getSchema(type), data);
    }

    /** A writer that registers its schema if the subject does not hold it yet. */
    public static <T extends SpecificRecord> ConfluentAvroWriter<T> registering(
            SchemaRegistry registry, String subject, Class<T> type) {
        return new ConfluentAvroWriter<>(registry, subject, type, true);
    }

    /** A writer that only uses a schema which somebody else has registered. */
    public static <T extends SpecificRecord> ConfluentAvroWriter<T> lookingUp(
            SchemaRegistry registry, String subject, Class<T> type) {
        return new ConfluentAvroWriter<>(registry, subject, type, false);
    }

    /**
     * Asks the registry now instead of at the first record; afterwards it is not needed again.
     *
     * @throws RegistryException if the schema's id cannot be had
     */
    public void prepare() throws RegistryException {
        if (header == null) {
            header = WireFormat.header(schemaId());
        }
    }

    /**
     * The record's bytes.
     *
     * @throws RegistryException if the schema's id cannot be had (first record only)
     */
    public byte[] write(T record) throws RegistryException {
        prepare();
        buffer.reset();
        buffer.write(header, 0, header.length);
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        try {
            writer.write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return buffer.toByteArray();
    }

    private int schemaId() throws RegistryException {
        return autoRegister
                ? registry.register(subject, schemaJson)
                : registry.idOf(subject, schemaJson);
    }
}
