package io.backstitch.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.schemas.wire.Violation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** What ingest says on the topic of violations. */
class ViolationsTest {
    private static final String EVENT =
            "{\"event_type\":\"custom_event\",\"data\":{\"event_name\":\"%s\","
                    + "\"timestamp_unixtime_ms\":1795427990000,\"source_message_id\":\"%s\","
                    + "\"custom_attributes\":%s}}";

    private final Configuration options = new Configuration();

    @Test
    void equalFaultsOfARecordAreOneViolationWithTheirCountAndNoValue() throws Exception {
        String broken = "{\"items\":[{\"product_id\":\"1\",\"price\":\"secret 1\"}]}";
        try (Ingest ingest = new Ingest()) {
            ingest.batch(
                    batch(
                            EVENT.formatted("add_to_cart", "m1", broken),
                            EVENT.formatted("Product Added", "m2", broken),
                            EVENT.formatted("chekout started", "m3", "{}")));

            assertThat(ingest.violations())
                    .hasSize(2)
                    .noneMatch(v -> v.toString().contains("secret"));
            Violation first = ingest.violations().get(0);
            assertThat(first.getEvent()).isEqualTo("add_to_cart");
            assertThat(first.getReason()).isEqualTo("wrong_type");
            assertThat(first.getField()).isEqualTo("items.price");
            assertThat(first.getFound()).isEqualTo("text");
            assertThat(first.getCount()).isEqualTo(2);
            assertThat(first.getSource()).isEqualTo("mparticle");
            assertThat(first.getDecision()).isEqualTo("quarantined");
            assertThat(ingest.violations().get(1).getExpected()).endsWith("checkout_started");
            assertThat(ingest.letters()).hasSize(3);
        }
    }

    @Test
    void theTypesThatWereSeenFirstAreKeptInState() throws Exception {
        String text = "{\"product_id\":\"1\",\"colour\":\"red\"}";
        OperatorSubtaskState state;
        try (Ingest before = new Ingest(options, false)) {
            before.batch(batch(EVENT.formatted("product_viewed", "m1", text)));
            state = before.snapshot();
        }
        try (Ingest after = new Ingest(options, false, state)) {
            after.batch(
                    batch(EVENT.formatted("product_viewed", "m2", text.replace("\"red\"", "7"))));

            assertThat(after.violations())
                    .extracting(Violation::getReason)
                    .containsExactly("type_changed");
            assertThat(after.bundles()).as("it passes all the same").hasSize(1);
        }
    }

    private static String batch(String... events) {
        return "{\"mpid\":\"77\",\"events\":[" + String.join(",", events) + "]}";
    }
}
