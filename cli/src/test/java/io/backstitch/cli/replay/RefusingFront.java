package io.backstitch.cli.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before the sandbox and refuses events of one name, with 207, while it is told to. */
final class RefusingFront implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI behind;

    /** Name of the events to refuse, or null. */
    volatile String refused;

    /** Ids of the events that were let through, as often as they were. */
    final List<String> passed = new CopyOnWriteArrayList<>();

    RefusingFront(URI behind) throws IOException {
        this.behind = behind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            ObjectNode answer = JSON.createObjectNode();
            if (exchange.getRequestURI().getPath().endsWith("/batch")) {
                body = withoutRefused(body, answer.putArray("errors"));
            }
            HttpResponse<byte[]> forwarded = forward(exchange, body);
            boolean some = !answer.path("errors").isEmpty();
            byte[] reply = some ? answer.toString().getBytes(UTF_8) : forwarded.body();
            exchange.sendResponseHeaders(some ? 207 : forwarded.statusCode(), reply.length);
            exchange.getResponseBody().write(reply);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private byte[] withoutRefused(byte[] body, ArrayNode errors) throws IOException {
        ObjectNode batch = (ObjectNode) JSON.readTree(body);
        ArrayNode rest = JSON.createArrayNode();
        int index = 0;
        for (JsonNode operation : batch.path("batch")) {
            if (operation.path("name").asText().equals(refused)) {
                errors.addObject().put("batch_index", index).put("reason", "invalid");
            } else {
                rest.add(operation);
                if (operation.has("id")) {
                    passed.add(operation.path("id").asText());
                }
            }
            index++;
        }
        if (errors.isEmpty()) {
            return body;
        }
        batch.set("batch", rest);
        return JSON.writeValueAsBytes(batch);
    }

    private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(behind.resolve(exchange.getRequestURI().toString()))
                        .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(body));
        for (String name : List.of("Authorization", "Content-Type")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
