package io.backstitch.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.normalise.Normalised.Accepted;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Event;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** Thousands of made-up events: what leaves is the contract's, and stays as it is. */
class TwiceTest {
    private static final int EVENTS = 20_000;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {
        "a",
        " Ä b ",
        "",
        "null",
        "0",
        "12.50",
        "12,50",
        "1.234,50",
        "1,250",
        "7",
        "#7",
        "# #8",
        "true",
        "no",
        "EUR",
        "usd",
        "shells",
        "jo@example.com",
        "JO@Example.com ",
        "jo@",
        "nobody",
        "+4915112345678",
        "0151 12345678",
        "2024-05-01",
        "2024-05-01T10:00:00+0200",
        "1970-06-01",
        "9998-01-01",
        "05/06/2024",
        "1714550400",
        "1714550400123",
        "0F129DCB-D5B9-450B-9003-A38A7B7E946D",
        "\ud800",
        "x\udc00y",
        "İ",
        "[1]",
        "{}",
        "[{\"id\":1}]",
        "{\"product_id\":\"p\"}",
        "\u0000",
        "x".repeat(200),
        "y".repeat(1200),
        "z".repeat(20_000)
    };

    private final Contract contract = Contract.packaged();
    private final Random random = new Random(42);
    private final Normaliser normaliser = Normaliser.compile(new Configuration(), Tally.NONE);

    @Test
    void normalisingTwiceChangesNothingAndEveryOutputIsTheContractsAndWithinTheLimits()
            throws IOException {
        int accepted = 0;
        for (int i = 0; i < EVENTS; i++) {
            EventType type = contract.events().get(random.nextInt(contract.events().size()));
            ObjectNode source = properties(type);
            if (!(normaliser.event(event(spelled(type), source)) instanceof Accepted first)) {
                continue;
            }
            accepted++;
            JsonNode sent = Json.parse(first.event().attributes());
            Accepted second = (Accepted) assertAccepted(first.event().name(), sent, source);

            assertThat(text(second.event())).as("%s", source).isEqualTo(text(first.event()));
            assertThat(second.event().name()).isEqualTo(first.event().name());
            assertThat(second.ids()).isEqualTo(first.ids());
            assertThat(first.event().attributes().length).isLessThanOrEqualTo(30 * 1024);
            Conforms.assertEvent(type, contract.item(), sent);
        }
        assertThat(accepted).isGreaterThan(EVENTS / 20);
    }

    @Test
    void attributesTakenTwiceAreTheSameAndWithinTheLimits() throws IOException {
        for (int i = 0; i < EVENTS; i++) {
            ObjectNode source = NODES.objectNode();
            for (Field field : contract.profile()) {
                put(source, field, 3);
            }
            source.set(random.nextBoolean() ? "tier" : "t\ud800", value(2));
            List<Attribute> first = normaliser.profile(source, null, null, 5, 1);
            ObjectNode again = NODES.objectNode();
            for (Attribute attribute : first) {
                assertThat(attribute.json().length).isLessThanOrEqualTo(1002);
                again.set(attribute.name(), Json.parse(attribute.json()));
            }

            assertThat(shown(normaliser.profile(again, null, null, 5, 1)))
                    .as("%s", source)
                    .isEqualTo(shown(first));
        }
    }

    private Normalised assertAccepted(String name, JsonNode sent, ObjectNode source) {
        Normalised again = normaliser.event(event(name, sent));
        assertThat(again).as("%s", source).isInstanceOf(Accepted.class);
        return again;
    }

    private String spelled(EventType type) {
        int at = random.nextInt(type.synonyms().size() + 1);
        return at == 0 ? type.name() : type.synonyms().get(at - 1);
    }

    private ObjectNode properties(EventType type) {
        ObjectNode source = NODES.objectNode();
        for (Field field : type.fields()) {
            put(source, field, field.required() ? 8 : 3);
        }
        for (Field field : contract.item()) {
            put(source, field, 1);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            String[] names = {"colour", "Recipient", "x\ud800", "currency\ud800", "brand", "items"};
            source.set(names[random.nextInt(names.length)], value(2));
        }
        return source;
    }

    /** Under any of its spellings, in {@code often} of ten cases. */
    private void put(ObjectNode source, Field field, int often) {
        if (random.nextInt(10) >= often) {
            return;
        }
        int at = random.nextInt(field.synonyms().size() + 1);
        source.set(
                at == 0 ? field.name() : field.synonyms().get(at - 1),
                random.nextInt(3) == 0 ? value(2) : likely(field));
    }

    private JsonNode likely(Field field) {
        return switch (field.form()) {
            case DECIMAL, INTEGER ->
                    NODES.numberNode(
                            new BigDecimal(random.nextInt(9999)).movePointLeft(random.nextInt(8)));
            case BOOLEAN -> NODES.booleanNode(random.nextBoolean());
            case CURRENCY -> NODES.textNode("eur");
            case EMAIL -> NODES.textNode("Jo@example.com");
            case UNIX_SECONDS -> NODES.numberNode(1_714_550_400_123L);
            case ITEMS -> items();
            default -> NODES.textNode("v" + random.nextInt(99));
        };
    }

    private JsonNode items() {
        ArrayNode items = NODES.arrayNode();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            ObjectNode item = NODES.objectNode();
            for (Field field : contract.item()) {
                put(item, field, field.required() ? 9 : 4);
            }
            item.set("colour", value(1));
            items.add(item);
        }
        return random.nextInt(4) == 0 ? items.get(0) : items;
    }

    private JsonNode value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 6)) {
            case 0, 1 -> NODES.textNode(TEXTS[random.nextInt(TEXTS.length)]);
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 ->
                    NODES.numberNode(
                            new BigDecimal(random.nextInt()).movePointLeft(random.nextInt(12)));
            case 4 -> NODES.booleanNode(random.nextBoolean());
            case 5 -> NODES.nullNode();
            case 6 -> NODES.arrayNode().add(value(depth - 1)).add(value(depth - 1));
            default -> {
                ObjectNode object = NODES.objectNode();
                object.set("id", value(depth - 1));
                yield object;
            }
        };
    }

    private static SourceEvent event(String name, JsonNode properties) {
        return new SourceEvent("id", name, false, 1, 2, List.of(properties), null);
    }

    private static String text(Event event) {
        return new String(event.attributes(), StandardCharsets.UTF_8);
    }

    private static List<String> shown(List<Attribute> attributes) {
        List<String> shown = new ArrayList<>();
        for (Attribute attribute : attributes) {
            shown.add(
                    attribute.name() + "=" + new String(attribute.json(), StandardCharsets.UTF_8));
        }
        return shown;
    }
}
