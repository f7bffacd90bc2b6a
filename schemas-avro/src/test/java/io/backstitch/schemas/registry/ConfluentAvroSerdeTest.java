package io.backstitch.schemas.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.backstitch.schemas.registry.UnreadableRecordException.Reason;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class ConfluentAvroSerdeTest {

    private static final String SUBJECT = Subjects.ofValue("orders");

    private final FakeSchemaRegistry registry = new FakeSchemaRegistry();
    private final ConfluentAvroWriter<Order> writer =
            ConfluentAvroWriter.registering(registry, SUBJECT, Order.class);
    private final ConfluentAvroReader<Order> reader =
            new ConfluentAvroReader<>(registry, Order.class);

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        assertThat(reader.read(writer.write(Orders.order("1001")))).isEqualTo(Orders.order("1001"));
    }

    @Test
    void bytesStartWithAZeroByteAndTheSchemaId() throws Exception {
        registry.register("other", "\"string\"");

        byte[] bytes = writer.write(Orders.order("1001"));

        assertThat(Arrays.copyOf(bytes, 5)).containsExactly(0, 0, 0, 0, 2);
    }

    @Test
    void theRegistryIsAskedOnceHoweverManyRecordsPass() throws Exception {
        for (int i = 0; i < 100; i++) {
            reader.read(writer.write(Orders.order("" + i)));
        }

        assertThat(registry.calls()).isEqualTo(2);
    }

    @Test
    void theRegisteredSchemaIsTheOneInTheRepositoryWithoutJavaHints() throws Exception {
        writer.write(Orders.order("1001"));

        Schema registered = new Schema.Parser().parse(registry.latest(SUBJECT).schemaJson());

        assertThat(registered.toString()).doesNotContain("avro.java");
        assertThat(registered.getField("order_id").schema().getType())
                .isEqualTo(Schema.Type.STRING);
        assertThat(registered.getField("occurred_at").schema().getLogicalType().getName())
                .isEqualTo("timestamp-millis");
    }

    @Test
    void aWriterThatMayNotRegisterUsesWhatIsThere() throws Exception {
        ConfluentAvroWriter<Order> humble =
                ConfluentAvroWriter.lookingUp(registry, SUBJECT, Order.class);
        assertThatThrownBy(() -> humble.write(Orders.order("1")))
                .isInstanceOf(SchemaUnknownException.class);

        registry.register(SUBJECT, WireSchemas.json(Order.class));

        assertThat(reader.read(humble.write(Orders.order("1")))).isEqualTo(Orders.order("1"));
    }

    @Test
    void recordsOfOtherSchemaVersionsAreReadSideBySide() throws Exception {
        byte[] ours = writer.write(Orders.order("1"));
        byte[] newer = write(newerSchema(), "2");

        assertThat(reader.read(newer).getOrderId()).isEqualTo("2");
        assertThat(reader.read(ours)).isEqualTo(Orders.order("1"));
        assertThat(reader.read(newer).getItems()).isEmpty();
    }

    @Test
    void anUnknownStatusOfANewerBackendIsNotTakenForAnother() throws Exception {
        Schema newer =
                new Schema.Parser()
                        .parse(
                                WireSchemas.json(Order.class)
                                        .replace("\"CANCELLED\"", "\"CANCELLED\",\"SPLIT\""));
        GenericRecord order = generic(newer, "3");
        order.put("status", enumValue(newer, "SPLIT"));

        assertThat(reader.read(write(newer, order)).getStatus()).isEqualTo(OrderStatus.UNKNOWN);
    }

    @Test
    void anOlderBackendsRecordGetsDefaultsAndItsSmallNumbersAreWidened() throws Exception {
        Schema older =
                new Schema.Parser()
                        .parse(
                                """
                                {"type": "record", "name": "Order", "namespace": "com.shop",
                                 "fields": [
                                  {"name": "order_id", "type": "string"},
                                  {"name": "status", "type": {"type": "enum",
                                    "name": "OrderStatus", "symbols": ["PLACED"]}},
                                  {"name": "occurred_at", "type": "long"},
                                  {"name": "email", "type": "string"},
                                  {"name": "currency", "type": "string"},
                                  {"name": "revenue_minor", "type": "int"}]}
                                """);
        GenericRecord theirs =
                new GenericRecordBuilder(older)
                        .set("order_id", "5")
                        .set("status", enumValue(older, "PLACED"))
                        .set("occurred_at", 1_795_428_000_000L)
                        .set("email", "jo@example.com")
                        .set("currency", "EUR")
                        .set("revenue_minor", 2997)
                        .build();

        Order order = reader.read(write(older, theirs));

        assertThat(order.getRevenueMinor()).isEqualTo(2997);
        assertThat(order.getOccurredAt().toEpochMilli()).isEqualTo(1_795_428_000_000L);
        assertThat(order.getEmail()).isEqualTo("jo@example.com");
        assertThat(order.getMessageId()).isNull();
        assertThat(order.getTaxMinor()).isZero();
        assertThat(order.getItems()).isEmpty();
    }

    @Test
    void aWriterWithoutWhatWeNeedIsNamedAndNoOtherSuffers() throws Exception {
        Schema without =
                new Schema.Parser()
                        .parse(
                                WireSchemas.json(Order.class)
                                        .replace("\"name\":\"currency\"", "\"name\":\"money\""));
        GenericRecord theirs = generic(newerSchema(), "6");
        GenericRecord order = new GenericData.Record(without);
        without.getFields()
                .forEach(
                        field ->
                                order.put(
                                        field.name(),
                                        field.name().equals("money")
                                                ? "EUR"
                                                : theirs.get(field.name())));
        byte[] bytes = write(without, order);

        UnreadableRecordException refused =
                catchThrowableOfType(UnreadableRecordException.class, () -> reader.read(bytes));

        assertThat(refused.reason()).isEqualTo(Reason.UNDECODABLE);
        assertThat(refused).hasMessageContaining("writer schema");
        assertThat(reader.read(write(newerSchema(), "7")).getOrderId()).isEqualTo("7");
    }

    @Test
    void anyRecordIsReadAsItWasWritten() throws Exception {
        ConfluentAvroReader<GenericRecord> any = ConfluentAvroReader.ofAny(registry);

        assertThat(any.read(write(newerSchema(), "8")).get("order_id").toString()).isEqualTo("8");
        int text = registry.register("text", "\"string\"");
        byte[] notARecord = {0, 0, 0, 0, (byte) text, 2, 'a'};
        assertThat(
                        catchThrowableOfType(
                                UnreadableRecordException.class, () -> any.read(notARecord)))
                .hasMessageContaining("expected a record");
    }

    @Test
    void aBackendMayCallItsRecordAsItLikes() throws Exception {
        Schema theirs =
                new Schema.Parser()
                        .parse(
                                WireSchemas.json(Order.class)
                                        .replace("io.backstitch.schemas.wire", "com.shop"));

        assertThat(reader.read(write(theirs, "4")).getOrderId()).isEqualTo("4");
    }

    @Test
    void bytesWithoutAFrameAreNamed() {
        for (byte[] bytes : new byte[][] {null, {}, {0, 0, 0}, text("{\"order_id\":1}")}) {
            assertThat(refusal(bytes)).isEqualTo(Reason.NOT_CONFLUENT_FRAMED);
        }
        assertThat(Reason.NOT_CONFLUENT_FRAMED.word()).isEqualTo("not_confluent_framed");
    }

    @Test
    void anIdThatTheRegistryDoesNotKnowIsNamed() {
        assertThat(refusal(new byte[] {0, 0, 0, 0, 77, 1, 2})).isEqualTo(Reason.UNKNOWN_SCHEMA_ID);
    }

    @Test
    void anyCutOrGrownRecordIsUndecodable() throws Exception {
        byte[] bytes = writer.write(Orders.order("1001"));

        for (int length = 5; length < bytes.length; length++) {
            assertThat(refusal(Arrays.copyOf(bytes, length)))
                    .as("cut to %d bytes", length)
                    .isEqualTo(Reason.UNDECODABLE);
        }
        assertThat(refusal(Arrays.copyOf(bytes, bytes.length + 1))).isEqualTo(Reason.UNDECODABLE);
        assertThat(reader.read(bytes)).isEqualTo(Orders.order("1001"));
    }

    @Test
    void anyFlippedByteIsReadOrRefusedButNeverMore() throws Exception {
        byte[] bytes = writer.write(Orders.order("1001"));

        for (int at = 5; at < bytes.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] broken = bytes.clone();
                broken[at] ^= (byte) (1 << bit);
                try {
                    reader.read(broken);
                } catch (UnreadableRecordException e) {
                    assertThat(e.reason()).isEqualTo(Reason.UNDECODABLE);
                }
            }
        }
    }

    @Test
    void aLengthOfTwoGigabytesIsRefusedWithoutTakingTheMemory() throws Exception {
        writer.write(Orders.order("1001"));
        byte[] huge = {
            0, 0, 0, 0, 1, (byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 1, 1
        };

        assertThat(refusal(huge)).isEqualTo(Reason.UNDECODABLE);
    }

    @Test
    void messagesNeverShowTheRecord() throws Exception {
        byte[] bytes = writer.write(Orders.order("1001"));

        assertThatThrownBy(() -> reader.read(Arrays.copyOf(bytes, bytes.length - 1)))
                .hasMessageContaining("io.backstitch.schemas.wire.Order")
                .hasMessageNotContaining("example.com");
    }

    @Test
    void aSilentRegistryIsNotTheRecordsFault() throws Exception {
        byte[] bytes = writer.write(Orders.order("1001"));
        registry.setDown(true);

        RegistryException e =
                catchThrowableOfType(RegistryException.class, () -> reader.read(bytes));
        assertThat(e.retryable()).isTrue();

        registry.setDown(false);
        assertThat(reader.read(bytes)).isEqualTo(Orders.order("1001"));
    }

    @Test
    void aWriterTriesAgainAfterTheRegistryFailed() throws Exception {
        registry.setDown(true);
        assertThatThrownBy(() -> writer.write(Orders.order("1")))
                .isInstanceOf(RegistryUnavailableException.class);

        registry.setDown(false);
        assertThat(reader.read(writer.write(Orders.order("1")))).isEqualTo(Orders.order("1"));
    }

    private Reason refusal(byte[] bytes) {
        return catchThrowableOfType(UnreadableRecordException.class, () -> reader.read(bytes))
                .reason();
    }

    private static Schema newerSchema() {
        String added =
                "{\"name\":\"gift\",\"type\":[\"null\",\"string\"],\"default\":null},"
                        + "{\"name\":\"items\"";
        return new Schema.Parser()
                .parse(WireSchemas.json(Order.class).replace("{\"name\":\"items\"", added));
    }

    private byte[] write(Schema schema, String orderId) throws Exception {
        return write(schema, generic(schema, orderId));
    }

    private byte[] write(Schema schema, GenericRecord order) throws Exception {
        int id = registry.register("theirs-" + schema.hashCode(), schema.toString());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(WireFormat.header(id));
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(order, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private static GenericRecord generic(Schema schema, String orderId) {
        return new GenericRecordBuilder(schema)
                .set("order_id", orderId)
                .set("status", enumValue(schema, "PLACED"))
                .set("occurred_at", 1_700_000_000_000L)
                .set("currency", "EUR")
                .set("revenue_minor", 100L)
                .build();
    }

    private static Object enumValue(Schema schema, String symbol) {
        return new org.apache.avro.generic.GenericData.EnumSymbol(
                schema.getField("status").schema(), symbol);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
