package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A v2 operation as it was sent, before any rule is applied. Attributes are kept both as a tree
 * (for the rules) and as the bytes sent (for the store), so that a batch is parsed exactly once.
 */
final class Draft {

    boolean isObject = true;
    int bytes;
    JsonNode type;
    JsonNode action;
    JsonNode identifiers;
    JsonNode name;
    JsonNode id;
    JsonNode timestamp;
    JsonNode attributes;
    RawJson raw = RawJson.EMPTY;
    JsonNode device;
    JsonNode relationships;
    JsonNode primary;
    JsonNode secondary;

    private Draft() {}

    /** Reads the body of {@code /api/v2/entity}. */
    static Draft readEntity(byte[] body) throws RefusedException {
        try (JsonParser p = Json.MAPPER.createParser(body)) {
            p.nextToken();
            Draft draft = read(p, body);
            if (!draft.isObject || p.nextToken() != null) {
                throw malformed("expected one JSON object");
            }
            return draft;
        } catch (JsonProcessingException e) {
            throw malformed("unable to parse the request as JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads the body of {@code /api/v2/batch}. */
    static List<Draft> readBatch(byte[] body) throws RefusedException {
        try (JsonParser p = Json.MAPPER.createParser(body)) {
            if (p.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("expected a JSON object");
            }
            List<Draft> drafts = null;
            while (p.nextToken() == JsonToken.FIELD_NAME) {
                boolean batch = "batch".equals(p.currentName());
                if (p.nextToken() == JsonToken.START_ARRAY && batch) {
                    drafts = new ArrayList<>();
                    while (p.nextToken() != JsonToken.END_ARRAY) {
                        drafts.add(read(p, body));
                    }
                } else if (batch) {
                    throw new RefusedException(ItemError.invalid("batch", "must be an array"));
                } else {
                    p.skipChildren();
                }
            }
            if (p.nextToken() != null) {
                throw malformed("expected one JSON object");
            }
            if (drafts == null) {
                throw new RefusedException(ItemError.required("batch"));
            }
            return drafts;
        } catch (JsonProcessingException e) {
            throw malformed("unable to parse the request as JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Draft read(JsonParser p, byte[] body) throws IOException {
        Draft draft = new Draft();
        if (p.currentToken() != JsonToken.START_OBJECT) {
            draft.isObject = false;
            p.skipChildren();
            return draft;
        }
        long start = p.currentTokenLocation().getByteOffset();
        while (p.nextToken() == JsonToken.FIELD_NAME) {
            String field = p.currentName();
            p.nextToken();
            if (field.equals("attributes")) {
                draft.readAttributes(p, body);
            } else {
                draft.set(field, p.readValueAsTree());
            }
        }
        draft.bytes = (int) (p.currentLocation().getByteOffset() - start);
        return draft;
    }

    private void readAttributes(JsonParser p, byte[] body) throws IOException {
        long from = p.currentTokenLocation().getByteOffset();
        attributes = p.readValueAsTree();
        long to = p.currentLocation().getByteOffset();
        if (!attributes.isObject()) {
            return;
        }
        // A body in UTF-16 has no byte offsets to cut at.
        boolean cut = from >= 0 && to <= body.length && body[(int) from] == '{';
        raw =
                new RawJson(
                        cut
                                ? Arrays.copyOfRange(body, (int) from, (int) to)
                                : Json.bytes(attributes));
    }

    private void set(String field, JsonNode value) {
        switch (field) {
            case "type" -> type = value;
            case "action" -> action = value;
            case "identifiers" -> identifiers = value;
            case "name" -> name = value;
            case "id" -> id = value;
            case "timestamp" -> timestamp = value;
            case "device" -> device = value;
            case "cio_relationships" -> relationships = value;
            case "primary" -> primary = value;
            case "secondary" -> secondary = value;
            default -> {
                // Unknown members are accepted and ignored.
            }
        }
    }

    private static RefusedException malformed(String message) {
        return new RefusedException(new ItemError("malformed", "body", message));
    }
}
