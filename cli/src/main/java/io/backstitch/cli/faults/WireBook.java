package io.backstitch.cli.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.sandbox.proxy.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What went over the wire to the receiver, as the proxy saw it. Thread-safe. */
final class WireBook {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<String, String> bodies = new HashMap<>();
    private final Map<String, Integer> timesSent = new HashMap<>();
    private final List<String> changed = new ArrayList<>();
    private final List<String> otherAnnouncements = new ArrayList<>();
    private long operations;
    private long batches;
    private long sentAgain;

    synchronized void saw(Request request) {
        if (!request.isBatch()) {
            return;
        }
        batches++;
        for (JsonNode item : items(request.body())) {
            operations++;
            String text = item.toString();
            String id = id(item);
            sentAgain += timesSent.merge(id, 1, Integer::sum) > 1 ? 1 : 0;
            String before = bodies.putIfAbsent(id, text);
            if (before != null && !before.equals(text)) {
                changed.add(id);
                if (item.path("name").asText().equals("cart_abandoned")) {
                    otherAnnouncements.add(id);
                }
            }
        }
    }

    /** What is the same whenever an operation is sent again. */
    static String id(JsonNode item) {
        return item.path("id").isTextual() ? item.path("id").textValue() : item.toString();
    }

    /** The operations of a batch; empty if it is none. */
    static JsonNode items(byte[] body) {
        try {
            return JSON.readTree(body).path("batch");
        } catch (IOException e) {
            return JSON.createArrayNode();
        }
    }

    /** Requests with operations. */
    synchronized long batches() {
        return batches;
    }

    /** Operations sent, repeats included. */
    synchronized long operations() {
        return operations;
    }

    /** Operations that had been sent before. */
    synchronized long sentAgain() {
        return sentAgain;
    }

    /** Ids of events that were sent again with other content. */
    synchronized List<String> changed() {
        return List.copyOf(changed);
    }

    /** Those of them that announce a cart: decided once, whatever fails. */
    synchronized List<String> otherAnnouncements() {
        return List.copyOf(otherAnnouncements);
    }

    /** How often the operation that was sent most often was sent. */
    synchronized int mostSendings() {
        return timesSent.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
