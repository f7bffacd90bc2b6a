package io.backstitch.cli.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.registry.AvroTrust;
import io.backstitch.schemas.registry.ConfluentAvroReader;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderStatus;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSampleTest {
    private static final int ID = SampleRegistry.FIRST_ID;

    @TempDir Path dir;

    @Test
    void severalFilesAreReadInTheOrderOfArrival() throws Exception {
        Path one =
                lines("{\"timestamp\":10,\"value\":{\"a\":1}}", "{\"timestamp\":30,\"value\":3}");
        Path two = lines("{\"timestamp\":20,\"key\":\"k\",\"value_base64\":\"eA==\"}");

        List<RawRecord> records =
                read(
                        FileSample.Input.of("m", one, false, ID),
                        FileSample.Input.of("s", two, false, ID));

        assertThat(records).extracting(RawRecord::timestamp).containsExactly(10L, 20L, 30L);
        assertThat(records).extracting(FileSampleTest::text).containsExactly("{\"a\":1}", "x", "3");
        assertThat(records.get(1).topic()).isEqualTo("s");
    }

    @Test
    void aBareRecordArrivedWhenItSays() throws Exception {
        Path bare =
                lines(
                        "{\"timestamp_unixtime_ms\":\"50\",\"events\":[]}",
                        "{\"receivedAt\":\"1970-01-01T00:00:01Z\"}",
                        "{no json",
                        "{\"topic\":\"m\",\"partition\":1,\"offset\":7,\"ts\":2000,\"key\":null,"
                                + "\"payload\":\"{}\"}");

        List<RawRecord> records = read(FileSample.Input.of("m", bare, false, ID));

        assertThat(records)
                .extracting(RawRecord::timestamp)
                .containsExactly(50L, 1000L, 1000L, 2000L);
        assertThat(text(records.get(2))).isEqualTo("{no json");
        assertThat(text(records.get(3))).isEqualTo("{}");
    }

    @Test
    void anAvroContainerIsReadAsFromTheRegistry() throws Exception {
        AvroTrust.install();
        Order order =
                Order.newBuilder()
                        .setOrderId("1001")
                        .setStatus(OrderStatus.PLACED)
                        .setOccurredAt(Instant.ofEpochMilli(77))
                        .setCurrency("EUR")
                        .setRevenueMinor(100)
                        .build();
        Path file = dir.resolve("orders.avro");
        try (DataFileWriter<Order> writer =
                new DataFileWriter<>(new SpecificDatumWriter<>(Order.class))) {
            writer.create(Order.getClassSchema(), file.toFile());
            writer.append(order);
        }
        FileSample.Input input = FileSample.Input.of("orders", file, true, ID);

        List<RawRecord> records = read(input);

        assertThat(records).extracting(RawRecord::timestamp).containsExactly(77L);
        try (SampleRegistry registry = new SampleRegistry(Map.of(ID, input.schema()), null)) {
            assertThat(
                            new ConfluentAvroReader<>(registry, Order.class)
                                    .read(records.get(0).value()))
                    .isEqualTo(order);
        }
    }

    private static List<RawRecord> read(FileSample.Input... inputs) throws Exception {
        List<RawRecord> records = new ArrayList<>();
        try (Sample.Cursor cursor = new FileSample(List.of(inputs)).open()) {
            for (RawRecord record; (record = cursor.next()) != null; ) {
                records.add(record);
            }
            assertThat(cursor.share()).isGreaterThan(0.5);
        }
        return records;
    }

    private Path lines(String... lines) throws Exception {
        return Files.write(Files.createTempFile(dir, "lines", ".jsonl"), List.of(lines));
    }

    private static String text(RawRecord record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }
}
