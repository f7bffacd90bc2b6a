package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps requests until the test answers them. */
final class ScriptedClient implements CustomerIoClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A request that waits for its answer. */
    record Request(byte[] body, Consumer<Answer> then) {
        List<JsonNode> operations() {
            try {
                List<JsonNode> operations = new ArrayList<>();
                JSON.readTree(body).path("batch").forEach(operations::add);
                return operations;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        String text() {
            return new String(body, UTF_8);
        }
    }

    final List<Request> open = new ArrayList<>();
    final List<String> sent = new ArrayList<>();
    final Map<String, Answer> people = new HashMap<>();
    boolean canLookUp;
    int reloads;

    @Override
    public void send(byte[] body, Consumer<Answer> then) {
        open.add(new Request(body, then));
        sent.add(new String(body, UTF_8));
    }

    @Override
    public void lookUp(String idType, String value, Consumer<Answer> then) {
        then.accept(people.getOrDefault(idType + ":" + value, Answer.of(404, null, new byte[0])));
    }

    @Override
    public boolean canLookUp() {
        return canLookUp;
    }

    @Override
    public void reloadSecrets() {
        reloads++;
    }

    @Override
    public void close() {}

    /** Answers the oldest request. */
    void answer(Answer answer) {
        open.remove(0).then().accept(answer);
    }

    static Answer ok() {
        return Answer.of(200, null, "{}\n".getBytes(UTF_8));
    }

    static Answer answer(int status, String body) {
        return Answer.of(status, null, body.getBytes(UTF_8));
    }

    static Answer person(String cioId) {
        return answer(200, "{\"customer\":{\"identifiers\":{\"cio_id\":\"" + cioId + "\"}}}");
    }
}
