package io.backstitch.pipeline;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Spoils records the way the world does: values of other types, parts missing or written twice,
 * numbers beyond every range, nesting without end, other encodings, bytes flipped and cut off. The
 * same seed always spoils the same way.
 */
public final class Mutator {
    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

    /** What may stand where something else was expected. */
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "\"false\"",
                    "0",
                    "-1",
                    "3.0",
                    "1e999999999",
                    "-1e-999999999",
                    "10e2147483647",
                    "12e2147483647",
                    "-0.1e-2147483646",
                    "\"[10e2147483647]\"",
                    "\"{\\\"a\\\":1e99999999999}\"",
                    "9223372036854775808",
                    "-9223372036854775809",
                    "9".repeat(400),
                    "\"" + "9".repeat(400) + "\"",
                    "253402300800000",
                    "\"1.234,50\"",
                    "\"NaN\"",
                    "\"\"",
                    "\"  \"",
                    "\"\\u0000\"",
                    "\"\\ud83d\"",
                    "\"\\udc00x\"",
                    "\"\u202e\u00e9\u0130\"",
                    "\"" + "x".repeat(5000) + "\"",
                    "\"[{\\\"id\\\":{}}]\"",
                    "\"{\\\"a\\\":\"",
                    "\"0000-13-41T99:99:99Z\"",
                    "\"-999999999-01-01T00:00:00Z\"",
                    "\"2026-11-23T10:00:00+18:00\"",
                    "[]",
                    "{}",
                    "[[[[[[]]]]]]",
                    "[null]",
                    "[1,\"a\",{},null]",
                    "{\"\":null}",
                    "{\"a\":{\"a\":{\"a\":{\"a\":1}}}}");

    private static final List<String> NAMES =
            List.of(
                    "",
                    "id",
                    "type",
                    "email",
                    "products",
                    "event_name",
                    "name",
                    "\u0000",
                    "$email");

    private final SplittableRandom random;

    public Mutator(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** A spoilt copy of a JSON record. */
    public byte[] json(String sample) throws Exception {
        JsonNode root = JSON.readTree(sample);
        for (int changes = random.nextInt(4); changes > 0; changes--) {
            root = change(root);
        }
        String text = JSON.writeValueAsString(root);
        return switch (random.nextInt(14)) {
            case 0 -> bytes(text.getBytes(StandardCharsets.UTF_8));
            case 1 -> text.getBytes(encoding());
            case 2 -> ("\uFEFF" + text).getBytes(StandardCharsets.UTF_8);
            case 3 -> twice(text).getBytes(StandardCharsets.UTF_8);
            case 4 -> deep(text).getBytes(StandardCharsets.UTF_8);
            case 5 -> huge(text).getBytes(StandardCharsets.UTF_8);
            default -> text.getBytes(StandardCharsets.UTF_8);
        };
    }

    /** A spoilt copy of bytes: flipped, cut off, left out, put in twice, overwritten. */
    public byte[] bytes(byte[] sample) {
        byte[] spoilt = sample.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0 && spoilt.length > 0; changes--) {
            int at = random.nextInt(spoilt.length);
            int to = at + random.nextInt(spoilt.length - at);
            switch (random.nextInt(5)) {
                case 0 -> spoilt[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> spoilt[at] = (byte) random.nextInt();
                case 2 -> spoilt = Arrays.copyOf(spoilt, at);
                case 3 -> spoilt = join(spoilt, at, to);
                default -> spoilt = join(spoilt, to, at);
            }
        }
        return spoilt;
    }

    /** What is before {@code end}, then what begins at {@code from}. */
    private static byte[] join(byte[] bytes, int end, int from) {
        byte[] joined = Arrays.copyOf(bytes, end + bytes.length - from);
        System.arraycopy(bytes, from, joined, end, bytes.length - from);
        return joined;
    }

    private Charset encoding() {
        return switch (random.nextInt(3)) {
            case 0 -> StandardCharsets.UTF_16;
            case 1 -> StandardCharsets.ISO_8859_1;
            default -> Charset.forName("UTF-32");
        };
    }

    /** One member is written once more, with another value. */
    private String twice(String text) {
        List<Integer> openings = new ArrayList<>();
        for (int i = 0; i + 1 < text.length(); i++) {
            if (text.charAt(i) == '{' && text.charAt(i + 1) == '"') {
                openings.add(i);
            }
        }
        if (openings.isEmpty()) {
            return text;
        }
        int open = openings.get(random.nextInt(openings.size()));
        int end = text.indexOf('"', open + 2);
        String name = end < 0 ? "\"x\"" : text.substring(open + 1, end + 1);
        return text.substring(0, open + 1) + name + ":" + value() + "," + text.substring(open + 1);
    }

    /** The first text becomes lists within lists. */
    private String deep(String text) {
        int depth = random.nextInt(3) == 0 ? 2000 : 60;
        return text.replaceFirst(":\"[^\"\\\\]*\"", ":" + "[".repeat(depth) + "]".repeat(depth));
    }

    /** The first number has an exponent that fits nowhere. */
    private static String huge(String text) {
        return text.replaceFirst(":(-?[0-9]+)", ":$1e99999999999");
    }

    private String value() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private JsonNode change(JsonNode root) throws Exception {
        List<JsonNode> parents = new ArrayList<>();
        collect(root, parents);
        if (parents.isEmpty() || random.nextInt(50) == 0) {
            return JSON.readTree(value());
        }
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        if (parent instanceof ObjectNode object) {
            change(object);
        } else {
            change((ArrayNode) parent);
        }
        return root;
    }

    private void change(ObjectNode object) throws Exception {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            object.set(NAMES.get(random.nextInt(NAMES.size())), JSON.readTree(value()));
            return;
        }
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(6)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name, retyped(object.get(name)));
            case 2 -> object.set(NAMES.get(random.nextInt(NAMES.size())), object.get(name));
            case 3 ->
                    object.set(
                            name, object.get(names.get(random.nextInt(names.size()))).deepCopy());
            default -> object.set(name, JSON.readTree(value()));
        }
    }

    private void change(ArrayNode array) throws Exception {
        if (array.isEmpty() || random.nextInt(4) == 0) {
            array.add(JSON.readTree(value()));
            return;
        }
        int at = random.nextInt(array.size());
        switch (random.nextInt(3)) {
            case 0 -> array.remove(at);
            case 1 -> array.insert(at, array.get(at).deepCopy());
            default -> array.set(at, JSON.readTree(value()));
        }
    }

    /** The same in another type: a number as text, text as a list, a list as its JSON. */
    private static JsonNode retyped(JsonNode value) {
        if (value.isTextual()) {
            return JSON.createArrayNode().add(value.textValue());
        }
        return JSON.getNodeFactory().textNode(value.toString());
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }
}
