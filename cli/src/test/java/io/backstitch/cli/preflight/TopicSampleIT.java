package io.backstitch.cli.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.sandbox.kafka.KafkaBroker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics of a real broker. */
class TopicSampleIT {
    private static final int RECORDS = 4_000;
    private static final long START = 1_764_000_000_000L;

    @TempDir Path folder;

    @Test
    void partitionsAreReadAsOneInTheOrderOfArrivalBetweenTwoTimes() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(folder)) {
            broker.createTopic("a", 3, Map.of());
            broker.createTopic("b", 1, Map.of());
            broker.createTopic("empty", 2, Map.of());
            Map<String, Object> client = Map.of("bootstrap.servers", broker.bootstrapServers());
            write(client);
            List<String> topics = List.of("a", "b", "empty");

            List<Long> all = read(new TopicSample(client, topics, Long.MIN_VALUE, Long.MAX_VALUE));
            assertThat(all).hasSize(RECORDS).isSorted();

            List<Long> some = read(new TopicSample(client, topics, START + 1000, START + 3000));
            assertThat(some).hasSize(2000).isSorted();
            assertThat(some.get(0)).isEqualTo(START + 1000);
            assertThat(some.get(1999)).isEqualTo(START + 2999);

            TopicSample none = new TopicSample(client, List.of("c"), START, Long.MAX_VALUE);
            assertThatThrownBy(none::open).hasMessageContaining("There is no topic c");
        }
    }

    private static void write(Map<String, Object> client) {
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(client, bytes, bytes)) {
            for (int i = 0; i < RECORDS; i++) {
                // Partition 0 is far ahead of the others at first.
                int of = i < RECORDS / 2 ? (i % 10 == 0 ? 1 : 0) : i % 4;
                String topic = of == 3 ? "b" : "a";
                producer.send(
                        new ProducerRecord<>(
                                topic, of == 3 ? 0 : of, START + i, null, new byte[] {1}));
            }
        }
    }

    private static List<Long> read(Sample sample) throws Exception {
        List<Long> times = new ArrayList<>();
        try (Sample.Cursor cursor = sample.open()) {
            for (RawRecord record; (record = cursor.next()) != null; ) {
                times.add(record.timestamp());
            }
            assertThat(cursor.share()).isEqualTo(1);
        }
        return times;
    }
}
