package io.backstitch.sandbox.shoppers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NaivePosterTest {
    private final AtomicInteger requests = new AtomicInteger();
    private volatile int broken;
    private HttpServer server;

    @BeforeEach
    void listen() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.getRequestBody().readAllBytes();
                    if (requests.incrementAndGet() > broken) {
                        exchange.sendResponseHeaders(200, -1);
                    }
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aConnectionThatClosesUnderARequestIsNotTheEndOfTheRun() {
        broken = 1;
        try (NaivePoster poster = poster()) {
            poster.identify("a", NaivePoster.object(), 0);
            assertThat(poster.finish()).isZero();
        }
        assertThat(requests).hasValue(2);
    }

    @Test
    void aReceiverThatAlwaysHangsUpIsReported() {
        broken = Integer.MAX_VALUE;
        try (NaivePoster poster = poster()) {
            poster.identify("a", NaivePoster.object(), 0);
            assertThatThrownBy(poster::finish).hasMessageContaining("cannot post to");
        }
    }

    private NaivePoster poster() {
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new NaivePoster(new NaiveTarget(base, "site", "key", 1));
    }
}
