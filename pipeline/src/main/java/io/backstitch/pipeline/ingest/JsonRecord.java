package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.normalise.Json;
import java.io.IOException;

/** A record whose value is one JSON object. */
final class JsonRecord {
    private JsonRecord() {}

    /**
     * Parses the record.
     *
     * @param what is expected, for people
     * @return the object; or null, and the record has become a dead letter
     */
    static JsonNode object(RecordOutput out, String what) {
        JsonNode root;
        try {
            root = Json.parse(out.record().value());
        } catch (StreamConstraintsException e) {
            out.poison("undecodable", "JSON beyond the parser's limits of depth and length");
            return null;
        } catch (IOException e) {
            out.poison("not_json", "expected one JSON object in UTF-8");
            return null;
        }
        if (root == null || root.isMissingNode()) {
            out.poison("not_json", "expected one JSON object in UTF-8");
            return null;
        }
        if (!root.isObject()) {
            out.poison("not_object", "expected " + what + ", a JSON object");
            return null;
        }
        return root;
    }
}
