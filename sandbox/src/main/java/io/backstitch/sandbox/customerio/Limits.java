package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Documented sizes, with the texts of the answers. Pure functions. */
final class Limits {

    static final int IDENTIFIER_BYTES = 150;
    static final int NAME_BYTES = 150;
    static final int VALUE_BYTES = 1000;
    static final int ATTRIBUTES = 300;
    static final int EVENT_NAME_BYTES = 100;
    static final int V1_EVENT_DATA_BYTES = 100_000;

    private static final long MAX_UNIX_SECONDS = 100_000_000_000L;
    private static final String CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private Limits() {}

    /** The faults of an identify's attributes; empty if there are none. */
    static List<ItemError> ofAttributes(JsonNode attributes) {
        List<ItemError> errors = new ArrayList<>(0);
        if (attributes.size() > ATTRIBUTES) {
            errors.add(
                    ItemError.invalid(
                            "attributes",
                            "cannot identify more than 300 attributes in one request"));
        }
        for (Map.Entry<String, JsonNode> e : attributes.properties()) {
            if (e.getKey().length() * 3 > NAME_BYTES && Json.utf8Length(e.getKey()) > NAME_BYTES) {
                errors.add(
                        ItemError.invalid(
                                "attributes", "attribute name cannot be longer than 150 bytes"));
            }
            if (tooLong(e.getValue())) {
                errors.add(
                        ItemError.invalid(
                                "attributes." + e.getKey(),
                                "property value cannot be longer than 1000 bytes"));
            }
        }
        return errors;
    }

    static boolean tooLong(JsonNode value) {
        if (value.isTextual() && value.textValue().length() * 3 <= VALUE_BYTES) {
            return false;
        }
        return Json.sizeOf(value) > VALUE_BYTES;
    }

    /** A strict ULID: 26 characters of Crockford's alphabet, at most 128 bits; any letter case. */
    static boolean isUlid(String id) {
        if (id.length() != 26 || id.charAt(0) > '7') {
            return false;
        }
        for (int i = 0; i < 26; i++) {
            char c = id.charAt(i);
            char upper = c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
            if (CROCKFORD.indexOf(upper) < 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * Unix seconds, or null for anything else: Customer.io takes its own time instead. Milliseconds
     * are no Unix seconds.
     */
    static Long unixSeconds(JsonNode node) {
        if (node == null || !node.isNumber()) {
            return null;
        }
        double value = node.doubleValue();
        return value < 0 || value >= MAX_UNIX_SECONDS ? null : Long.valueOf(node.longValue());
    }
}
