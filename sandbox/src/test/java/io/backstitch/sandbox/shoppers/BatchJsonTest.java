package io.backstitch.sandbox.shoppers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.backstitch.schemas.wire.Order;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchJsonTest {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
    private static final Simulation SIMULATION =
            ShopperSimulation.generate(SimulationOptions.of(3, 600));

    @Test
    void batchesHaveTheOutboundShape() throws IOException {
        Set<String> types = new HashSet<>();
        Set<Object> idForms = new HashSet<>();
        Set<Object> priceForms = new HashSet<>();
        for (SimulatedRecord record : SIMULATION.records()) {
            if (record.isOrder() || brokenOf(record)) {
                continue;
            }
            JsonNode batch = JSON.readTree(record.value());
            assertThat(batch.get("user_identities").isArray()).isTrue();
            assertThat(batch.get("schema_version").intValue()).isEqualTo(2);
            assertThat(batch.get("mpid").asText()).isEqualTo(record.key());
            idForms.add(batch.get("mpid").getNodeType());
            assertThat(batch.get("environment").asText()).isIn("production", "development");
            for (JsonNode event : batch.get("events")) {
                types.add(event.get("event_type").asText());
                JsonNode data = event.get("data");
                assertThat(data.get("event_id").asText()).matches("-?[0-9]+");
                Truth.EventTruth truth =
                        SIMULATION.truth().event(data.get("source_message_id").asText());
                assertThat(truth.time()).isEqualTo(data.get("timestamp_unixtime_ms").asLong());
                assertThat(truth.arrivals()).contains(record.kafkaTime());
                if (data.has("product_action")
                        && data.at("/product_action/products/0").has("price")) {
                    priceForms.add(data.at("/product_action/products/0/price").getNodeType());
                }
            }
        }
        assertThat(types)
                .containsExactlyInAnyOrder(
                        "custom_event",
                        "commerce_event",
                        "screen_view",
                        "session_start",
                        "application_state_transition");
        assertThat(idForms).hasSize(2);
        assertThat(priceForms).hasSize(2);
    }

    @Test
    void ordersCarryWhatTruthSays() {
        int placed = 0;
        for (SimulatedRecord record : SIMULATION.records()) {
            if (record.isOrder()) {
                Order order = record.order();
                Truth.OrderTruth truth = SIMULATION.truth().order(order.getOrderId());
                assertThat(truth).isNotNull();
                assertThat(record.key()).isEqualTo(order.getOrderId());
                assertThat(order.getEmail()).isNotNull();
                placed++;
            }
        }
        assertThat(placed).isGreaterThan(100);
    }

    private static boolean brokenOf(SimulatedRecord record) {
        Truth.RecordTruth truth = SIMULATION.truth().record(record.position());
        return truth != null && truth.fate() == Fate.DEAD_LETTER;
    }
}
