package io.backstitch.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form {@code texts}; the other forms are tested through the normaliser. */
class CoercionTest {
    private static final Field TEXTS =
            new Field(
                    "tags",
                    "doc",
                    List.of(),
                    List.of(),
                    Form.TEXTS,
                    false,
                    false,
                    false,
                    null,
                    false,
                    false,
                    false,
                    null);

    private final Coercion coercion = new Coercion(null, null, null);

    private String coerce(String json) throws Exception {
        JsonNode value = new ObjectMapper().readTree(json);
        Object coerced = coercion.coerce(TEXTS, value, null);
        return new String(Json.bytes(out -> Coercion.write(out, coerced)), StandardCharsets.UTF_8);
    }

    @Test
    void textsAreTrimmedSortedAndNoneTwice() throws Exception {
        assertThat(coerce("[\" b\",\"a\",\"b\",\"\",3]")).isEqualTo("[\"3\",\"a\",\"b\"]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a,b\"", "{\"a\":1}", "[[\"a\"]]", "[{}]"})
    void whatIsNoListOfTextsIsRefused(String json) {
        assertThatThrownBy(() -> coerce(json)).isInstanceOf(Refusal.class);
    }
}
