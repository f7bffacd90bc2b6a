package io.backstitch.cli.preflight;

import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.Order;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/**
 * Raw records in files, each of one topic: lines of JSON, or an Avro container. A line is the value
 * itself, or {@code {"timestamp":ms,"key":…,"value":…}} ({@code value_base64} for bytes), or what
 * {@code kcat -J} writes. Several files are read as one, in the order of arrival; within a file the
 * order is the file's.
 */
final class FileSample implements Sample {
    private static final long serialVersionUID = 1L;

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
        List<SampleFileReader> readers = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            readers.add(new SampleFileReader(inputs.get(i), i));
        }
        return new Merged(readers);
    }

    private static final class Merged implements Cursor {
        private final List<SampleFileReader> readers;
        private final PriorityQueue<SampleFileReader> heads =
                new PriorityQueue<>(
                        Comparator.comparingLong(
                                        (SampleFileReader reader) -> reader.head().timestamp())
                                .thenComparingInt(reader -> reader.number()));

        Merged(List<SampleFileReader> readers) throws IOException {
            this.readers = readers;
            for (SampleFileReader reader : readers) {
                if (reader.advance()) {
                    heads.add(reader);
                }
            }
        }

        @Override
        public RawRecord next() throws IOException {
            SampleFileReader first = heads.poll();
            if (first == null) {
                return null;
            }
            RawRecord record = first.head();
            if (first.advance()) {
                heads.add(first);
            }
            return record;
        }

        @Override
        public double share() {
            long read = 0;
            long size = 1;
            for (SampleFileReader reader : readers) {
                read += reader.bytes();
                size += reader.size();
            }
            return Math.min(1, read / (double) size);
        }

        @Override
        public void close() throws IOException {
            for (SampleFileReader reader : readers) {
                reader.close();
            }
        }
    }
}
