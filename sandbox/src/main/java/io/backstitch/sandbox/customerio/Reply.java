package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An answer with a JSON body. */
record Reply(int status, byte[] body) {

    static final Reply OK = new Reply(200, "{}\n".getBytes(StandardCharsets.UTF_8));

    /** The body is pretty-printed with a trailing newline, as recorded from the real server. */
    static final Reply UNAUTHORIZED =
            new Reply(
                    401,
                    "{\n  \"meta\": {\n    \"error\": \"Unauthorized request\"\n  }\n}\n"
                            .getBytes(StandardCharsets.UTF_8));

    static final Reply NOT_FOUND = metaError(404, "not found");

    static Reply json(int status, JsonNode body) {
        return new Reply(status, Json.bytes(body));
    }

    /** The shape of v1 for a single problem. */
    static Reply metaError(int status, String message) {
        ObjectNode body = Json.object();
        body.putObject("meta").put("error", message);
        return json(status, body);
    }

    /** The shape of v1 for validation. */
    static Reply metaErrors(List<String> messages) {
        ObjectNode body = Json.object();
        ArrayNode errors = body.putObject("meta").putArray("errors");
        messages.forEach(errors::add);
        return json(400, body);
    }

    /** The shape of v2 for a request that is refused as a whole. */
    static Reply errors(int status, List<ItemError> errors) {
        ObjectNode body = Json.object();
        ArrayNode array = body.putArray("errors");
        errors.forEach(error -> array.add(error.json()));
        return json(status, body);
    }
}
