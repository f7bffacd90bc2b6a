package io.backstitch.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.Mutator;
import io.backstitch.pipeline.normalise.Conforms;
import io.backstitch.pipeline.normalise.Json;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Real records, spoilt in thousands of ways: nothing throws, every input event has one fate, and
 * whatever leaves can be written, read again, and sent. {@code -Dbackstitch.fuzz=1000000} spoils
 * more of them.
 */
class SpoiltRecordsTest {
    private static final int MUTANTS = Integer.getInteger("backstitch.fuzz", 4000);
    private static final TypeSerializer<DeadLetter> LETTERS =
            WireSerializer.DEAD_LETTER.createSerializer(new SerializerConfigImpl());
    private static final TypeSerializer<Receipt> RECEIPTS =
            WireSerializer.RECEIPT.createSerializer(new SerializerConfigImpl());
    private static final TypeSerializer<Climb> CLIMBS =
            Climb.TYPE.createSerializer(new SerializerConfigImpl());

    private static final Contract CONTRACT = Contract.packaged();

    @TempDir private Path dir;

    @ParameterizedTest
    @CsvSource({"mparticle.batches,1", "segment,2", "privacy,3", "orders,4", "shop.orders,8"})
    void everyInputEventHasOneFateHoweverItIsSpoilt(String topic, long seed) throws Exception {
        spoil(topic, seed, options());
    }

    @ParameterizedTest
    @CsvSource({"mparticle.batches,5", "segment,6"})
    void soItIsWhereNothingIsPlanned(String topic, long seed) throws Exception {
        Configuration options = options();
        options.setString("normalise.unplanned-events", "pass");
        options.setString("normalise.default-region", "DE");
        spoil(topic, seed, options);
    }

    private Configuration options() throws IOException {
        Configuration options = new Configuration();
        options.set(IngestOptions.SEGMENT_TOPICS, List.of(Specimens.SEGMENT));
        options.set(IngestOptions.ERASURE_TOPIC, Specimens.ERASURES);
        options.set(
                IngestOptions.CONSENTS,
                List.of(
                        "gdpr.Email Marketing=email_opt_in",
                        "ccpa.data_sale_opt_out=data_sale_allowed"));
        Path mapping = Files.writeString(dir.resolve("orders.yaml"), Specimens.MAPPING);
        options.set(IngestOptions.ORDER_MAPPINGS, List.of("shop.orders=" + mapping));
        return options;
    }

    private static void spoil(String topic, long seed, Configuration options) throws Exception {
        Mutator mutator = new Mutator(seed);
        int whole = 0;
        try (Ingest ingest = new Ingest(options, false)) {
            for (int i = 0; i < MUTANTS; i++) {
                byte[] value = mutant(topic, mutator, i);
                String as = topic + " " + seed + "#" + i + " " + shown(value);
                try {
                    ingest.take(topic, value);
                    check(as, topic, value, ingest);
                } catch (Exception e) {
                    throw new AssertionError(as, e);
                }
                whole += ingest.letters().stream().anyMatch(DeadLetter::getWholeRecord) ? 1 : 0;
                ingest.forget();
            }
        }
        // Else the readers would not have been reached.
        assertThat(whole).isLessThan(MUTANTS * 9 / 10);
    }

    private static byte[] mutant(String topic, Mutator mutator, int i) throws Exception {
        if (topic.equals("orders")) {
            byte[] order = Specimens.order();
            byte[] body = mutator.bytes(Arrays.copyOfRange(order, 5, order.length));
            byte[] framed = Arrays.copyOf(order, 5 + body.length);
            System.arraycopy(body, 0, framed, 5, body.length);
            return framed;
        }
        List<String> specimens =
                switch (topic) {
                    case Specimens.SEGMENT -> Specimens.MESSAGES;
                    case Specimens.ERASURES -> Specimens.REQUESTS;
                    case "shop.orders" -> Specimens.OWN_ORDERS;
                    default -> Specimens.MPARTICLE;
                };
        return mutator.json(specimens.get(i % specimens.size()));
    }

