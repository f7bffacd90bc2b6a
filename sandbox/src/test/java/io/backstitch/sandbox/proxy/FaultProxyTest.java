package io.backstitch.sandbox.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every conduct as a client sees it on the wire, and whether the receiver saw the request. */
class FaultProxyTest {
    private static final int PATIENCE_MS = 5_000;
    private static final String ANSWER = "{\"ok\":true}";

    private final List<String> effects = new CopyOnWriteArrayList<>();
    private HttpServer receiver;
    private FaultProxy proxy;
    private Socket client;

    @BeforeEach
    void start() throws Exception {
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    effects.add(exchange.getRequestHeaders().getFirst("Authorization") + body);
                    byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        receiver.start();
        proxy = FaultProxy.start(URI.create("http://127.0.0.1:" + receiver.getAddress().getPort()));
        connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        proxy.close();
        receiver.stop(0);
    }

    private void connect() throws IOException {
        client = new Socket("127.0.0.1", proxy.uri().getPort());
        client.setSoTimeout(PATIENCE_MS);
    }

    private void ask(String body) throws IOException {
        String request =
                "POST /api/v2/batch HTTP/1.1\r\nHost: x\r\nauthorization: A\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n"
                        + body;
        client.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
    }

    /** What has come by the end of one answer, or of the connection. */
    private String answer() throws IOException {
        return answer(ANSWER);
    }

    private String answer(String end) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = client.getInputStream();
        while (!all.toString(StandardCharsets.UTF_8).endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            all.write(next);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Test
    void passesRequestsAndAnswersOnOneConnection() throws Exception {
        ask("1");
        assertThat(answer()).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n" + ANSWER);
        ask("2");
        assertThat(answer()).startsWith("HTTP/1.1 200");
        assertThat(effects).containsExactly("A1", "A2");
        assertThat(proxy.connections()).isEqualTo(1);
        assertThat(proxy.requests()).isEqualTo(2);
    }

    @Test
    void showsRequestsToTheObserver() throws Exception {
        List<Request> seen = new CopyOnWriteArrayList<>();
        proxy.observe(seen::add);
        ask("1");
        answer();
        assertThat(seen).singleElement().matches(Request::isBatch);
        assertThat(seen.get(0).header("Authorization")).isEqualTo("A");
        assertThat(seen.get(0).header("Nothing")).isNull();
    }

    @Test
    void forwardsAnotherBodyInItsPlace() throws Exception {
        proxy.conduct(
                call ->
                        call.send(
                                call.forward(
                                        call.request()
                                                .withBody(
                                                        "xyz".getBytes(StandardCharsets.UTF_8)))));
        ask("1");
        assertThat(answer()).startsWith("HTTP/1.1 200");
        assertThat(effects).containsExactly("Axyz");
    }

    @Test
    void answersInPlaceOfTheReceiver() throws Exception {
        proxy.conduct(Conducts.answer(Response.json(503, ANSWER)));
        ask("1");
        assertThat(answer()).startsWith("HTTP/1.1 503").contains("application/json");
        proxy.conduct(Conducts.redirect(307, "http://127.0.0.1:1/there"));
        ask("2");
        assertThat(answer("\r\n\r\n"))
                .startsWith("HTTP/1.1 307")
                .contains("Location: http://127.0.0.1:1/there");
        assertThat(effects).isEmpty();
    }

    @Test
    void refusesConnectionsAndTakesThemAgainOnTheSamePort() throws Exception {
        proxy.refuse();
        proxy.refuse();
        assertThatThrownBy(() -> client.getInputStream().read())
                .isInstanceOf(SocketException.class);
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        proxy.heal();
        connect();
        ask("1");
        assertThat(answer()).startsWith("HTTP/1.1 200");
    }

    @Test
    void refusesAndTakesAgainAsOftenAsOneLikes() throws Exception {
        for (int i = 0; i < 30; i++) {
            proxy.refuse();
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
            proxy.listen();
            connect();
        }
    }

    @Test
    void saysNothing() throws Exception {
        proxy.conduct(Conducts.silence());
        ask("1");
        client.setSoTimeout(200);
        assertThatThrownBy(this::answer).isInstanceOf(SocketTimeoutException.class);
        assertThat(effects).isEmpty();
    }

    @Test
    void saysNothingAfterTheEffect() throws Exception {
        proxy.conduct(Conducts.silenceAfter());
        ask("1");
        client.setSoTimeout(500);
        assertThatThrownBy(this::answer).isInstanceOf(SocketTimeoutException.class);
        assertThat(effects).containsExactly("A1");
    }

    @Test
    void answersLate() throws Exception {
        proxy.conduct(Conducts.late(300));
        long start = System.nanoTime();
        ask("1");
        assertThat(answer()).startsWith("HTTP/1.1 200");
        assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000L);
    }

