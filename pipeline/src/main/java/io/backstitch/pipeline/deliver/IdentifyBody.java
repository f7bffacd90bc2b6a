package io.backstitch.pipeline.deliver;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Takes attributes out of an identify operation; everything else, numbers too, stays as it is. */
final class IdentifyBody {
    private static final String ATTRIBUTES = "attributes";
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
                    .build();

    private final ObjectNode root;
    private final List<String> names = new ArrayList<>();

    private IdentifyBody(ObjectNode root) {
        this.root = root;
        root.path(ATTRIBUTES).fieldNames().forEachRemaining(names::add);
    }

    /** The operation's body, or null if it is no JSON object. */
    static IdentifyBody of(byte[] body) {
        try {
            return JSON.readTree(body) instanceof ObjectNode root ? new IdentifyBody(root) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Attribute names, in order. */
    List<String> names() {
        return names;
    }

    /**
     * The attribute a refusal names: itself, or the one whose nested value it names.
     *
     * @param named what follows {@code attributes.} in the answer
     * @return an attribute of this operation, or null
     */
    String attribute(String named) {
        if (named == null) {
            return null;
        }
        String longest = null;
        for (String name : names) {
            boolean hit =
                    named.equals(name)
                            || named.startsWith(name + ".")
                            || named.startsWith(name + "[");
            if (hit && (longest == null || name.length() > longest.length())) {
                longest = name;
            }
        }
        return longest;
    }

    byte[] without(List<String> attributes) {
        List<String> kept = new ArrayList<>(names);
        kept.removeAll(attributes);
        return only(kept);
    }

    byte[] only(List<String> attributes) {
        ObjectNode copy = root.deepCopy();
        ObjectNode some = JSON.createObjectNode();
        for (String name : attributes) {
            some.set(name, root.path(ATTRIBUTES).get(name));
        }
        copy.set(ATTRIBUTES, some);
        try {
            return JSON.writeValueAsBytes(copy);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("JSON that was read can be written", e);
        }
    }
}
