package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A JSON object as it was sent: cheap to keep, parsed when looked at. */
public final class RawJson {

    static final RawJson EMPTY = new RawJson("{}".getBytes(StandardCharsets.UTF_8));

    private final byte[] utf8;

    RawJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    int length() {
        return utf8.length;
    }

    /** The parsed object; decimals are exact. A new tree per call. */
    public JsonNode tree() {
        return Json.parse(utf8);
    }

    /** The text of a member, or null if it is missing or null; numbers as written. */
    public String text(String name) {
        return Json.textOrNull(tree().get(name));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson && Arrays.equals(utf8, ((RawJson) other).utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
