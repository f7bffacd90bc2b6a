package io.backstitch.pipeline.person;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Currency;
import java.util.Locale;

/** Puts ready-made JSON pieces together without parsing them again. */
final class Json {
    static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
    static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
    static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private static final ObjectMapper READER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                    .build();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    private boolean first = true;

    Json open() {
        out.write('{');
        first = true;
        return this;
    }

    Json close() {
        out.write('}');
        first = false;
        return this;
    }

    Json key(String name) {
        if (!first) {
            out.write(',');
        }
        first = false;
        out.writeBytes(text(name));
        out.write(':');
        return this;
    }

    Json raw(byte[] json) {
        out.writeBytes(json);
        return this;
    }

    Json string(String name, String value) {
        return key(name).raw(text(value));
    }

    Json number(String name, long value) {
        return key(name).raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    /** Adds the fields of a JSON object without its braces. */
    Json fieldsOf(byte[] object) {
        int from = 0;
        int to = object.length - 1;
        while (object[from] != '{') {
            from++;
        }
        while (object[to] != '}') {
            to--;
        }
        from++;
        while (from < to && object[from] <= ' ') {
            from++;
        }
        if (from < to) {
            if (!first) {
                out.write(',');
            }
            first = false;
            out.write(object, from, to - from);
        }
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** A JSON string with its quotes. */
    static byte[] text(String value) {
        byte[] quoted = JsonStringEncoder.getInstance().quoteAsUTF8(value);
        byte[] json = new byte[quoted.length + 2];
        json[0] = '"';
        System.arraycopy(quoted, 0, json, 1, quoted.length);
        json[json.length - 1] = '"';
        return json;
    }

    /** The elements of a JSON array; none for null. */
    static JsonNode list(byte[] array) {
        return array == null ? READER.createArrayNode() : tree(array);
    }

    /** A JSON object that is known to be one. */
    static ObjectNode object(byte[] object) {
        return (ObjectNode) tree(object);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return READER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(JsonNode node) {
        try {
            return READER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text of a field; null if it is absent, no text, or empty. */
    static String text(JsonNode object, String field) {
        String text = object.path(field).textValue();
        return text == null || text.isEmpty() ? null : text;
    }

    /** A JSON array of texts. */
    static byte[] texts(Collection<String> texts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 * texts.size() + 2);
        byte separator = '[';
        for (String text : texts) {
            out.write(separator);
            out.writeBytes(text(text));
            separator = ',';
        }
        out.write(']');
        return out.toByteArray();
    }

    /** The text of a JSON string; null for any other value. */
    static String read(byte[] json) {
        try {
            return READER.readValue(json, String.class);
        } catch (java.io.IOException notText) {
            return null;
        }
    }

    /** The value, or JSON's {@code null} for none. */
    /** Ready-made JSON as text. */
    static String shown(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }

    static byte[] orNull(byte[] json) {
        return json == null ? NULL : json;
    }

    static byte[] number(long value) {
        return Long.toString(value).getBytes(StandardCharsets.US_ASCII);
    }

    /** Minor units as a decimal number: 1999 EUR is 19.99, 500 JPY is 500. */
    static byte[] money(long minor, String currency) {
        return decimal(minor, currency).toPlainString().getBytes(StandardCharsets.US_ASCII);
    }

    static BigDecimal decimal(long minor, String currency) {
        return BigDecimal.valueOf(minor, digits(currency));
    }

    /** Digits after the point; two for a currency nobody knows. */
    static int digits(String currency) {
        if (currency == null) {
            return 2;
        }
        try {
            int digits =
                    Currency.getInstance(currency.toUpperCase(Locale.ROOT))
                            .getDefaultFractionDigits();
            return Math.max(digits, 0);
        } catch (IllegalArgumentException unknown) {
            return 2;
        }
    }
}
