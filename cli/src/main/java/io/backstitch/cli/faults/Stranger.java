package io.backstitch.cli.faults;

import java.nio.charset.StandardCharsets;

/** Batches of people whom the simulator does not know, in mParticle's form. */
final class Stranger {
    private Stranger() {}

    /** Everything that has to do with a victim carries this word: the receiver can refuse it. */
    static final String VICTIM = "victim-of-faults";

    /** A valid view of a product. */
    static String view(String eventId, long time) {
        return event(
                "product_viewed",
                eventId,
                Long.toString(time),
                "{\"product_id\":\"p-1\",\"name\":\"Mug\",\"price\":9.5,\"currency\":\"EUR\"}");
    }

    /**
     * An event.
     *
     * @param time JSON
     * @param attributes JSON
     */
    static String event(String name, String eventId, String time, String attributes) {
        return "{\"event_type\":\"custom_event\",\"data\":{\"event_name\":\""
                + name
                + "\",\"custom_event_type\":\"other\",\"custom_attributes\":"
                + attributes
                + ",\"timestamp_unixtime_ms\":"
                + time
                + ",\"source_message_id\":\""
                + eventId
                + "\"}}";
    }

    /**
     * A batch.
     *
     * @param identities JSON, what stands between the brackets
     * @param events JSON, likewise
     */
    static String batch(String identities, String events, long time) {
        return "{\"events\":["
                + events
                + "],\"device_info\":{\"platform\":\"web\"},"
                + "\"user_attributes\":{\"$firstname\":\"Nobody\"},"
                + "\"user_identities\":["
                + identities
                + "],\"environment\":\"production\",\"schema_version\":2,"
                + "\"timestamp_unixtime_ms\":\""
                + time
                + "\"}";
    }

    /** A batch of an unknown device. */
    static String batch(String events, long time, String device) {
        return "{\"mp_deviceid\":\"" + device + "\"," + batch("", events, time).substring(1);
    }

    static String customer(String id) {
        return "{\"identity_type\":\"customer_id\",\"identity\":\"" + id + "\"}";
    }

    /** A customer of whom the receiver wants to know nothing: one identify, one event. */
    static byte[] victim(int number, long seed, long time) {
        String id = VICTIM + "-" + seed + "-" + number;
        return bytes(batch(customer(id), view("event-of-" + id, time - 2_000), time - 1_500));
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
