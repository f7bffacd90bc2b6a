package io.backstitch.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.cli.contract.FieldSources.Places;
import io.backstitch.cli.preflight.SampleFiles;
import io.backstitch.pipeline.ingest.IngestOptions;
import io.backstitch.pipeline.ingest.IngestTrial;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Examples;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.registry.SchemaRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every place that the pages name is tried: a record with the value there, read by the job's code.
 */
class FieldSourcesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> LEVELS =
            List.of("anonymous_id", "cart_id", "order_id", "email", "customer_id");

    private final Contract contract = Contract.packaged();
    private final FieldSources sources = new FieldSources(contract);
    private final IngestTrial trial =
            new IngestTrial(
                    new Configuration().set(IngestOptions.SEGMENT_TOPICS, List.of("segment")),
                    LEVELS,
                    null);

    @Test
    void mparticleAndSegmentHaveThePropertiesWhereThePagesSay() throws IOException {
        int tried = 0;
        for (EventType event : contract.events()) {
            if (event.derived()) {
                continue;
            }
            for (Field field : event.fields()) {
                Places places = sources.of(event, field);
                for (String place : split(places.mparticle())) {
                    tried += found(event, field, place, mparticle(event, field, place));
                }
                for (String place : split(places.segment())) {
                    tried += found(event, field, place, segment(event, field, place));
                }
            }
        }
        assertThat(tried).as("places").isGreaterThan(150);
    }

    @Test
    void theTopicOfOrdersHasThemWhereThePagesSay(@TempDir Path folder) throws Exception {
        Map<String, String> status =
                Map.of(
                        "order_completed", "PLACED",
                        "order_updated", "UPDATED",
                        "order_refunded", "REFUNDED",
                        "order_cancelled", "CANCELLED");
        for (EventType event : contract.events()) {
            if (!status.containsKey(event.name())) {
                continue;
            }
            String order = ORDER.replace("PLACED", status.get(event.name()));
            Path file = Files.writeString(folder.resolve(event.name()), order);
            JsonNode left = ordered(file);
            for (Field field : event.fields()) {
                String place = sources.of(event, field).orders();
                assertThat(left.has(field.name()))
                        .as(event.name() + "." + field.name() + " from " + place)
                        .isEqualTo(!place.isEmpty());
            }
            JsonNode item = left.path("items").path(0);
            for (Field field : contract.item()) {
                String place = sources.ofItem(field).orders();
                assertThat(item.path(field.name()).isNull())
                        .as("item's " + field.name() + " from " + place)
                        .isEqualTo(place.isEmpty());
            }
        }
    }

    /** An order with everything that a page names, and nothing else. */
    private static final String ORDER =
            """
            {"order_id":"1001","message_id":null,"status":"PLACED","occurred_at":1795428000000,
            "customer_id":{"string":"42"},"email":null,"phone":null,"first_name":null,"last_name":null,
            "cart_id":{"string":"c-1"},"anonymous_id":null,"currency":"EUR","revenue_minor":5990,
            "discount_minor":100,"shipping_minor":495,"tax_minor":1100,"items":[{"product_id":"p-1",
            "sku":{"string":"s-1"},"name":{"string":"Shoe"},"category":{"string":"Shoes"},"quantity":1,
            "price_minor":5990}]}
            """
                    .replace("\n", "");

    private static JsonNode ordered(Path file) throws Exception {
        Configuration config = new Configuration();
        SampleFiles sample = SampleFiles.of(List.of("orders=" + file), config);
        List<Event> events = new ArrayList<>();
        try (SchemaRegistry registry = sample.registries(config).get()) {
            IngestTrial orders = new IngestTrial(config, LEVELS, registry);
            sample.each(
                    record ->
                            orders.read(record)
                                    .bundles()
                                    .forEach(bundle -> events.addAll(bundle.events())));
        }
        assertThat(events).hasSize(1);
        return JSON.readTree(events.get(0).attributes());
    }

    private int found(EventType event, Field field, String place, RawRecord record)
            throws IOException {
        List<Event> events = new ArrayList<>();
        trial(record).bundles().forEach(bundle -> events.addAll(bundle.events()));
        assertThat(events).as(event.name() + " with " + place).hasSize(1);
        JsonNode left = JSON.readTree(events.get(0).attributes());
        assertThat(events.get(0).name()).isEqualTo(event.name());
        JsonNode value = left.path(field.name());
        if (field.form() == Form.ITEMS) {
            assertThat(value).as(event.name() + " from " + place).isNotEmpty();
        } else {
            assertThat(value.toString())
                    .as(event.name() + "." + field.name() + " from " + place)
                    .isEqualTo(example(field).toString());
        }
        return 1;
    }

    private IngestTrial.Outcome trial(RawRecord record) {
        try {
            return trial.read(record);
        } catch (RegistryUnavailableException e) {
            throw new AssertionError(e);
        }
    }

    /** A batch with what the event requires, and the value at the place. */
    private RawRecord mparticle(EventType event, Field field, String place) {
        boolean action = !place.startsWith("custom_attributes.");
        ObjectNode data = JSON.createObjectNode();
        data.put("source_message_id", "m-1").put("timestamp_unixtime_ms", 1_795_428_000_000L);
        ObjectNode custom = data.putObject("custom_attributes");
        if (action) {
            data.putObject("product_action").put("action", actionOf(event));
        } else {
            data.put("event_name", event.name());
        }
        required(event, field, custom);
        set(data, place, example(field));
        if (place.startsWith("product_action.products[0]")) {
            set(data, "product_action.products[0].id", JSON.getNodeFactory().textNode("SHOE-42"));
        }
        ObjectNode batch = JSON.createObjectNode();
        batch.put("environment", "production").put("mpid", "77");
        batch.putObject("user_identities").put("customer_id", "42");
        batch.putArray("events")
                .addObject()
                .put("event_type", action ? "commerce_event" : "custom_event")
                .set("data", data);
        return record("mparticle.batches", batch);
    }

    private RawRecord segment(EventType event, Field field, String place) {
        ObjectNode message = JSON.createObjectNode();
        message.put("type", "track").put("event", event.name()).put("userId", "42");
        message.put("messageId", "m-1").put("timestamp", "2026-11-23T10:00:00.000Z");
        required(event, field, message.putObject("properties"));
        set(message, place, example(field));
        return record("segment", message);
    }

    private void required(EventType event, Field but, ObjectNode properties) {
        for (Field field : event.fields()) {
            if (field.required() && field != but) {
                properties.set(field.name(), example(field));
            }
        }
    }

    private JsonNode example(Field field) {
        if (field.form() == Form.ITEMS) {
            return JSON.createArrayNode().add(ExamplePayload.properties(contract, contract.item()));
        }
        try {
            return JSON.readTree(Examples.of(field));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void set(ObjectNode root, String place, JsonNode value) {
        String[] names = place.split("\\.");
        ObjectNode at = root;
        for (int i = 0; i < names.length - 1; i++) {
            if (names[i].endsWith("[0]")) {
                String list = names[i].substring(0, names[i].length() - 3);
                at =
                        at.has(list)
                                ? (ObjectNode) at.get(list).get(0)
                                : at.putArray(list).addObject();
            } else {
                at = at.has(names[i]) ? (ObjectNode) at.get(names[i]) : at.putObject(names[i]);
            }
        }
        at.set(names[names.length - 1], value);
    }

    private static String actionOf(EventType event) {
        return event.synonyms().stream()
                .filter(name -> name.startsWith("commerce:"))
                .map(name -> name.substring("commerce:".length()))
                .findFirst()
                .orElseThrow();
    }

    private static RawRecord record(String topic, ObjectNode value) {
        byte[] bytes = value.toString().getBytes(StandardCharsets.UTF_8);
        return new RawRecord(topic, 0, 0, 1_795_428_001_000L, null, bytes);
    }

    private static List<String> split(String places) {
        List<String> split = new ArrayList<>();
        for (String place : places.split(", ")) {
            split.add(place.replace("`", ""));
        }
        return split;
    }
}
