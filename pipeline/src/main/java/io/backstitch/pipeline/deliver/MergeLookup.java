package io.backstitch.pipeline.deliver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.deliver.Outcome.RetryLater;
import io.backstitch.pipeline.record.Operation;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds out whom a merge is about. A merge cannot be undone and has no id that would make a repeat
 * harmless, and an email may belong to somebody else by now: so both sides are looked up just
 * before each attempt, and only two different {@code cio_id}s are merged.
 */
final class MergeLookup {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Customer.io shows what it has accepted up to half a minute later: that many look-ups. */
    private static final int PATIENCE = 8;

    private final CustomerIoClient client;

    MergeLookup(CustomerIoClient client) {
        this.client = client;
    }

    /** What came of it. */
    sealed interface Found {
        /** Send this. */
        record Merge(byte[] request) implements Found {}

        /** One side is unknown to Customer.io, or both are the same person. */
        record Nothing() implements Found {}

        /** Not found out. */
        record Failed(RetryLater why) implements Found {}

        /** The operation itself is not what it should be. */
        record Broken() implements Found {}
    }

    /** Whether Customer.io was told of both as of two people. */
    static boolean isKnown(Operation merge) {
        JsonNode body = OutcomeClassifier.parse(merge.body());
        return body == null || body.path("known").asBoolean(true);
    }

    void find(Pending pending, Timers timers, Consumer<Found> then) {
        JsonNode body = OutcomeClassifier.parse(pending.operation.body());
        Consumer<Found> missing = then;
        if (isKnown(pending.operation) && pending.attempts < PATIENCE) {
            Found.Failed late =
                    new Found.Failed(new RetryLater("look_up_not_there_yet", -1, false));
            missing = found -> then.accept(found instanceof Found.Nothing ? late : found);
        }
        find(body, timers, then, missing);
    }

    private void find(JsonNode body, Timers timers, Consumer<Found> then, Consumer<Found> failed) {
        Map.Entry<String, JsonNode> primary = side(body, "primary");
        Map.Entry<String, JsonNode> secondary = side(body, "secondary");
        if (primary == null || secondary == null) {
            then.accept(new Found.Broken());
            return;
        }
        cioId(
                primary,
                timers,
                failed,
                kept ->
                        cioId(
                                secondary,
                                timers,
                                failed,
                                gone ->
                                        then.accept(
                                                kept.equals(gone)
                                                        ? new Found.Nothing()
                                                        : new Found.Merge(request(kept, gone)))));
    }

    static Map.Entry<String, JsonNode> side(JsonNode body, String name) {
        JsonNode side = body == null ? null : body.get(name);
        return side != null && side.isObject() && side.size() == 1 ? side.fields().next() : null;
    }

    void cioId(
            Map.Entry<String, JsonNode> side,
            Timers timers,
            Consumer<Found> failed,
            Consumer<String> found) {
        if (side.getKey().equals("cio_id")) {
            found.accept(side.getValue().asText());
            return;
        }
        client.lookUp(
                side.getKey(),
                side.getValue().asText(),
                answer -> {
                    if (answer.status() == 404) {
                        failed.accept(new Found.Nothing());
                        return;
                    }
                    String id = answer.status() == 200 ? cioId(answer) : null;
                    if (id != null) {
                        found.accept(id);
                    } else {
                        failed.accept(new Found.Failed(judge(answer, timers.now())));
                    }
                });
    }

    private static String cioId(Answer answer) {
        JsonNode body = OutcomeClassifier.parse(answer.body());
        if (body == null) {
            return null;
        }
        JsonNode id = body.path("customer").path("identifiers").path("cio_id");
        if (!id.isTextual()) {
            id = body.path("customer").path("attributes").path("cio_id");
        }
        return id.isTextual() && !id.textValue().isEmpty() ? id.textValue() : null;
    }

    /** Any other answer only makes this person wait: the Track API may be fine. */
    private static RetryLater judge(Answer answer, long now) {
        String why = answer.status() == 0 ? answer.failure() : "http_" + answer.status();
        return new RetryLater(
                "look_up_" + why,
                OutcomeClassifier.retryAfter(answer, now),
                answer.status() == 429);
    }

    private static byte[] request(String kept, String gone) {
        ObjectNode request = JSON.createObjectNode();
        ObjectNode merge = request.putArray("batch").addObject();
        merge.put("type", "person").put("action", "merge");
        merge.putObject("primary").put("cio_id", kept);
        merge.putObject("secondary").put("cio_id", gone);
        return request.toString().getBytes(StandardCharsets.UTF_8);
    }
}
