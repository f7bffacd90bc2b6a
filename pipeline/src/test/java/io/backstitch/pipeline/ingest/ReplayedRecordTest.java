package io.backstitch.pipeline.ingest;

import static io.backstitch.pipeline.ingest.Ingest.ARRIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderStatus;
import io.backstitch.schemas.wire.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** What a dead letter keeps is enough to read the event again as it was. */
class ReplayedRecordTest {
    private static final String TOPIC = "mparticle.batches";
    private static final long DAY = 86_400_000L;

    /** Two people at one device; the unplanned event is the first one's and has no id or time. */
    private static final String BATCH =
            """
            {"mp_deviceid":"-77","mpid":5,"timestamp_unixtime_ms":%d,
             "device_info":{"platform":"Android"},"user_attributes":{"$country":"AT"},
             "user_identities":[{"identity_type":"customer_id","identity":"bert"}],
             "events":[
              {"event_type":"custom_event","data":{"event_name":"Magic Button",
                "timestamp_unixtime_ms":%d,"custom_attributes":{"price":1.50}}},
              {"event_type":"user_identity_change","data":{"timestamp_unixtime_ms":%d,
                "old":{"identity_type":"customer_id","identity":"anna"},
                "new":{"identity_type":"customer_id","identity":"bert"}}}]}
            """
                    .formatted(ARRIVAL - 1_000, ARRIVAL - 9_000, ARRIVAL - 5_000);

    @Test
    void theEventAloneIsUnderstoodAsItWasInItsBatch() throws Exception {
        DeadLetter letter;
        try (Ingest refusing = new Ingest()) {
            letter = refusing.batch(BATCH).letters().get(0);
        }
        Configuration pass = new Configuration();
        pass.setString("normalise.unplanned-events", "pass");
        try (Ingest whole = new Ingest(pass, false);
                Ingest alone = new Ingest(pass, false)) {
            Bundle expected = ofAnna(whole.batch(BATCH));
            Bundle found = ofAnna(alone.take(TOPIC, ARRIVAL + 3 * DAY, bytes(alone(letter))));

            assertThat(found.events()).hasSize(1);
            assertThat(found.events().get(0).id()).isEqualTo(expected.events().get(0).id());
            assertThat(found.events().get(0).rawTime())
                    .isEqualTo(expected.events().get(0).rawTime());
            assertThat(found.events().get(0).time()).isEqualTo(expected.events().get(0).time());
            assertThat(found.events().get(0).attributes())
                    .isEqualTo(expected.events().get(0).attributes());
            assertThat(found.asserted())
                    .isEqualTo(Ids.of("anonymous_id", "-77", "customer_id", "anna", "mpid", "5"));
            assertThat(found.device()).isEqualTo(expected.device());
            assertThat(found.platform()).isEqualTo(expected.platform());
            assertThat(alone.letters()).isEmpty();
        }
    }

    @Test
    void whatIsRefusedAgainHasTheSameDeadLetterAgain() throws Exception {
        try (Ingest ingest = new Ingest()) {
            DeadLetter first = ingest.batch(BATCH).letters().get(0);
            for (int offset = 90; offset < 92; offset++) {
                ingest.take(
                        new RawRecord(
                                TOPIC,
                                0,
                                offset,
                                ARRIVAL + DAY,
                                null,
                                bytes(alone(first)),
                                first.getDeadLetterId()));
            }
            assertThat(ingest.letters()).hasSize(3);
            for (DeadLetter again : ingest.letters()) {
                assertThat(again.getDeadLetterId()).isEqualTo(first.getDeadLetterId());
                assertThat(again.getEnvelope()).isEqualTo(first.getEnvelope());
                assertThat(again.getPayload()).isEqualTo(first.getPayload());
            }
        }
    }

    @Test
    void aWholeRecordIsKeptAsItCame() throws Exception {
        try (Ingest ingest = new Ingest()) {
            ingest.take(TOPIC, bytes("{oops"));
            DeadLetter poison = ingest.letters().get(0);
            assertThat(poison.getWholeRecord()).isTrue();
            assertThat(poison.getPayload().array()).isEqualTo(bytes("{oops"));

            ingest.take(new RawRecord(TOPIC, 0, 9, ARRIVAL, null, bytes("{oops"), "the first one"));
            assertThat(ingest.letters().get(1).getDeadLetterId()).isEqualTo("the first one");

            Order order =
                    Order.newBuilder()
                            .setOrderId("1001")
                            .setMessageId("o-1")
                            .setStatus(OrderStatus.PLACED)
                            .setOccurredAt(Instant.ofEpochMilli(ARRIVAL))
                            .setRevenueMinor(1)
                            .setCurrency("Euro and more")
                            .setItems(List.of())
                            .build();
            DeadLetter refused = ingest.order(order).letters().get(2);
            assertThat(refused.getStage()).isEqualTo(Stage.NORMALISE);
            assertThat(refused.getRecordValue().array()).isEqualTo(Ingest.bytes(order));
        }
    }

    private static Bundle ofAnna(Ingest ingest) {
        return ingest.bundles().stream()
                .filter(bundle -> !bundle.events().isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private static String alone(DeadLetter letter) {
        String envelope = letter.getEnvelope();
        String event = StandardCharsets.UTF_8.decode(letter.getPayload().duplicate()).toString();
        return envelope.substring(0, envelope.length() - 1) + ",\"events\":[" + event + "]}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