    private static void check(String as, String topic, byte[] value, Ingest ingest)
            throws Exception {
        int fates = ingest.letters().size() + ingest.receipts().size();
        for (Bundle bundle : ingest.bundles()) {
            fates += bundle.events().size();
            assertThat(bundle.key()).as(as).isNotBlank();
            bundle.events().forEach(event -> conforms(as, event));
            bundle.profile().stream()
                    .filter(attribute -> attribute.json() != null)
                    .forEach(
                            attribute -> {
                                parsed(as, attribute.json());
                                assertThat(bytes(attribute.name())).as(as).isBetween(1, 150);
                                assertThat(attribute.json().length).as(as).isLessThan(1010);
                            });
            bundle.events()
                    .forEach(
                            event ->
                                    assertThat(event.time())
                                            .as(as)
                                            .isBetween(0L, Ingest.ARRIVAL + 86_400_000L));
        }
        for (DeadLetter letter : ingest.letters()) {
            assertThat(letter.getReason()).as(as).isNotBlank().isNotEqualTo("internal_error");
            written(as, LETTERS, letter);
        }
        for (Receipt receipt : ingest.receipts()) {
            written(as, RECEIPTS, receipt);
        }
        for (Climb climb : ingest.bundles()) {
            written(as, CLIMBS, climb);
        }
        for (Climb climb : ingest.instructions()) {
            written(as, CLIMBS, climb);
        }
        boolean whole = ingest.letters().stream().anyMatch(DeadLetter::getWholeRecord);
        int inputs = topic.startsWith("mparticle") && !whole ? inputs(value) : 1;
        // An alias, a login of a device, an erasure: taken as an instruction.
        boolean instruction =
                fates == 0 && !(ingest.instructions().isEmpty() && ingest.bundles().isEmpty());
        assertThat(instruction ? 1 : fates).as(as).isEqualTo(inputs);
    }

    /** Events of a batch; a record without any counts as one. */
    private static int inputs(byte[] value) throws IOException {
        JsonNode root = Json.parse(value);
        JsonNode events = root.path("events");
        if ("alias".equals(root.path("request_type").asText())) {
            return 1;
        }
        return events.isArray() ? Math.max(1, events.size()) : 1;
    }

    /** What the contract plans has its form, and everything is within Customer.io's limits. */
    private static void conforms(String as, Event event) {
        JsonNode sent = parsed(as, event.attributes());
        assertThat(bytes(event.name())).as(as).isBetween(1, 100);
        assertThat(event.attributes().length).as(as).isLessThanOrEqualTo(30 * 1024);
        for (EventType type : CONTRACT.events()) {
            if (type.name().equals(event.name())) {
                try {
                    Conforms.assertEvent(type, CONTRACT.item(), sent);
                } catch (AssertionError e) {
                    throw new AssertionError(as, e);
                }
            }
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static JsonNode parsed(String as, byte[] json) {
        try {
            JsonNode parsed = Json.parse(json);
            String text = new String(json, StandardCharsets.UTF_8);
            assertThat(text.getBytes(StandardCharsets.UTF_8)).as(as).isEqualTo(json);
            return parsed;
        } catch (IOException e) {
            throw new AssertionError(as, e);
        }
    }

    private static <T> void written(String as, TypeSerializer<T> serializer, T value)
            throws IOException {
        DataOutputSerializer out = new DataOutputSerializer(256);
        serializer.serialize(value, out);
        byte[] first = out.getCopyOfBuffer();
        DataOutputSerializer again = new DataOutputSerializer(256);
        serializer.serialize(serializer.deserialize(new DataInputDeserializer(first)), again);
        assertThat(again.getCopyOfBuffer()).as(as).isEqualTo(first);
    }

    private static String shown(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        return text.length() > 3000 || value.length != text.length()
                ? Base64.getEncoder().encodeToString(value)
                : text;
    }
}
