package io.backstitch.sandbox.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxPageTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private CannedSandbox sandbox;

    @BeforeEach
    void start() throws IOException {
        sandbox = new CannedSandbox(new SandboxPage());
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/, text/html; charset=utf-8, <title>Backstitch sandbox</title>",
        "/page.css, text/css; charset=utf-8, prefers-color-scheme: dark",
        "/page.js, text/javascript; charset=utf-8, 'use strict'",
    })
    void shouldServeItsFilesWithTheirTypes(String path, String type, String part) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue(type);
        assertThat(answer.body()).contains(part);
    }

    @Test
    void shouldAllowOnlyItsOwnScriptsAndStyles() throws Exception {
        HttpResponse<String> answer = get("/");

        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe", "http");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(answer.body()).doesNotContain("<style", " style=", "onclick", "https://");
    }

    @Test
    void shouldAnswerNotModifiedWhenTheETagIsKnown() throws Exception {
        String etag = get("/page.css").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = send(request("/page.css").header("If-None-Match", etag));
        HttpResponse<String> weak = send(request("/page.css").header("If-None-Match", "W/" + etag));
        HttpResponse<String> other = send(request("/page.css").header("If-None-Match", "\"x\""));

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(again.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(weak.statusCode()).isEqualTo(304);
        assertThat(other.statusCode()).isEqualTo(200);
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws Exception {
        HttpResponse<String> answer = send(request("/").method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(answer.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isEqualTo(get("/").body().getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void shouldRefuseToBeWrittenTo() throws Exception {
        HttpResponse<String> answer = send(request("/").POST(BodyPublishers.ofString("x")));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/index.html",
                "/demo",
                "/demo.json",
                "//page.css",
                "/../page.css",
                "/page.css/..",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%2fSandboxPage.class",
                "/SandboxPage.class",
                "/page.js%00.css",
            })
    void shouldKnowNoOtherPath(String path) throws Exception {
        assertThat(rawStatusLine(path)).isEqualTo("HTTP/1.1 404 Not Found");
    }

    @Test
    void shouldServeTheDemosReportAsItIsNow() throws Exception {
        AtomicReference<String> report = new AtomicReference<>();
        try (CannedSandbox demo = new CannedSandbox(new SandboxPage().withReport(report::get))) {
            assertThat(get(demo.uri("/demo.json")).body()).isEqualTo("{\"status\":\"starting\"}");

            report.set("{\"status\":\"held\",\"seed\":7}");

            HttpResponse<String> answer = get(demo.uri("/demo.json"));
            assertThat(answer.body()).isEqualTo("{\"status\":\"held\",\"seed\":7}");
            assertThat(answer.headers().firstValue("Content-Type"))
                    .hasValue("application/json; charset=utf-8");
            assertThat(get(demo.uri("/demo")).body()).contains("data-report=\"yes\"");
        }
    }

    @Test
    void shouldOfferNoReportWhenThereIsNone() throws Exception {
        assertThat(get("/").body()).contains("data-report=\"no\"");
        assertThatThrownBy(() -> new SandboxPage().withReport(null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Straight through a socket: an HTTP client would tidy up the path. */
    private String rawStatusLine(String path) throws IOException {
        URI uri = sandbox.uri("/");
        try (Socket socket = new Socket(uri.getHost(), uri.getPort());
                OutputStream out = socket.getOutputStream();
                InputStream in = socket.getInputStream()) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(sandbox.uri(path));
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(sandbox.uri(path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
