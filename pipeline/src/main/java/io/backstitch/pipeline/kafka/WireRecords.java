package io.backstitch.pipeline.kafka;

import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.ConfluentSchemaRegistry;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.RegistryOptions;
import io.backstitch.schemas.registry.SchemaRegistry;
import io.backstitch.schemas.registry.Subjects;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.FlinkRuntimeException;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Generated records to Kafka records: the id as key, Avro in Confluent's wire format as value. The
 * registry is asked when the task starts, and not needed while it runs.
 */
final class WireRecords<T extends SpecificRecord> implements KafkaRecordSerializationSchema<T> {
    private static final long serialVersionUID = 1L;

    private final RegistryOptions registry;
    private final boolean autoRegister;
    private final String topic;
    private final Class<T> type;
    private final SerializableFunction<T, String> id;
    private final SerializableFunction<T, T> fit;
    private transient ConfluentAvroWriter<T> writer;

    /**
     * @param id the record's deterministic id
     * @param fit makes the record small enough for Kafka
     */
    WireRecords(
            KafkaSettings settings,
            String topic,
            Class<T> type,
            SerializableFunction<T, String> id,
            SerializableFunction<T, T> fit) {
        this.registry = settings.registry();
        this.autoRegister = settings.autoRegister();
        this.topic = topic;
        this.type = type;
        this.id = id;
        this.fit = fit;
    }

    @Override
    public void open(InitializationContext context, KafkaSinkContext sink)
            throws RegistryException {
        String subject = Subjects.ofValue(topic);
        try (SchemaRegistry schemas = ConfluentSchemaRegistry.connect(registry)) {
            writer =
                    autoRegister
                            ? ConfluentAvroWriter.registering(schemas, subject, type)
                            : ConfluentAvroWriter.lookingUp(schemas, subject, type);
            writer.prepare();
        }
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
            T record, KafkaSinkContext sink, Long timestamp) {
        byte[] key = id.apply(record).getBytes(StandardCharsets.UTF_8);
        try {
            return new ProducerRecord<>(topic, key, writer.write(fit.apply(record)));
        } catch (RegistryException e) {
            throw new FlinkRuntimeException("Not reached: the schema id is known since open()", e);
        }
    }
}
