package io.backstitch.cli.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.Order;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/**
 * Raw records in files, each of one topic: lines of JSON, or an Avro container. A line is the value
 * itself, or {@code {"timestamp":ms,"key":…,"value":…}} ({@code value_base64} for bytes), or what
 * {@code kcat -J} writes. Several files are read as one, in the order of arrival; within a file the
 * order is the file's.
 */
final class FileSample implements Sample {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where bare records say when they were received. */
    private static final List<String> TIMES =
            List.of("timestamp_unixtime_ms", "receivedAt", "sentAt", "timestamp", "occurred_at");

    /**
     * @param path of the file
     * @param schema of an Avro container, or of Avro in JSON; null where lines are the bytes
     * @param container whether it is an Avro container
     */
    record Input(String topic, String path, String schema, int schemaId, boolean container)
            implements java.io.Serializable {
        /**
         * Looks at the file.
         *
         * @param avro whether its topic holds Avro
         */
        static Input of(String topic, Path path, boolean avro, int schemaId) throws IOException {
            if (!isContainer(path)) {
                String schema = avro ? Order.getClassSchema().toString() : null;
                return new Input(topic, path.toString(), schema, schemaId, false);
            }
            try (DataFileReader<GenericRecord> reader =
                    new DataFileReader<>(path.toFile(), new GenericDatumReader<>())) {
                String schema = reader.getSchema().toString();
                return new Input(topic, path.toString(), schema, schemaId, true);
            }
        }

        private static boolean isContainer(Path path) throws IOException {
            try (java.io.InputStream in = Files.newInputStream(path)) {
                byte[] magic = in.readNBytes(4);
                return magic.length == 4 && magic[0] == 'O' && magic[1] == 'b' && magic[2] == 'j';
            }
        }
    }

    private final ArrayList<Input> inputs;

    FileSample(List<Input> inputs) {
        this.inputs = new ArrayList<>(inputs);
    }

    @Override
    public Cursor open() throws IOException {
        List<Reader> readers = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            readers.add(new Reader(inputs.get(i), i));
        }
        return new Merged(readers);
    }

    private static final class Merged implements Cursor {
        private final List<Reader> readers;
        private final PriorityQueue<Reader> heads =
                new PriorityQueue<>(
                        Comparator.comparingLong((Reader reader) -> reader.head.timestamp())
                                .thenComparingInt(reader -> reader.number));

        Merged(List<Reader> readers) throws IOException {
            this.readers = readers;
            for (Reader reader : readers) {
                if (reader.advance()) {
                    heads.add(reader);
                }
            }
        }

        @Override
        public RawRecord next() throws IOException {
            Reader first = heads.poll();
            if (first == null) {
                return null;
            }
            RawRecord record = first.head;
            if (first.advance()) {
                heads.add(first);
            }
            return record;
        }

        @Override
        public double share() {
            long read = 0;
            long size = 1;
            for (Reader reader : readers) {
                read += reader.bytes;
                size += reader.size;
            }
            return Math.min(1, read / (double) size);
        }

        @Override
        public void close() throws IOException {
            for (Reader reader : readers) {
                reader.close();
            }
        }
    }

    /** One file. */
    private static final class Reader implements AutoCloseable {
        private final Input input;
        private final int number;
        private final long size;
        private final BufferedReader lines;
        private final DataFileReader<GenericRecord> container;
        private final Schema schema;
        private long bytes;
        private long offset;
        private long time;
        private RawRecord head;

        Reader(Input input, int number) throws IOException {
            this.input = input;
            this.number = number;
            Path path = Path.of(input.path);
            this.size = Files.size(path);
            this.schema = input.schema == null ? null : new Schema.Parser().parse(input.schema);
            this.container =
                    input.container
                            ? new DataFileReader<>(path.toFile(), new GenericDatumReader<>())
                            : null;
            this.lines = input.container ? null : Files.newBufferedReader(path);
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
            out.write(ByteBuffer.allocate(4).putInt(input.schemaId).array());
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<GenericRecord>(record.getSchema()).write(record, encoder);
            encoder.flush();
            return out.toByteArray();
        }

        private RawRecord record(String key, byte[] value) {
            byte[] keyBytes = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
            return new RawRecord(input.topic, number, offset++, time, keyBytes, value);
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
}
