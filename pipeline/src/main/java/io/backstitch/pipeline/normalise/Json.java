package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads and writes JSON without loss: no number ever becomes a double, and what was read can always
 * be written (broken surrogates become U+FFFD).
 */
public final class Json {
    /** Deeper input is refused: nobody nests events that deep, and recursion stays bounded. */
    private static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(FACTORY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .build();

    private static final ObjectReader TREES = MAPPER.readerFor(JsonNode.class);

    private Json() {}

    /** Writes one value. */
    public interface Body {
        void write(JsonGenerator out) throws IOException;
    }

    /**
     * Parses a whole document.
     *
     * @throws IOException if it is not exactly one JSON value, or holds a number that no computer
     *     could hold
     */
    public static JsonNode parse(byte[] bytes) throws IOException {
        try {
            return TREES.readTree(bytes);
        } catch (ArithmeticException | NumberFormatException e) {
            // An exponent of more than 32 bits.
            throw new IOException("a number is beyond all range", e);
        }
    }

    /** The text that these bytes hold as a JSON string, or null if they hold something else. */
    public static String text(byte[] json) {
        try {
            return parse(json).textValue();
        } catch (IOException e) {
            return null;
        }
    }

    /** Parses text that may be JSON; null if it is not. */
    static JsonNode parseText(String text) {
        try {
            return TREES.readTree(text);
        } catch (IOException | ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    /** UTF-8 bytes of what the body writes. */
    public static byte[] bytes(Body body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** UTF-8 bytes of a value as it is. */
    public static byte[] bytes(JsonNode value) {
        return bytes(out -> write(out, value));
    }

    /** UTF-8 bytes that are equal for equal content: object keys sorted, numbers without zeros. */
    public static byte[] canonical(JsonNode value) {
        return bytes(out -> writeCanonical(out, value));
    }

    /** Writes a value as it is. */
    public static void write(JsonGenerator out, JsonNode value) throws IOException {
        switch (value.getNodeType()) {
            case OBJECT -> {
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> property : value.properties()) {
                    out.writeFieldName(clean(property.getKey()));
                    write(out, property.getValue());
                }
                out.writeEndObject();
            }
            case ARRAY -> {
                out.writeStartArray();
                for (JsonNode element : value) {
                    write(out, element);
                }
                out.writeEndArray();
            }
            default -> writeScalar(out, value);
        }
    }

    private static void writeCanonical(JsonGenerator out, JsonNode value) throws IOException {
        switch (value.getNodeType()) {
            case OBJECT -> {
                Map<String, JsonNode> sorted = new TreeMap<>();
                value.properties().forEach(p -> sorted.put(p.getKey(), p.getValue()));
                out.writeStartObject();
                for (Map.Entry<String, JsonNode> property : sorted.entrySet()) {
                    out.writeFieldName(clean(property.getKey()));
                    writeCanonical(out, property.getValue());
                }
                out.writeEndObject();
            }
            case ARRAY -> {
                out.writeStartArray();
                for (JsonNode element : value) {
                    writeCanonical(out, element);
                }
                out.writeEndArray();
            }
            case NUMBER -> out.writeNumber(value.decimalValue().stripTrailingZeros().toString());
            default -> writeScalar(out, value);
        }
    }

    private static void writeScalar(JsonGenerator out, JsonNode value) throws IOException {
        switch (value.getNodeType()) {
            case STRING -> out.writeString(clean(value.textValue()));
            case NUMBER -> out.writeNumber(value.decimalValue().toString());
            case BOOLEAN -> out.writeBoolean(value.booleanValue());
            default -> out.writeNull();
        }
    }

    /** The text with broken surrogate pairs replaced: they cannot be written as UTF-8. */
    public static String clean(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return repaired(text);
            }
        }
        return text;
    }

    private static String repaired(String text) {
        StringBuilder repaired = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int point = text.codePointAt(i);
            boolean broken = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
            repaired.appendCodePoint(broken ? 0xFFFD : point);
            i += Character.charCount(point);
        }
        return repaired.toString();
    }
}
