package io.backstitch.sandbox.customerio;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The HTTP side: listens, tells the APIs apart, injects faults and sends answers. */
final class SandboxServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxServer.class);
    private static final byte[] GARBAGE = "<html>oops".getBytes(StandardCharsets.UTF_8);

    static {
        // Read once by the JDK's server: without it every small answer waits for a delayed ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // In seconds, and longer than the JDK's client keeps a connection (1,200): on a busy
        // machine
        // a kept connection must not close under a client that is about to use it.
        System.setProperty("sun.net.httpserver.idleInterval", "3600");
    }

    private final SandboxOptions options;
    private final Workspace workspace;
    private final Faults faults;
    private final TrackApi track;
    private final AppApi app;
    private final SandboxApi sandbox;
    private final HttpServer server;
    private final ExecutorService threads;

    SandboxServer(SandboxOptions options, Workspace workspace, Queries queries, Faults faults)
            throws IOException {
        this.options = options;
        this.workspace = workspace;
        this.faults = faults;
        track = new TrackApi(options, workspace);
        app = new AppApi(queries);
        sandbox = new SandboxApi(workspace, queries);
        server = HttpServer.create(options.listen, 256);
        AtomicInteger number = new AtomicInteger();
        threads =
                Executors.newCachedThreadPool(
                        task -> {
                            Thread thread =
                                    new Thread(task, "customerio-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            String path = exchange.getRequestURI().getRawPath();
            if (path.startsWith("/api/") || path.startsWith("/v1/")) {
                customerIo(exchange);
            } else if (path.startsWith("/sandbox/api/")) {
                Request request = Request.read(exchange);
                send(exchange, sandbox.handle(request, behind(request, 2)));
            } else if (options.page != null) {
                options.page.handle(exchange);
            } else {
                send(exchange, Reply.NOT_FOUND);
            }
        } catch (RuntimeException e) {
            LOG.error("The sandbox failed to answer a request", e);
            send(exchange, Reply.metaError(500, "the sandbox failed: see its log"));
        } finally {
            exchange.close();
        }
    }

    private void customerIo(HttpExchange exchange) throws IOException {
        Ticket ticket = workspace.open();
        try {
            Faults.Injection fault = faults.next();
            if (fault.kind() == FaultKind.RESET) {
                return;
            }
            Request request = Request.read(exchange);
            ticket.stateNow(request.statedNow());
            Reply instead = instead(exchange, fault);
            if (instead != null) {
                send(exchange, instead);
                return;
            }
            Reply reply = answer(request, ticket);
            switch (fault.kind()) {
                case RESPONSE_LOST -> {}
                case GARBAGE -> send(exchange, new Reply(200, GARBAGE));
                case SLOW -> {
                    Thread.sleep(fault.plan().slow.toMillis());
                    send(exchange, reply);
                }
                default -> send(exchange, reply);
            }
        } catch (InterruptedException e) {
            // The sandbox is closing.
            Thread.currentThread().interrupt();
        } finally {
            workspace.close(ticket);
        }
    }

    private Reply answer(Request request, Ticket ticket) {
        if (request.path().get(0).equals("v1")) {
            return ("Bearer " + options.appApiToken).equals(request.authorization())
                    ? app.handle(request, behind(request, 1))
                    : AppApi.error(401, "unauthorized");
        }
        return track.handle(request, ticket);
    }

    /** The answer of a fault that comes in place of an effect, or null. */
    private Reply instead(HttpExchange exchange, Faults.Injection fault) {
        switch (fault.kind()) {
            case RATE_LIMITED_RETRY_AFTER -> {
                exchange.getResponseHeaders()
                        .set("Retry-After", Long.toString(fault.plan().retryAfter.toSeconds()));
                return Reply.metaError(429, "too many requests");
            }
            case REDIRECT -> {
                exchange.getResponseHeaders()
                        .set("Location", uri() + "/elsewhere" + exchange.getRequestURI());
                return new Reply(302, new byte[0]);
            }
            case RATE_LIMITED -> {
                return Reply.metaError(429, "too many requests");
            }
            case REQUEST_TIMEOUT -> {
                return Reply.metaError(408, "request timeout");
            }
            case SERVER_ERROR -> {
                return Reply.metaError(500, "internal server error");
            }
            case BAD_GATEWAY -> {
                return new Reply(502, GARBAGE);
            }
            case UNAVAILABLE -> {
                return new Reply(503, GARBAGE);
            }
            case UNAUTHORIZED -> {
                return Reply.UNAUTHORIZED;
            }
            default -> {
                return null;
            }
        }
    }

    private static List<String> behind(Request request, int segments) {
        return request.path().subList(segments, request.path().size());
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        exchange.getResponseHeaders().set("Cache-Control", "no-cache, no-store");
        int length = reply.body().length;
        exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
        if (length > 0) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(reply.body());
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
