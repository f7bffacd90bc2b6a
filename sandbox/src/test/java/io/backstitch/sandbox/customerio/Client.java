package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/** Talks to a sandbox over HTTP, as a sender would. JSON may be written with single quotes. */
final class Client {

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final CustomerIoSandbox sandbox;
    private final String basic;

    Client(CustomerIoSandbox sandbox) {
        this.sandbox = sandbox;
        SandboxOptions options = sandbox.options();
        String pair = options.siteId() + ":" + options.apiKey();
        basic =
                "Basic "
                        + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    /** A v2 batch of operations. */
    HttpResponse<String> batch(String... operations) {
        return post("/api/v2/batch", "{'batch':[" + String.join(",", operations) + "]}");
    }

    /** A v2 batch that must be accepted as a whole. */
    void ok(String... operations) {
        HttpResponse<String> response = batch(operations);
        if (response.statusCode() != 200 || !response.body().equals("{}\n")) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
    }

    HttpResponse<String> post(String path, String json) {
        return send("POST", path, json, basic);
    }

    HttpResponse<String> put(String path, String json) {
        return send("PUT", path, json, basic);
    }

    HttpResponse<String> delete(String path) {
        return send("DELETE", path, "", basic);
    }

    HttpResponse<String> get(String path) {
        return send("GET", path, null, basic);
    }

    /** An App API look-up. */
    HttpResponse<String> look(String path) {
        return send("GET", path, null, "Bearer " + sandbox.options().appApiToken());
    }

    /** An answer of the sandbox's own API. */
    JsonNode sandbox(String path) {
        HttpResponse<String> response = send("GET", "/sandbox/api/" + path, null, null);
        return response.statusCode() == 200 ? json(response) : null;
    }

    HttpResponse<String> send(String method, String path, String json, String authorization) {
        try {
            return sendOrThrow(method, path, json, authorization);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> sendOrThrow(String method, String path, String json, String authorization)
            throws IOException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(sandbox.uri() + path))
                        .timeout(Duration.ofSeconds(20))
                        .method(
                                method,
                                json == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(
                                                json.replace('\'', '"')));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            return http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Like {@link #batch}, for answers that never come. */
    HttpResponse<String> batchOrThrow(String... operations) throws IOException {
        String body = "{'batch':[" + String.join(",", operations) + "]}";
        return sendOrThrow("POST", "/api/v2/batch", body, basic);
    }

    static JsonNode json(HttpResponse<String> response) {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }
}
