package io.backstitch.cli.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.schemas.registry.ConfluentAvroReader;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short forms become what the sources really write. */
class ShortFormsTest {
    @TempDir Path dir;

    private List<Input> inputs(String yaml) throws IOException {
        Path file = dir.resolve("a.yaml");
        Files.writeString(
                file,
                """
                products:
                  cleanser: {name: Gentle Cleanser, category: Cleansers, price: 19.90, sku: c-1}
                expect: {}
                inputs:
                """
                        + yaml.indent(2));
        return ScenarioParser.read(file).inputs();
    }

    private static JsonNode json(Input input) throws IOException {
        return new ObjectMapper().readTree(input.value());
    }

    @Test
    void aBatchHasMparticlesShape() throws IOException {
        Input input =
                inputs(
                                """
                                - mparticle:
                                    device: p
                                    platform: iOS
                                    user: 42
                                    email: a@b.example
                                    phone: "0171"
                                    attributes: {$FirstName: Ann}
                                    remove: [nickname]
                                    event: Added To Cart
                                    cart: k
                                    items: [2 x cleanser]
                                    total: 39.80 EUR
                                    at: 09:00
                                    arrives: 09:10
                                """)
                        .get(0);

        assertThat(input.topic()).isEqualTo("mparticle.batches");
        assertThat(Instant.ofEpochMilli(input.arrives())).isEqualTo("2026-03-02T09:10:00Z");
        JsonNode batch = json(input);
        assertThat(batch.path("mp_deviceid").asText()).isEqualTo("p");
        assertThat(batch.path("mpid").asText())
                .isEqualTo(new String(input.key(), StandardCharsets.UTF_8));
        assertThat(batch.path("device_info").path("platform").asText()).isEqualTo("iOS");
        assertThat(batch.path("user_identities").findValuesAsText("identity_type"))
                .containsExactly("customer_id", "email", "mobile_number");
        assertThat(batch.path("user_attributes").path("$FirstName").asText()).isEqualTo("Ann");
        assertThat(batch.path("deleted_user_attributes").get(0).asText()).isEqualTo("nickname");
        assertThat(batch.path("timestamp_unixtime_ms").asLong()).isEqualTo(input.arrives());
        JsonNode event = batch.path("events").get(0);
        assertThat(event.path("event_type").asText()).isEqualTo("custom_event");
        JsonNode data = event.path("data");
        assertThat(data.path("event_name").asText()).isEqualTo("Added To Cart");
        assertThat(data.path("timestamp_unixtime_ms").asLong())
                .isEqualTo(Instant.parse("2026-03-02T09:00:00Z").toEpochMilli());
        assertThat(data.path("custom_attributes").path("cart_id").asText()).isEqualTo("k");
        JsonNode items =
                new ObjectMapper().readTree(data.path("custom_attributes").path("items").asText());
        assertThat(items.get(0).path("product_id").asText()).isEqualTo("cleanser");
        assertThat(items.get(0).path("quantity").decimalValue()).isEqualByComparingTo("2");
    }

    @Test
    void loginsAndLogoutsAreIdentityChanges() throws IOException {
        JsonNode events =
                json(inputs(
                                        """
                                        - mparticle:
                                            device: t
                                            events:
                                              - {login: 7, was: 6, at: 09:00}
                                              - {logout: 7, at: 09:30}
                                        """)
                                .get(0))
                        .path("events");

        assertThat(events.findValuesAsText("event_type"))
                .containsExactly("user_identity_change", "user_identity_change");
        JsonNode login = events.get(0).path("data");
        assertThat(login.path("old").path("identity").asText()).isEqualTo("6");
        assertThat(login.path("new").path("identity").asText()).isEqualTo("7");
        assertThat(events.get(1).path("data").path("new").path("identity").isNull()).isTrue();
    }

    @Test
    void anUploadThatIsRepeatedKeepsMessageIdsOnly() throws IOException {
        List<Input> inputs =
                inputs(
                        """
                        - as: upload
                          mparticle: {device: p, event: X, at: 09:00}
                        - {again: upload, arrives: 15:00}
                        - {replay: upload, arrives: 16:00}
                        """);

        JsonNode first = json(inputs.get(0));
        JsonNode again = json(inputs.get(1));
        assertThat(inputs.get(2).value()).isEqualTo(inputs.get(0).value());
        assertThat(again.path("batch_id")).isNotEqualTo(first.path("batch_id"));
        JsonNode before = first.path("events").get(0).path("data");
        JsonNode after = again.path("events").get(0).path("data");
        assertThat(after.path("source_message_id")).isEqualTo(before.path("source_message_id"));
        assertThat(after.path("event_id")).isNotEqualTo(before.path("event_id"));
        assertThat(after.path("timestamp_unixtime_ms"))
                .isEqualTo(before.path("timestamp_unixtime_ms"));
    }

    @Test
    void anOrderIsTheBackendsAvroRecord() throws Exception {
        Input input =
                inputs(
                                """
                                - order:
                                    id: "#1001"
                                    status: refunded
                                    email: a@b.example
                                    items: [2 x cleanser]
                                    shipping: 2.50
                                    at: 09:31
                                    arrives: 11:31
                                """)
                        .get(0);

        Order order =
                new ConfluentAvroReader<>(new OneSchemaRegistry(), Order.class).read(input.value());
        assertThat(input.topic()).isEqualTo("orders");
        assertThat(Instant.ofEpochMilli(input.arrives())).isEqualTo("2026-03-02T11:31:00Z");
        assertThat(order.getOrderId()).isEqualTo("#1001");
        assertThat(order.getStatus()).isEqualTo(OrderStatus.REFUNDED);
        assertThat(order.getRevenueMinor()).isEqualTo(3980);
        assertThat(order.getShippingMinor()).isEqualTo(250);
        assertThat(order.getCurrency()).isEqualTo("EUR");
        assertThat(order.getItems().get(0).getSku()).isEqualTo("c-1");
        assertThat(order.getItems().get(0).getQuantity()).isEqualTo(2);
        assertThat(order.getCustomerId()).isNull();
    }

    @Test
    void yenHaveNoMinorUnits() {
        assertThat(new Amount(new java.math.BigDecimal("1200"), "JPY").minor()).isEqualTo(1200);
        assertThat(new Amount(new java.math.BigDecimal("12.5"), "EUR").minor()).isEqualTo(1250);
    }
}
