package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApacheCustomerIoClientTest {
    private static final byte[] BODY = "{\"batch\":[]}".getBytes(UTF_8);

    @TempDir Path folder;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        Files.writeString(folder.resolve("key"), " first key\n");
        Files.writeString(folder.resolve("app-key"), "app");
    }

    @AfterEach
    void stop() {
        over.countDown();
        server.stop(0);
    }

    @Test
    void sendsTheBytesWithBasicAuthenticationAndReadsTheAnswer() throws Exception {
        answer(207, "{\"errors\":[]}", "Retry-After", "9");
        try (ApacheCustomerIoClient client = client()) {
            Answer answer = send(client);
            assertThat(answer.status()).isEqualTo(207);
            assertThat(answer.retryAfter()).isEqualTo("9");
            assertThat(new String(answer.body(), UTF_8)).isEqualTo("{\"errors\":[]}");
        }
        assertThat(seen)
                .containsExactly(
                        "POST /api/v2/batch " + basic("first key") + " {\"batch\":[]} null");
    }

    @Test
    void aRotatedKeyIsUsedAfterReloading() throws Exception {
        answer(200, "{}");
        try (ApacheCustomerIoClient client = client()) {
            send(client);
            Files.writeString(folder.resolve("key"), "second key");
            client.reloadSecrets();
            send(client);
            Files.delete(folder.resolve("key"));
            client.reloadSecrets();
            send(client);
        }
        assertThat(seen.get(0)).contains(basic("first key"));
        assertThat(seen.get(1)).contains(basic("second key"));
        assertThat(seen.get(2)).contains(basic("second key"));
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        answer(302, "", "Location", "http://127.0.0.1:" + port() + "/elsewhere");
        try (ApacheCustomerIoClient client = client()) {
            assertThat(send(client).status()).isEqualTo(302);
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void nothingIsRepeatedOnTheClientsOwnAccount() throws Exception {
        answer(503, "", "Retry-After", "0");
        try (ApacheCustomerIoClient client = client()) {
            assertThat(send(client).status()).isEqualTo(503);
        }
        assertThat(seen).hasSize(1);
    }

    @Test
    void anAnswerThatDripsIsATimeout() throws Exception {
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    try (OutputStream out = exchange.getResponseBody()) {
                        while (!over.await(100, TimeUnit.MILLISECONDS)) {
                            out.write(' ');
                            out.flush();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        try (ApacheCustomerIoClient client = client(port(), "1 s")) {
            assertThat(send(client))
                    .isEqualTo(Answer.none("timeout"))
                    .extracting("status")
                    .isEqualTo(0);
        }
    }

    @Test
    void whatDripsOverAUsedConnectionDoesNotKeepItBeyondTheTimeout() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        try (Peer peer =
                        new Peer(
                                socket -> {
                                    write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
                                    socket.getInputStream().read(new byte[4096]);
                                    dripUntilLeft(socket);
                                    left.countDown();
                                });
                ApacheCustomerIoClient client = client(peer.port(), "3 s")) {
            assertThat(send(client).status()).isEqualTo(200);
            // A connection may come back to the pool only after the next request has left.
            Answer answer = send(client);
            for (int i = 0; i < 100 && answer.status() == 200; i++) {
                answer = send(client);
            }
            assertThat(answer).isEqualTo(Answer.none("timeout"));
            assertThat(left.await(30, TimeUnit.SECONDS)).as("the connection has ended").isTrue();
        }
    }

    private static void dripUntilLeft(Socket socket) throws IOException {
        socket.setSoTimeout(100);
        while (true) {
            try {
                write(socket, "H");
                if (socket.getInputStream().read() < 0) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                // Still there.
            } catch (SocketException e) {
                return;
            }
        }
    }

    @Test
    void aConnectionThatBreaksIsAnAnswerToo() throws Exception {
        try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread =
                    new Thread(
                            () -> {
                                try (Socket socket = rude.accept()) {
                                    socket.setSoLinger(true, 0);
                                    socket.getInputStream().read();
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            });
            thread.start();
            try (ApacheCustomerIoClient client = client(rude.getLocalPort())) {
                assertThat(send(client).failure()).isEqualTo("connection_lost");
            }
            thread.join();
        }
    }

    @Test
    void anAnswerWithoutEndTakesNoMoreMemoryThanAnAnswer() throws Exception {
        answer(200, " ".repeat(3 * AnswerConsumer.LONGEST_BODY));
        try (ApacheCustomerIoClient client = client()) {
            Answer answer = send(client);
            assertThat(answer.body()).hasSize(AnswerConsumer.LONGEST_BODY);
            assertThat(OutcomeClassifier.classify(answer, 2, 0))
                    .isInstanceOf(Outcome.RetryLater.class);
        }
    }

    @Test
    void aConnectionThatWasClosedWhileItLayIdleIsAnAnswerToo() throws Exception {
        try (Peer peer =
                        new Peer(
                                socket ->
                                        write(
                                                socket,
                                                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"));
                ApacheCustomerIoClient client = client(peer.port())) {
            assertThat(send(client).status()).isEqualTo(200);
            peer.close();
            assertThat(send(client).failure()).isIn("connection_lost", "no_connection");
        }
    }

    @Test
    void aHalfClosedConnectionIsAnAnswerToo() throws Exception {
        try (Peer peer = new Peer(Socket::shutdownOutput);
                ApacheCustomerIoClient client = client(peer.port())) {
            assertThat(send(client)).isEqualTo(Answer.none("connection_lost"));
        }
    }

    @Test
    void anAnswerThatBreaksOffIsNoAnswer() throws Exception {
        for (String part :
                List.of(
                        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"errors\":[]",
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{}",
                        "HTTP/1.1 2")) {
            try (Peer peer = new Peer(socket -> write(socket, part));
                    ApacheCustomerIoClient client = client(peer.port())) {
                assertThat(send(client).status()).as(part).isZero();
            }
        }
    }

    @Test
    void whatIsNotHttpAtAllIsNoAnswer() throws Exception {
        for (String garbage : List.of("SSH-2.0-OpenSSH_9\r\n", "\u0000\u0001\u0002\r\n\r\n")) {
            try (Peer peer = new Peer(socket -> write(socket, garbage));
                    ApacheCustomerIoClient client = client(peer.port())) {
                assertThat(send(client).status()).as(garbage).isZero();
            }
        }
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
    }

    private interface Reaction {
        void to(Socket socket) throws IOException;
    }

    /** On each connection: reads a request, reacts, and hangs up. */
    private static final class Peer implements AutoCloseable {
        private final ServerSocket listening =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final ExecutorService threads = Executors.newCachedThreadPool();

        private final Thread accepting;

        Peer(Reaction reaction) throws IOException {
            accepting =
                    new Thread(
                            () -> {
                                try {
                                    while (true) {
                                        Socket socket = listening.accept();
                                        threads.execute(() -> serve(socket, reaction));
                                    }
                                } catch (IOException e) {
                                    // The test has ended.
                                }
                            });
            accepting.start();
        }

        private static void serve(Socket socket, Reaction reaction) {
            try (socket) {
                if (socket.getInputStream().read(new byte[4096]) > 0) {
                    reaction.to(socket);
                }
            } catch (IOException e) {
                // The test ended first.
            }
        }

        int port() {
            return listening.getLocalPort();
        }

        @Override
        public void close() throws Exception {
            listening.close();
            accepting.join();
            threads.shutdown();
            assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void nobodyListeningIsAnAnswerToo() throws Exception {
        int port = port();
        server.stop(0);
        try (ApacheCustomerIoClient client = client(port)) {
            assertThat(send(client).failure()).isEqualTo("no_connection");
        }
    }

    @Test
    void lookUpsNameThePersonSafely() throws Exception {
        answer(404, "");
        try (ApacheCustomerIoClient client = client()) {
            CompletableFuture<Answer> answer = new CompletableFuture<>();
            client.lookUp("email", "a+b/c d@example.com", answer::complete);
            assertThat(answer.get(60, TimeUnit.SECONDS).status()).isEqualTo(404);
            assertThat(client.canLookUp()).isTrue();
        }
        assertThat(seen)
                .containsExactly(
                        "GET /v1/customers/a%2Bb%2Fc%20d%40example.com/attributes?id_type=email"
                                + " Bearer app  null");
    }

    @Test
    void aMissingSecretNamesTheOptionAndNeverAValue() throws Exception {
        DeliverSettings settings = settings(port(), "15 s");
        Files.delete(folder.resolve("key"));
        assertThatThrownBy(() -> new ApacheCustomerIoClient(settings))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("customerio.api-key-file")
                .hasMessageNotContaining("first key");
        Files.writeString(folder.resolve("key"), " \n");
        assertThatThrownBy(() -> new ApacheCustomerIoClient(settings))
                .hasMessageContaining("is empty");
        assertThat(settings.toString()).doesNotContain("first key");
    }

    private static String basic(String key) {
        return "Basic " + Base64.getEncoder().encodeToString(("site:" + key).getBytes(UTF_8));
    }

    private static Answer send(ApacheCustomerIoClient client) throws Exception {
        CompletableFuture<Answer> answer = new CompletableFuture<>();
        client.send(BODY, answer::complete);
        return answer.get(60, TimeUnit.SECONDS);
    }

    private ApacheCustomerIoClient client() throws IOException {
        return client(port());
    }

    private ApacheCustomerIoClient client(int port) throws IOException {
        return client(port, "15 s");
    }

    private ApacheCustomerIoClient client(int port, String timeout) throws IOException {
        return new ApacheCustomerIoClient(settings(port, timeout));
    }

    private DeliverSettings settings(int port, String timeout) {
        return Ops.settings(
                "customerio.track-url",
                "http://127.0.0.1:" + port,
                "customerio.api-key-file",
                folder.resolve("key").toString(),
                "customerio.app-api-key-file",
                folder.resolve("app-key").toString(),
                "customerio.request-timeout",
                timeout);
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private void answer(int status, String body, String... header) {
        server.createContext(
                "/",
                exchange -> {
                    seen.add(describe(exchange));
                    if (header.length > 0) {
                        exchange.getResponseHeaders().set(header[0], header[1]);
                    }
                    byte[] bytes = body.getBytes(UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }

    private static String describe(HttpExchange exchange) throws IOException {
        return exchange.getRequestMethod()
                + " "
                + exchange.getRequestURI()
                + " "
                + exchange.getRequestHeaders().getFirst("Authorization")
                + " "
                + new String(exchange.getRequestBody().readAllBytes(), UTF_8)
                + " "
                + exchange.getRequestHeaders().getFirst("Accept-Encoding");
    }
}
