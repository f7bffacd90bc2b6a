package io.backstitch.cli.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.record.RawRecord;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** One file of a {@link FileSample}, record by record. */
final class SampleFileReader implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where bare records say when they were received. */
    private static final List<String> TIMES =
            List.of("timestamp_unixtime_ms", "receivedAt", "sentAt", "timestamp", "occurred_at");

    private final FileSample.Input input;
    private final int number;
    private final long size;
    private final BufferedReader lines;
    private final DataFileReader<GenericRecord> container;
    private final Schema schema;
    private long bytes;
    private long offset;
    private long time;
    private RawRecord head;

    SampleFileReader(FileSample.Input input, int number) throws IOException {
        this.input = input;
        this.number = number;
        Path path = Path.of(input.path());
        this.size = Files.size(path);
        this.schema = input.schema() == null ? null : new Schema.Parser().parse(input.schema());
        this.container =
                input.container()
                        ? new DataFileReader<>(path.toFile(), new GenericDatumReader<>())
                        : null;
        this.lines = input.container() ? null : Files.newBufferedReader(path);
    }

    /** The record read last. */
    RawRecord head() {
        return head;
    }

    /** Its position among the files. */
    int number() {
        return number;
    }

    /** Bytes read so far, about. */
    long bytes() {
        return bytes;
    }

    /** Bytes of the whole file. */
    long size() {
        return size;
    }

    /** Returns false at the end. */
    boolean advance() throws IOException {
        if (container != null) {
            if (!container.hasNext()) {
                return false;
            }
            GenericRecord record = container.next();
            bytes = container.tell();
            if (record.getSchema().getField("occurred_at") != null
                    && record.get("occurred_at") instanceof Long at) {
                time = at;
            }
            head = record(null, framed(record));
            return true;
        }
        String line;
        do {
            line = lines.readLine();
            if (line == null) {
                return false;
            }
            bytes += line.length() + 1;
        } while (line.isBlank());
        head = parse(line);
        return true;
    }

    private RawRecord parse(String line) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return record(null, line.getBytes(StandardCharsets.UTF_8));
        }
        if (root.has("payload") && root.has("topic") && root.has("partition")) {
            time = root.path("ts").asLong(time);
            return record(text(root.get("key")), bytes(root.get("payload")));
        }
        boolean envelope = root.path("timestamp").isIntegralNumber();
        if (envelope && root.has("value_base64")) {
            time = root.path("timestamp").asLong();
            byte[] value = Base64.getDecoder().decode(root.get("value_base64").asText());
            return record(text(root.get("key")), value);
        }
        if (envelope && root.has("value")) {
            time = root.path("timestamp").asLong();
            return record(text(root.get("key")), bytes(root.get("value")));
        }
        for (String name : TIMES) {
            Long stated = time(root.get(name));
            if (stated != null) {
                time = stated;
                break;
            }
        }
        return record(null, bytes(root));
    }

    private byte[] bytes(JsonNode value) throws IOException {
        String text = value.isTextual() ? value.textValue() : value.toString();
        if (schema == null || value.isNull()) {
            return value.isNull() ? null : text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return framed(
                    new GenericDatumReader<GenericRecord>(schema)
                            .read(null, DecoderFactory.get().jsonDecoder(schema, text)));
        } catch (org.apache.avro.AvroRuntimeException | IOException e) {
            return text.getBytes(StandardCharsets.UTF_8); // ingest says what is wrong with it
        }
    }

    private byte[] framed(GenericRecord record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.write(0);
        out.write(ByteBuffer.allocate(4).putInt(input.schemaId()).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private RawRecord record(String key, byte[] value) {
        byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        return new RawRecord(input.topic(), number, offset++, time, keyBytes, value);
    }

    private static String text(JsonNode node) {
        return node == null || node.isNull() ? null : node.asText();
    }

    private static Long time(JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        try {
            return node.isNumber() ? node.asLong() : Long.parseLong(node.asText());
        } catch (NumberFormatException e) {
            return instant(node.asText());
        }
    }

    private static Long instant(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        if (container != null) {
            container.close();
        } else {
            lines.close();
        }
    }
}
