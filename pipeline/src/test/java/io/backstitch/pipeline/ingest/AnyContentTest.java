package io.backstitch.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever is written to the topics: nothing throws, and every event has exactly one fate. */
class AnyContentTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Property(tries = 300)
    void anyBytesOnAnyTopicHaveExactlyOneFate(@ForAll byte[] value, @ForAll("topics") String topic)
            throws Exception {
        try (Ingest ingest = new Ingest()) {
            ingest.take(topic, value);

            assertThat(ingest.letters()).hasSize(1);
            assertThat(ingest.letters().get(0).getReason()).isNotEqualTo("internal_error");
        }
    }

    @Property(tries = 300)
    void anyOrderBytesBehindAValidFrameAreADeadLetterOrAnOrder(@ForAll byte[] body)
            throws Exception {
        byte[] value = new byte[body.length + 5];
        value[4] = FakeRegistry.ORDER;
        System.arraycopy(body, 0, value, 5, body.length);
        try (Ingest ingest = new Ingest()) {
            ingest.take("orders", value);

            assertThat(events(ingest.bundles()) + ingest.letters().size()).isEqualTo(1);
            assertThat(ingest.letters())
                    .noneMatch(letter -> letter.getReason().equals("internal_error"));
        }
    }

    @Property(tries = 1000)
    void everyEventOfAnyBatchHasExactlyOneFate(@ForAll("batches") String batch) throws Exception {
        int expected = 0;
        JsonNode events = JSON.readTree(batch).path("events");
        if (events.isArray()) {
            expected = events.size();
        } else if (events.isObject() || events.isNumber() || events.isBoolean()) {
            expected = 1;
        } else if (events.isTextual() && !events.textValue().isBlank()) {
            expected = 1;
        }
        try (Ingest ingest = new Ingest()) {
            ingest.batch(batch);

            List<DeadLetter> letters = ingest.letters();
            assertThat(letters)
                    .as(batch)
                    .noneMatch(letter -> letter.getReason().equals("internal_error"));
            boolean whole = letters.stream().anyMatch(DeadLetter::getWholeRecord);
            int fates = events(ingest.bundles()) + letters.size();
            for (Receipt receipt : ingest.receipts()) {
                fates += receipt.getReason().equals("no_events") || expected == 0 ? 0 : 1;
            }
            if (whole) {
                assertThat(fates).as(batch).isEqualTo(1);
            } else {
                assertThat(fates).as(batch).isEqualTo(expected);
            }
            for (Bundle bundle : ingest.bundles()) {
                assertThat(bundle.key()).isNotBlank();
                bundle.events().forEach(event -> parse(event.attributes()));
            }
        }
    }

    private static void parse(byte[] json) {
        try {
            JSON.readTree(json);
        } catch (java.io.IOException e) {
            throw new AssertionError(new String(json, StandardCharsets.UTF_8), e);
        }
    }

    private static int events(List<Bundle> bundles) {
        int events = 0;
        for (Bundle bundle : bundles) {
            events += bundle.events().size();
        }
        return events;
    }

    @Provide
    Arbitrary<String> topics() {
        return Arbitraries.of("mparticle.batches", "orders", "other");
    }

    /** Values as sources write them, and as they should not. */
    private static Arbitrary<String> values() {
        return Arbitraries.of(
                "null",
                "\"\"",
                "0",
                "-1",
                "1.5",
                "true",
                "\"c-1\"",
                "\"undefined\"",
                "[]",
                "{}",
                "[{}]",
                "\"\\ud800\"",
                "\"12,50\"",
                "1e999999999",
                "-7636538281262557123",
                "\"a@b.io\"",
                "[{\"product_id\":\"p\",\"price\":\"1.10\"}]",
                "\"[{\\\"id\\\":1}]\"",
                "1795428000000",
                "\"1795428000000\"",
                "99999999999999999",
                "\"2026-11-23T10:00:00Z\"",
                "[{\"identity_type\":\"customer_id\",\"identity\":\"c\",\"timestamp_unixtime_ms\":1}]",
                "{\"customer_id\":\"c\",\"email\":\"x\"}",
                "{\"identity_type\":\"customer_id\",\"identity\":\"o\"}",
                "{\"action\":\"purchase\",\"transaction_id\":\"#1\",\"products\":[{\"id\":1}]}");
    }

    private static Arbitrary<String> object(String... names) {
        Arbitrary<String> property =
                Combinators.combine(Arbitraries.of(names), values())
                        .as((name, value) -> "\"" + name + "\":" + value);
        return property.list()
                .ofMaxSize(6)
                .map(properties -> "{" + String.join(",", properties) + "}");
    }

    private static Arbitrary<String> events() {
        Arbitrary<String> type =
                Arbitraries.of(
                        "custom_event",
                        "commerce_event",
                        "screen_view",
                        "session_start",
                        "user_identity_change",
                        "profile",
                        "no_such_type");
        Arbitrary<String> name =
                Arbitraries.of(
                        "Product Viewed",
                        "add_to_cart",
                        "Order Completed",
                        "Popup",
                        "cart_abandoned");
        Arbitrary<String> data =
                object(
                        "timestamp_unixtime_ms",
                        "source_message_id",
                        "product_action",
                        "old",
                        "new",
                        "profile_event_type",
                        "currency_code",
                        "custom_flags");
        Arbitrary<String> custom =
                object(
                        "product_id",
                        "items",
                        "order_id",
                        "cart_id",
                        "email",
                        "price",
                        "currency",
                        "revenue",
                        "recipient",
                        "mParticle Source Feed",
                        "quantity",
                        "caf\\u00e9");
        Arbitrary<String> event =
                Combinators.combine(type, name, data, custom)
                        .as(
                                (t, n, d, c) ->
                                        "{\"event_type\":\""
                                                + t
                                                + "\",\"data\":"
                                                + d.substring(0, d.length() - 1)
                                                + (d.length() > 2 ? "," : "")
                                                + "\"event_name\":\""
                                                + n
                                                + "\",\"screen_name\":\""
                                                + n
                                                + "\",\"custom_attributes\":"
                                                + c
                                                + "}}");
        return Arbitraries.frequencyOf(
                net.jqwik.api.Tuple.of(9, event), net.jqwik.api.Tuple.of(1, values()));
    }

    @Provide
    Arbitrary<String> batches() {
        Arbitrary<String> list =
                events().list().ofMaxSize(5).map(e -> "[" + String.join(",", e) + "]");
        Arbitrary<String> events =
                Arbitraries.frequencyOf(
                        net.jqwik.api.Tuple.of(9, list), net.jqwik.api.Tuple.of(1, values()));
        Arbitrary<String> fields =
                object(
                        "mpid",
                        "mp_deviceid",
                        "user_identities",
                        "user_attributes",
                        "timestamp_unixtime_ms",
                        "deleted_user_attributes",
                        "source_info",
                        "device_info",
                        "environment");
        return Combinators.combine(events, fields)
                .as(
                        (e, f) ->
                                f.substring(0, f.length() - 1)
                                        + (f.length() > 2 ? "," : "")
                                        + "\"events\":"
                                        + e
                                        + "}");
    }
}
