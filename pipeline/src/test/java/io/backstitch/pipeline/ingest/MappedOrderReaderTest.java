package io.backstitch.pipeline.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedOrderReaderTest {
    private static final String TOPIC = "shop.orders";

    /** A webhook as shops send them: an envelope, amounts as text, ids as numbers. */
    private static final String MAPPING =
            """
            status:
              path: event.type
              values: {orders/create: placed, orders/edited: updated, refunds/create: refunded,
                orders/cancelled: cancelled}
              other: ignore
            message_id: event.id
            occurred_at: order.created_at
            order_id: order.name
            currency: {path: order.currency, value: EUR}
            revenue: order.total
            refund: order.refund.total
            tax: order.tax
            cart_id: order.cart
            customer_id: order.customer.id
            email: order.customer.email
            first_name: order.customer.name.0
            items: {path: order.lines, product_id: product, name: title, quantity: count, price: each}
            properties: {coupon: order.codes.0}
            attributes: {email_opt_in: order.customer.accepts, shop: {value: eu}}
            """;

    private static final String ORDER =
            """
            {"event": {"type": "orders/create", "id": "e-1", "sent": 1},
             "order": {"name": "#1001", "created_at": "2026-11-23T10:59:55+01:00", "total": "34.87",
               "tax": "5.57", "cart": 77, "codes": ["TEN"], "refund": {"total": "9.99"},
               "customer": {"id": 4711, "email": " Jo@Example.com", "name": ["Jo"],
                 "accepts": true},
               "lines": [{"product": "p1", "title": "Mug", "count": "3", "each": 9.99},
                         {"product": "p2", "count": 1, "each": "4.90"}]}}
            """;

    @TempDir private Path dir;

    @Test
    void anOrderOfAnyShapeIsTheContractsOrder() throws Exception {
        try (Ingest ingest = ingest(MAPPING)) {
            ingest.take(TOPIC, ORDER.getBytes(UTF_8));

            Bundle bundle = bundle(ingest);
            assertThat(bundle.source()).isEqualTo("orders");
            assertThat(bundle.platform()).isEqualTo("backend");
            assertThat(bundle.asserted().get("customer_id")).isEqualTo("4711");
            assertThat(bundle.asserted().get("email")).isEqualTo("jo@example.com");
            assertThat(bundle.asserted().get("cart_id")).isEqualTo("77");
            assertThat(bundle.profile())
                    .extracting(Attribute::name)
                    .contains("email", "first_name", "email_opt_in", "shop");
            Event event = bundle.events().get(0);
            assertThat(event.id()).isEqualTo("e-1");
            assertThat(event.name()).isEqualTo("order_completed");
            assertThat(event.time()).isEqualTo(Ingest.ARRIVAL - 5_000);
            JsonNode sent = Json.parse(event.attributes());
            assertThat(sent.get("order_id").textValue()).isEqualTo("1001");
            assertThat(sent.get("revenue").decimalValue()).isEqualByComparingTo("34.87");
            assertThat(sent.get("tax").decimalValue()).isEqualByComparingTo("5.57");
            assertThat(sent.get("currency").textValue()).isEqualTo("EUR");
            assertThat(sent.get("coupon").textValue()).isEqualTo("TEN");
            assertThat(sent.get("items")).hasSize(2);
            assertThat(sent.get("items").get(0).get("name").textValue()).isEqualTo("Mug");
            assertThat(sent.get("items").get(0).get("quantity").intValue()).isEqualTo(3);
            assertThat(sent.get("items").get(1).get("price").decimalValue())
                    .isEqualByComparingTo("4.90");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "orders/edited,order_updated,revenue,34.87",
        "refunds/create,order_refunded,amount,9.99",
        "orders/cancelled,order_cancelled,revenue,34.87"
    })
    void whatHappenedIsWhatTheFileSays(String word, String name, String key, BigDecimal amount)
            throws Exception {
        try (Ingest ingest = ingest(MAPPING)) {
            ingest.take(TOPIC, ORDER.replace("orders/create", word).getBytes(UTF_8));

            Event event = bundle(ingest).events().get(0);
            assertThat(event.name()).isEqualTo(name);
            assertThat(Json.parse(event.attributes()).get(key).decimalValue())
                    .isEqualByComparingTo(amount);
        }
    }

    @Test
    void aWordThatIsNotNamedIsLeftOutOrADeadLetter() throws Exception {
        byte[] paid = ORDER.replace("orders/create", "orders/paid").getBytes(UTF_8);
        try (Ingest ingest = ingest(MAPPING)) {
            ingest.take(TOPIC, paid);
            assertThat(ingest.bundles()).isEmpty();
            assertThat(ingest.receipts())
                    .extracting(Receipt::getReason)
                    .containsExactly("order_status");
        }
        try (Ingest ingest = ingest(MAPPING.replace("other: ignore", "other: refuse"))) {
            ingest.take(TOPIC, paid);
            ingest.take(TOPIC, "{\"order\":{}}".getBytes(UTF_8));
            assertThat(ingest.letters())
                    .extracting(DeadLetter::getReason)
                    .containsExactly("wrong_type", "missing_property");
            assertThat(ingest.letters())
                    .extracting(DeadLetter::getField)
                    .containsOnly("event.type");
        }
    }

    @Test
    void aReportWithoutAnIdIsKnownByWhatIsReadOfIt() throws Exception {
        try (Ingest ingest = ingest(MAPPING.replace("message_id: event.id\n", ""))) {
            ingest.take(TOPIC, ORDER.getBytes(UTF_8));
            ingest.take(TOPIC, ORDER.replace("\"sent\": 1", "\"sent\": 2").getBytes(UTF_8));
            ingest.take(TOPIC, ORDER.replace("34.87", "34.88").getBytes(UTF_8));

            List<String> ids =
                    ingest.bundles().stream().map(bundle -> bundle.events().get(0).id()).toList();
            assertThat(ids).hasSize(3);
            assertThat(ids.get(1)).isEqualTo(ids.get(0));
            assertThat(ids.get(2)).isNotEqualTo(ids.get(0));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"#1001\"|null|missing_property|order_id",
                "\"2026-11-23T10:59:55+01:00\"|\"yesterday\"|wrong_type|occurred_at",
                "\"34.87\"|\"a lot\"|wrong_type|revenue",
                "\"34.87\"|{\"eur\":1}|wrong_type|revenue"
            })
    void whatDoesNotFitIsADeadLetterThatNamesTheField(
            String good, String bad, String reason, String field) throws Exception {
        try (Ingest ingest = ingest(MAPPING)) {
            ingest.take(TOPIC, ORDER.replace(good, bad).getBytes(UTF_8));
            ingest.take(TOPIC, "no order".getBytes(UTF_8));
            ingest.take(TOPIC, "[]".getBytes(UTF_8));

            assertThat(ingest.bundles()).isEmpty();
            assertThat(ingest.letters())
                    .extracting(DeadLetter::getReason)
                    .containsExactly(reason, "not_json", "not_object");
            assertThat(ingest.letters().get(0).getField()).isEqualTo(field);
        }
    }

    @Test
    void minorUnitsAreWholeNumbersOfTheOrdersCurrency() throws Exception {
        String mapping = MAPPING.replace("status:", "money: minor\nstatus:");
        String order =
                ORDER.replace("\"34.87\"", "3487")
                        .replace("\"5.57\"", "\"557\"")
                        .replace("9.99}", "999}")
                        .replace("\"4.90\"", "490");
        try (Ingest ingest = ingest(mapping)) {
            ingest.take(TOPIC, order.getBytes(UTF_8));
            ingest.take(TOPIC, ORDER.getBytes(UTF_8));

            JsonNode sent = Json.parse(bundle(ingest).events().get(0).attributes());
            assertThat(sent.get("revenue").decimalValue()).isEqualByComparingTo("34.87");
            assertThat(sent.get("items").get(0).get("price").decimalValue())
                    .isEqualByComparingTo("9.99");
            assertThat(ingest.letters())
                    .singleElement()
                    .satisfies(
                            letter -> {
                                assertThat(letter.getReason()).isEqualTo("wrong_type");
                                assertThat(letter.getField()).isEqualTo("revenue");
                                assertThat(letter.getDetail()).contains("minor units");
                            });
        }
    }

    @Test
    void anAvroTopicOfTheShopsOwnIsReadByItsSchema() throws Exception {
        Schema schema =
                new Schema.Parser()
                        .parse(
                                """
                                {"type": "record", "name": "ShopOrder", "fields": [
                                  {"name": "number", "type": "long"},
                                  {"name": "at", "type": {"type": "long",
                                    "logicalType": "timestamp-micros"}},
                                  {"name": "total", "type": {"type": "bytes",
                                    "logicalType": "decimal", "precision": 9, "scale": 2}},
                                  {"name": "buyer", "type": ["null", {"type": "record",
                                    "name": "Buyer", "fields": [
                                      {"name": "mail", "type": "string"}]}]},
                                  {"name": "lines", "type": {"type": "array", "items":
                                    {"type": "map", "values": ["string", "double"]}}}]}
                                """);
        GenericRecord buyer =
                new GenericData.Record(schema.getField("buyer").schema().getTypes().get(1));
        buyer.put("mail", "jo@example.com");
        GenericRecord order = new GenericData.Record(schema);
        order.put("number", 1001L);
        order.put("at", (Ingest.ARRIVAL - 5_000) * 1_000);
        order.put("total", ByteBuffer.wrap(new BigDecimal("34.87").unscaledValue().toByteArray()));
        order.put("buyer", buyer);
        order.put("lines", List.of(Map.of("id", "p1", "each", 19.99)));
        String mapping =
                """
                format: avro
                status: {value: placed}
                order_id: number
                occurred_at: at
                currency: {value: EUR}
                revenue: total
                email: buyer.mail
                items: {path: lines, product_id: id, price: each, quantity: {value: 1}}
                """;
        try (Ingest ingest = ingest(mapping, schema)) {
            ingest.take(TOPIC, framed(schema, order));
            ingest.take(TOPIC, new byte[] {0, 0, 0, 0, 99, 1});
            ingest.take(TOPIC, new byte[] {0, 0, 0, 0, FakeRegistry.OTHER, 1});

            Bundle bundle = bundle(ingest);
            assertThat(bundle.asserted().get("email")).isEqualTo("jo@example.com");
            Event event = bundle.events().get(0);
            assertThat(event.time()).isEqualTo(Ingest.ARRIVAL - 5_000);
            JsonNode sent = Json.parse(event.attributes());
            assertThat(sent.get("order_id").textValue()).isEqualTo("1001");
            assertThat(sent.get("revenue").decimalValue()).isEqualByComparingTo("34.87");
            assertThat(sent.get("items").get(0).get("price").decimalValue())
                    .isEqualByComparingTo("19.99");
            assertThat(ingest.letters())
                    .extracting(DeadLetter::getReason)
                    .containsExactly("unknown_schema_id", "undecodable");
        }
    }

    @Test
    void theExampleOfThePageIsWhatThePageSays() throws Exception {
        String page = Files.readString(Path.of("../docs/order-mapping.md"));
        try (Ingest ingest = ingest(block(page, "```yaml\nformat:"))) {
            ingest.take(TOPIC, block(page, "```json\n").getBytes(UTF_8));

            Bundle bundle = bundle(ingest);
            assertThat(bundle.asserted().get("customer_id")).isEqualTo("4711");
            assertThat(bundle.profile())
                    .extracting(Attribute::name)
                    .containsExactlyInAnyOrder("email", "email_opt_in");
            Event event = bundle.events().get(0);
            assertThat(event.name()).isEqualTo("order_completed");
            JsonNode sent = Json.parse(event.attributes());
            assertThat(sent.get("order_id").textValue()).isEqualTo("1001");
            assertThat(sent.get("revenue").decimalValue()).isEqualByComparingTo("34.87");
            assertThat(sent.get("items")).hasSize(1);
        }
    }

    /** The first block of code that begins so, without its fence. */
    private static String block(String page, String begin) {
        int start = page.indexOf(begin);
        return page.substring(page.indexOf('\n', start) + 1, page.indexOf("```", start + 3));
    }

    private static byte[] framed(Schema schema, GenericRecord order) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {0, 0, 0, 0, FakeRegistry.OTHER});
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<GenericRecord>(schema).write(order, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    private Ingest ingest(String mapping) throws Exception {
        return ingest(mapping, null);
    }

    private Ingest ingest(String mapping, Schema schema) throws Exception {
        Path file = Files.writeString(dir.resolve("mapping.yaml"), mapping);
        Configuration options = new Configuration();
        options.set(IngestOptions.ORDER_MAPPINGS, List.of(TOPIC + "=" + file));
        assertThat(IngestOptions.faults(options)).isEmpty();
        String other = schema == null ? null : schema.toString();
        return new Ingest(options, () -> new FakeRegistry(false, other), null);
    }

    private static Bundle bundle(Ingest ingest) {
        assertThat(ingest.bundles()).hasSize(1);
        return ingest.bundles().get(0);
    }
}
