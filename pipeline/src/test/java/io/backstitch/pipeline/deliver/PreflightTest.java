package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpServer;
import io.backstitch.sandbox.customerio.CustomerIoSandbox;
import io.backstitch.sandbox.customerio.SandboxOptions;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreflightTest {
    @TempDir Path folder;

    @Test
    void theRightKeyInTheRightRegionIsFine() throws Exception {
        try (CustomerIoSandbox sandbox = sandbox("eu")) {
            assertThat(faults(Region.EU, sandbox, sandbox.options().apiKey())).isEmpty();
        }
    }

    @Test
    void anotherRegionIsRefusedAndNamed() throws Exception {
        try (CustomerIoSandbox sandbox = sandbox("eu")) {
            assertThat(faults(Region.US, sandbox, sandbox.options().apiKey()))
                    .singleElement()
                    .asString()
                    .startsWith("customerio.region: is us")
                    .endsWith("set customerio.region: eu");
        }
    }

    @Test
    void aWrongKeyIsRefusedAndNotQuoted() throws Exception {
        try (CustomerIoSandbox sandbox = sandbox("us")) {
            assertThat(faults(Region.US, sandbox, "hunter2"))
                    .singleElement()
                    .asString()
                    .startsWith("customerio.api-key-file: ")
                    .contains("HTTP 401")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        assertThat(answered(307, ""))
                .singleElement()
                .asString()
                .contains("redirects to another region");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "<html>", "{\"region\":\"moon\"}", "[]"})
    void anAnswerThatSaysNothingIsNoFault(String body) throws Exception {
        assertThat(answered(200, body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 429, 500, 503})
    void aCustomerIoThatIsAwayIsNoFault(int status) throws Exception {
        assertThat(answered(status, "")).isEmpty();
    }

    @Test
    void anAnswerWithoutEndIsNotWaitedForAndNoFault() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getResponseBody().write('{');
                    exchange.getResponseBody().flush();
                    try {
                        over.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.close();
                });
        server.start();
        String url = "http://127.0.0.1:" + server.getAddress().getPort();
        try {
            assertThat(
                            assertTimeoutPreemptively(
                                    Duration.ofSeconds(10),
                                    () ->
                                            faults(
                                                    Region.US,
                                                    url,
                                                    "site",
                                                    "key",
                                                    Duration.ofMillis(300))))
                    .isEmpty();
        } finally {
            over.countDown();
            server.stop(0);
        }
    }

    @Test
    void nobodyListeningIsNoFault() {
        assertThat(faults(Region.US, "http://127.0.0.1:1", "site", "key")).isEmpty();
    }

    @Test
    void inDevelopmentNobodyIsAsked() {
        List<String> faults = new ArrayList<>();
        Preflight.check(Ops.config(), Ops.settings("customerio.site-id", "wrong"), faults);
        assertThat(faults).isEmpty();
    }

    private List<String> answered(int status, String body) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
                    byte[] bytes = body.getBytes(UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            return faults(Region.US, url, "site", "key");
        } finally {
            server.stop(0);
        }
    }

    private static CustomerIoSandbox sandbox(String region) {
        return CustomerIoSandbox.start(SandboxOptions.builder().region(region).build());
    }

    private List<String> faults(Region region, CustomerIoSandbox sandbox, String key) {
        return faults(region, sandbox.uri().toString(), sandbox.options().siteId(), key);
    }

    private List<String> faults(Region region, String url, String site, String key) {
        return faults(region, url, site, key, Preflight.PATIENCE);
    }

    private List<String> faults(
            Region region, String url, String site, String key, Duration patience) {
        Path file = folder.resolve("key");
        try {
            Files.writeString(file, key);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        DeliverSettings settings =
                Ops.settings(
                        "customerio.track-url", url,
                        "customerio.site-id", site,
                        "customerio.api-key-file", file.toString());
        List<String> faults = new ArrayList<>();
        Preflight.check(region, settings, patience, faults);
        return faults;
    }
}
