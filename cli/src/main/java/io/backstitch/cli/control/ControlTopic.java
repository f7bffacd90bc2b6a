package io.backstitch.cli.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.job.ConfigFile;
import io.backstitch.pipeline.kafka.KafkaOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Where commands to the job are written.
 *
 * @param client settings of Kafka's clients, addresses included
 */
public record ControlTopic(Map<String, Object> client, String topic) {
    static final String DEFAULT = "backstitch.control";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_MS = 15_000;
    private static final int STEP = 1_000;

    /** A command as it is written. */
    public record Command(String key, String json) {
        /**
         * @param word {@code pause} or {@code resume}
         * @param families names of events; empty for everything
         * @param at epoch milliseconds; the same command of the same moment has the same key
         */
        static Command of(String word, List<String> families, long at) {
            ObjectNode command = JSON.createObjectNode();
            command.put("command", word);
            TreeSet<String> sorted = new TreeSet<>(families);
            if (!sorted.isEmpty()) {
                sorted.forEach(command.putArray("families")::add);
            }
            command.put("at", at);
            String what = sorted.isEmpty() ? "*" : String.join(",", sorted);
            return new Command(word + ":" + what + ":" + at, command.toString());
        }

        /**
         * Deliver once more what had become a dead letter.
         *
         * @param ulid its id
         * @param operation what the dead letter keeps besides the body
         * @param body what is sent
         * @param at until when it was looked up what has become of its person, epoch milliseconds
         * @throws IOException if the operation is no JSON
         */
        public static Command deliver(String ulid, String operation, String body, long at)
                throws IOException {
            ObjectNode command = JSON.createObjectNode();
            command.put("command", "deliver");
            command.set("operation", JSON.readTree(operation));
            command.put("body", body);
            command.put("at", at);
            return new Command("deliver:" + ulid, command.toString());
        }
    }

    static ControlTopic at(String bootstrap, String topic) {
        Map<String, Object> client = new HashMap<>();
        client.put("bootstrap.servers", bootstrap);
        return new ControlTopic(client, topic == null ? DEFAULT : topic);
    }

    /**
     * As the job's configuration says.
     *
     * @throws IllegalArgumentException if the file names no control topic
     */
    static ControlTopic of(Path file, String topic) {
        Configuration config = ConfigFile.read(file);
        String named = topic == null ? config.get(KafkaOptions.CONTROL_TOPIC) : topic;
        if (named == null) {
            throw new IllegalArgumentException(
                    file
                            + " has no "
                            + KafkaOptions.CONTROL_TOPIC.key()
                            + ": the job takes no commands. Add it, and start the job again from a"
                            + " savepoint.");
        }
        Map<String, Object> client = new HashMap<>(config.get(KafkaOptions.CLIENT));
        client.put("bootstrap.servers", config.get(KafkaOptions.BOOTSTRAP_SERVERS));
        return new ControlTopic(client, named);
    }

    /** Writes the command and waits until Kafka has it. */
    RecordMetadata write(Command command) throws Exception {
        return write(List.of(command), sent -> {});
    }

    /**
     * Writes commands in order, and waits until Kafka has them all.
     *
     * @param progress told now and then how many are on their way
     * @return where the last one is
     */
    public RecordMetadata write(List<Command> commands, IntConsumer progress) throws Exception {
        checkTopic();
        Map<String, Object> producer = patient();
        producer.put("acks", "all");
        producer.put("enable.idempotence", true); // keeps the order
        producer.put("max.block.ms", PATIENCE_MS);
        List<Future<RecordMetadata>> written = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> kafka =
                new KafkaProducer<>(
                        producer, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (Command command : commands) {
                written.add(
                        kafka.send(
                                new ProducerRecord<>(
                                        topic,
                                        command.key().getBytes(UTF_8),
                                        command.json().getBytes(UTF_8))));
                if (written.size() % STEP == 0) {
                    progress.accept(written.size());
                }
            }
            RecordMetadata last = null;
            for (Future<RecordMetadata> one : written) {
                last = one.get(2 * PATIENCE_MS, TimeUnit.MILLISECONDS);
            }
            return last;
        }
    }

    /** A broker that creates topics on its own would make one that nobody listens to. */
    public void checkTopic() throws Exception {
        try (Admin admin = Admin.create(patient())) {
            int partitions =
                    admin.describeTopics(List.of(topic))
                            .topicNameValues()
                            .get(topic)
                            .get(PATIENCE_MS, TimeUnit.MILLISECONDS)
                            .partitions()
                            .size();
            if (partitions != 1) {
                throw new IllegalStateException(
                        "The topic "
                                + topic
                                + " has "
                                + partitions
                                + " partitions; the control topic has exactly one, so that commands"
                                + " keep their order.");
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new IllegalStateException(
                        "Kafka has no topic "
                                + topic
                                + ". Name the one of kafka.control-topic with --topic, or create it"
                                + " (one partition).");
            }
            throw e;
        }
    }

    private Map<String, Object> patient() {
        Map<String, Object> config = new HashMap<>(client);
        config.putIfAbsent("request.timeout.ms", PATIENCE_MS);
        config.putIfAbsent("default.api.timeout.ms", PATIENCE_MS);
        config.putIfAbsent("delivery.timeout.ms", 2 * PATIENCE_MS);
        return config;
    }
}
