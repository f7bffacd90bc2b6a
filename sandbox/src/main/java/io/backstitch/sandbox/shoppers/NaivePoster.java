package io.backstitch.sandbox.shoppers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Posts to the Track API v1, one user's requests one after another, several users at a time. */
final class NaivePoster implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int WAITING_PER_LANE = 256;
    private static final int ATTEMPTS = 3;

    private final NaiveTarget target;
    private final String authorization;
    private final HttpClient http;
    private final List<ExecutorService> lanes = new ArrayList<>();
    private final Semaphore room;
    private final AtomicLong refused = new AtomicLong();
    private volatile RuntimeException failure;

    NaivePoster(NaiveTarget target) {
        this.target = target;
        byte[] pair = (target.siteId() + ":" + target.apiKey()).getBytes(StandardCharsets.UTF_8);
        this.authorization = "Basic " + Base64.getEncoder().encodeToString(pair);
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        for (int i = 0; i < target.connections(); i++) {
            lanes.add(Executors.newSingleThreadExecutor());
        }
        this.room = new Semaphore(WAITING_PER_LANE * target.connections());
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The JSON, or null if it is none. */
    static JsonNode parse(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            return null;
        }
    }

    void identify(String user, ObjectNode attributes, long receivedAt) {
        submit(user, "PUT", "/api/v1/customers/" + encoded(user), attributes, receivedAt);
    }

    void event(String user, String name, long timestamp, ObjectNode data, long receivedAt) {
        ObjectNode body = object();
        body.put("name", name);
        body.put("timestamp", timestamp);
        body.set("data", data);
        String path = "/api/v1/customers/" + encoded(user) + "/events";
        submit(user, "POST", path, body, receivedAt);
    }

    /** Waits for all answers; returns how many were not 200. */
    long finish() {
        List<Future<?>> last = new ArrayList<>();
        for (ExecutorService lane : lanes) {
            last.add(lane.submit(() -> {}));
        }
        try {
            for (Future<?> future : last) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while forwarding", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        check();
        return refused.get();
    }

    @Override
    public void close() {
        lanes.forEach(ExecutorService::shutdownNow);
    }

    private void submit(String user, String method, String path, ObjectNode body, long receivedAt) {
        check();
        room.acquireUninterruptibly();
        lanes.get(Math.floorMod(user.hashCode(), lanes.size()))
                .execute(
                        () -> {
                            try {
                                post(method, path, body, receivedAt);
                            } catch (RuntimeException e) {
                                failure = e;
                            } finally {
                                room.release();
                            }
                        });
    }

    private void post(String method, String path, ObjectNode body, long receivedAt) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(target.base() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .header("X-Sandbox-Now", Long.toString(receivedAt / 1000))
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes(body)))
                        .build();
        try {
            if (status(request) != 200) {
                refused.incrementAndGet();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot post to " + target.base(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while forwarding", e);
        }
    }

    /**
     * Sends anew what broke with its connection, as any producer does: a kept connection may close
     * the moment it is used. The sandbox counts an effect twice then, as Customer.io would.
     */
    private int status(HttpRequest request) throws IOException, InterruptedException {
        IOException last = null;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                return http.send(request, BodyHandlers.discarding()).statusCode();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private void check() {
        if (failure != null) {
            throw new IllegalStateException("forwarding failed: " + failure.getMessage(), failure);
        }
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
