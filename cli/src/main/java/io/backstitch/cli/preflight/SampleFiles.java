package io.backstitch.cli.preflight;

import io.backstitch.pipeline.ingest.IngestOptions;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.pipeline.registry.SchemaRegistryOptions;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.util.function.SerializableSupplier;

/** A sample in files, as {@code --file TOPIC=FILE} names them; for other commands, too. */
public final class SampleFiles {
    private final List<FileSample.Input> inputs;

    private SampleFiles(List<FileSample.Input> inputs) {
        this.inputs = inputs;
    }

    /**
     * Looks at the files.
     *
     * @param files each {@code TOPIC=FILE}
     * @param job which topics are read
     * @throws IllegalArgumentException with a sentence if one cannot be used
     */
    public static SampleFiles of(List<String> files, Configuration job) throws IOException {
        List<FileSample.Input> inputs = new ArrayList<>();
        for (String file : files) {
            inputs.add(input(file, job, SampleRegistry.FIRST_ID + inputs.size()));
        }
        return new SampleFiles(List.copyOf(inputs));
    }

    private static FileSample.Input input(String file, Configuration job, int id)
            throws IOException {
        int equals = file.indexOf('=');
        if (equals < 1) {
            throw new IllegalArgumentException("--file: expected TOPIC=FILE, found '" + file + "'");
        }
        String topic = file.substring(0, equals);
        Path path = Path.of(file.substring(equals + 1));
        if (!Files.isReadable(path)) {
            throw new IllegalArgumentException("--file: " + path + " cannot be read");
        }
        if (!IngestOptions.topics(job).contains(topic)) {
            throw new IllegalArgumentException(
                    "--file: the configuration reads no topic '"
                            + topic
                            + "', but "
                            + String.join(", ", IngestOptions.topics(job)));
        }
        boolean avro = topic.equals(job.get(IngestOptions.ORDERS_TOPIC));
        return FileSample.Input.of(topic, path, avro, id);
    }

    List<FileSample.Input> inputs() {
        return inputs;
    }

    /**
     * Opens a registry that holds the files' own schemas; everything else is the configuration's,
     * if it names one.
     */
    public SerializableSupplier<SchemaRegistry> registries(Configuration job) {
        TreeMap<Integer, String> schemas = new TreeMap<>();
        for (FileSample.Input input : inputs) {
            if (input.schema() != null) {
                schemas.put(input.schemaId(), input.schema());
            }
        }
        RegistryOptions where =
                job.get(SchemaRegistryOptions.URL) == null
                        ? null
                        : SchemaRegistryOptions.read(job, new ArrayList<>());
        return () -> new SampleRegistry(schemas, where);
    }

    /** Takes one record after the other. */
    @FunctionalInterface
    public interface Taker {
        void take(RawRecord record) throws Exception;
    }

    /** Goes through all records in the order of arrival. */
    public void each(Taker taker) throws Exception {
        try (Sample.Cursor cursor = new FileSample(inputs).open()) {
            for (RawRecord record; (record = cursor.next()) != null; ) {
                taker.take(record);
            }
        }
    }
}
