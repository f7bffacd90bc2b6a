package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.pipeline.record.Subject;
import java.util.List;
import org.apache.flink.configuration.Configuration;

/** Operations and settings for tests. */
final class Ops {
    private Ops() {}

    static Operation event(String person, String id, long seq) {
        return event(person, id, seq, List.of());
    }

    /** An event of another name. */
    static Operation named(String name, String person, String id, long seq) {
        Operation o = event(person, id, seq);
        Subject s = o.subject();
        Subject renamed =
                new Subject(
                        s.origin(),
                        s.source(),
                        s.platform(),
                        s.eventId(),
                        name,
                        s.eventTime(),
                        s.orderId(),
                        s.cartId(),
                        s.valueMinor(),
                        s.currency(),
                        s.stitch(),
                        s.contractVersion(),
                        s.channel());
        String body = new String(o.body(), UTF_8).replace("checkout_started", name);
        return new Operation(
                o.kind(), person, id, seq, body.getBytes(UTF_8), o.awaits(), null, renamed);
    }

    static Operation delete(String person, String id, long seq) {
        String body =
                "{\"type\":\"person\",\"action\":\"delete\",\"identifiers\":"
                        + identifiers(person)
                        + ",\"attributes\":{\"op\":\""
                        + id
                        + "\"}}";
        return operation(Kind.DELETE, person, id, seq, body, List.of());
    }

    static Operation event(String person, String id, long seq, List<String> awaits) {
        String body =
                "{\"type\":\"person\",\"action\":\"event\",\"identifiers\":"
                        + identifiers(person)
                        + ",\"id\":\""
                        + id
                        + "\",\"name\":\"checkout_started\",\"attributes\":{\"value\":12.50}}";
        return operation(Kind.EVENT, person, id, seq, body, awaits);
    }

    static Operation identify(String person, String id, long seq, String attributes) {
        String body =
                "{\"type\":\"person\",\"action\":\"identify\",\"identifiers\":"
                        + identifiers(person)
                        + ",\"timestamp\":1763888400,\"attributes\":"
                        + attributes
                        + "}";
        return operation(Kind.IDENTIFY, person, id, seq, body, List.of());
    }

    static Operation merge(String person, String id, long seq) {
        String body = "{\"primary\":{\"id\":\"7\"},\"secondary\":{\"email\":\"a+b@example.com\"}}";
        return operation(Kind.MERGE, person, id, seq, body, List.of());
    }

    static Operation fence(String person, String id, String to) {
        return new Operation(
                Kind.FENCE,
                person,
                id,
                0,
                null,
                List.of(),
                Operation.fenceTo("customer_id", to),
                null);
    }

    static Operation fenced(String person, String id) {
        return new Operation(Kind.FENCED, person, id, 0, null, List.of(), null, null);
    }

    private static String identifiers(String person) {
        int colon = person.indexOf(':');
        return "{\"" + person.substring(0, colon) + "\":\"" + person.substring(colon + 1) + "\"}";
    }

    private static Operation operation(
            Kind kind, String person, String id, long seq, String body, List<String> awaits) {
        Subject subject =
                new Subject(
                        new Origin("mparticle.batches", 0, seq, 1_763_888_400_000L),
                        "mparticle",
                        "web",
                        "source-" + id,
                        kind == Kind.EVENT ? "checkout_started" : null,
                        1_763_888_399_000L,
                        null,
                        "k-1",
                        1250L,
                        "EUR",
                        Stitch.KNOWN,
                        "1",
                        null);
        return new Operation(kind, person, id, seq, body.getBytes(UTF_8), awaits, null, subject);
    }

    /** Settings against a stand-in on this machine, with {@code key, value, …} on top. */
    static DeliverSettings settings(String... keysAndValues) {
        List<String> faults = new java.util.ArrayList<>();
        DeliverSettings settings = DeliverSettings.from(config(keysAndValues), faults);
        if (settings == null) {
            throw new IllegalArgumentException(faults.toString());
        }
        return settings;
    }

    static Configuration config(String... keysAndValues) {
        Configuration config = new Configuration();
        config.setString("customerio.site-id", "site");
        config.setString("customerio.api-key-file", keyFile());
        config.setString("customerio.track-url", "http://127.0.0.1:1");
        config.setString("customerio.development", "true");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            config.setString(keysAndValues[i], keysAndValues[i + 1]);
        }
        return config;
    }

    private static String keyFile() {
        try {
            java.nio.file.Path file = java.nio.file.Path.of("target", "deliver-test-api-key");
            if (!java.nio.file.Files.exists(file)) {
                java.nio.file.Files.writeString(file, "key\n");
            }
            return file.toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
