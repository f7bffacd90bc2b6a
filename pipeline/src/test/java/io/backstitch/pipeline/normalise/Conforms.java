package io.backstitch.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.List;

/** Whether an event that leaves is what the contract says; knows nothing of the normaliser. */
public final class Conforms {
    private Conforms() {}

    /** Fails if something is not as the contract says. */
    public static void assertEvent(EventType type, List<Field> item, JsonNode sent) {
        for (Field field : type.fields()) {
            JsonNode value = sent.get(field.name());
            assertThat(value != null || !field.required()).as(field.name()).isTrue();
            if (value != null) {
                assertForm(field, value, item);
            }
        }
        for (String reserved : List.of("recipient", "from_address", "reply_to")) {
            assertThat(sent.has(reserved)).isFalse();
        }
    }

    private static void assertForm(Field field, JsonNode value, List<Field> item) {
        String name = field.name();
        switch (field.form()) {
            case TEXT -> assertThat(value.textValue()).as(name).isNotNull();
            case WORD -> assertThat(value.textValue()).as(name).isNotBlank();
            case IDENTIFIER, ORDER_ID ->
                    assertThat(value.textValue().getBytes(StandardCharsets.UTF_8).length)
                            .as(name)
                            .isBetween(1, 150);
            case EMAIL -> assertThat(value.textValue()).as(name).matches("\\S+@\\S+\\.\\S+");
            case E164 -> assertThat(value.textValue()).as(name).matches("\\+\\d{5,15}");
            case CURRENCY -> assertThat(Currency.getInstance(value.textValue())).isNotNull();
            case INTEGER -> assertThat(value.isIntegralNumber()).as(name).isTrue();
            case UNIX_SECONDS ->
                    assertThat(value.longValue()).as(name).isBetween(100_000_000L, 99_999_999_999L);
            case DECIMAL -> {
                assertThat(value.isNumber()).as(name).isTrue();
                assertThat(value.decimalValue().scale()).as(name).isLessThanOrEqualTo(6);
                assertThat(field.minimum() == null || value.decimalValue().signum() >= 0).isTrue();
            }
            case BOOLEAN -> assertThat(value.isBoolean()).as(name).isTrue();
            case TEXTS -> assertThat(value.isArray()).as(name).isTrue();
            case ITEMS -> {
                assertThat(value.isArray()).as(name).isTrue();
                value.forEach(one -> assertItem(item, one));
            }
        }
    }

    private static void assertItem(List<Field> fields, JsonNode item) {
        for (Field field : fields) {
            JsonNode value = item.get(field.name());
            assertThat(value).as("items are always of the same shape: " + field.name()).isNotNull();
            assertThat(value.isNull() && field.required()).as(field.name()).isFalse();
            if (!value.isNull()) {
                assertForm(field, value, fields);
            }
        }
    }
}
