package io.backstitch.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Sends operations to a sandbox as a pipeline would. Attributes are JSON with single quotes. */
final class Sender {

    private final HttpClient http = HttpClient.newHttpClient();
    private final CustomerIoSandbox sandbox;
    private int ids;

    Sender(CustomerIoSandbox sandbox) {
        this.sandbox = sandbox;
    }

    void identify(String id, long at, String attributes) {
        operation("identify", id, at, "", attributes);
    }

    void event(String id, String name, long at, String attributes) {
        String ulid = String.format(Locale.ROOT, "01KB%022d", ++ids);
        String more = "\"id\":\"" + ulid + "\",\"name\":\"" + name + "\",";
        operation("event", id, at, more, attributes);
    }

    private void operation(String action, String id, long at, String more, String attributes) {
        String operation =
                "{\"type\":\"person\",\"action\":\"%s\",\"identifiers\":{\"id\":\"%s\"},%s"
                        + "\"timestamp\":%d,\"attributes\":{%s}}";
        String body =
                String.format(
                        Locale.ROOT,
                        operation,
                        action,
                        id,
                        more,
                        at,
                        attributes.replace('\'', '"'));
        HttpResponse<String> answer = post("{\"batch\":[" + body + "]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private HttpResponse<String> post(String json) {
        String pair = sandbox.options().siteId() + ":" + sandbox.options().apiKey();
        byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(sandbox.uri() + "/api/v2/batch"))
                        .header(
                                "Authorization",
                                "Basic " + Base64.getEncoder().encodeToString(bytes))
                        .POST(BodyPublishers.ofString(json))
                        .build();
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