    @Test
    void drips() throws Exception {
        proxy.conduct(Conducts.drip(2));
        long start = System.nanoTime();
        ask("1");
        String answer = answer();
        assertThat(answer).startsWith("HTTP/1.1 200");
        assertThat(System.nanoTime() - start).isGreaterThan((answer.length() - 1) * 2_000_000L);
    }

    @Test
    void resetsBeforeTheEffect() throws Exception {
        proxy.conduct(Conducts.resetBefore());
        ask("1");
        assertThatThrownBy(this::answer).isInstanceOf(SocketException.class);
        assertThat(effects).isEmpty();
    }

    @Test
    void resetsAfterTheEffect() throws Exception {
        proxy.conduct(Conducts.resetAfter());
        ask("1");
        assertThatThrownBy(this::answer).isInstanceOf(SocketException.class);
        assertThat(effects).containsExactly("A1");
    }

    @Test
    void resetsInTheMiddleOfTheAnswer() throws Exception {
        proxy.conduct(Conducts.resetMidway());
        ask("1");
        assertThatThrownBy(this::answer).isInstanceOf(SocketException.class);
        assertThat(effects).containsExactly("A1");
    }

    @Test
    void closesInPlaceOfTheAnswer() throws Exception {
        proxy.conduct(Conducts.closeBefore());
        ask("1");
        assertThat(answer()).isEmpty();
        assertThat(effects).isEmpty();
        connect();
        proxy.conduct(Conducts.closeAfter());
        ask("2");
        assertThat(answer()).isEmpty();
        assertThat(effects).containsExactly("A2");
    }

    @Test
    void closesInTheMiddleOfTheAnswer() throws Exception {
        proxy.conduct(Conducts.closeMidway());
        ask("1");
        assertThat(answer()).startsWith("HTTP/1.1 200").doesNotContain(ANSWER);
        assertThat(effects).containsExactly("A1");
    }

    @Test
    void closesOnlyItsOwnSide() throws Exception {
        proxy.conduct(Conducts.halfClose());
        ask("1");
        assertThat(answer()).isEmpty();
        // Our direction is still open: neither a reset nor a broken pipe.
        client.getOutputStream().write(new byte[100]);
        client.getOutputStream().write(new byte[100]);
        assertThat(effects).containsExactly("A1");
    }

    @Test
    void talksNonsense() throws Exception {
        proxy.conduct(Conducts.garbage());
        ask("1");
        assertThat(answer("oops")).startsWith("HTTP/1.1 200").contains("<html>");
        proxy.conduct(Conducts.noHttp());
        ask("2");
        assertThat(answer()).contains("no HTTP");
        assertThat(effects).containsExactly("A1", "A2");
    }

    @Test
    void closesIdleConnections() throws Exception {
        proxy.idleLimit(50);
        ask("1");
        answer();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void closesConnectionsAfterSoManyRequests() throws Exception {
        client.close();
        proxy.requestsPerConnection(2);
        connect();
        ask("1");
        answer();
        ask("2");
        answer();
        assertThat(client.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void mixesTheSameWayForTheSameSeed() throws Exception {
        assertThat(hits(7)).isEqualTo(hits(7)).contains(200, 503);
        assertThat(hits(7)).isNotEqualTo(hits(8));
    }

    private List<Integer> hits(long seed) throws Exception {
        proxy.conduct(
                Conducts.mixed(seed, 0.5, List.of(Conducts.answer(Response.json(503, ANSWER)))));
        List<Integer> hits = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 12; i++) {
            ask("1");
            hits.add(Integer.parseInt(answer().split(" ")[1]));
        }
        return hits;
    }

    @Test
    void closesAConnectionThatSendsWhatItDoesNotUnderstand() throws Exception {
        client.getOutputStream()
                .write(
                        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
                                .getBytes(StandardCharsets.UTF_8));
        assertThat(answer()).isEmpty();
        assertThat(effects).isEmpty();
    }

    @Test
    void anotherReceiverTakesOver() throws Exception {
        proxy.target(URI.create("http://127.0.0.1:1"));
        ask("1");
        assertThat(answer()).isEmpty();
        assertThat(effects).isEmpty();
    }
}
