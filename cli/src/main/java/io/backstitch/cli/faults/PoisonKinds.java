package io.backstitch.cli.faults;

import io.backstitch.sandbox.shoppers.Simulation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** More than thirty kinds of records that nobody can use, and the word each must end with. */
final class PoisonKinds {
    private static final String BATCHES = Simulation.BATCHES_TOPIC;
    private static final String ORDERS = Simulation.ORDERS_TOPIC;
    private static final int DEEP = 10_000;
    private static final int HUGE = 600_000;

    private final long seed;
    private final long time;
    private final int orderSchema;
    private final List<Poison> kinds = new ArrayList<>();

    /**
     * A kind of poison.
     *
     * @param value may be null
     * @param reason of its dead letter
     */
    record Poison(String what, String topic, byte[] value, String reason) {}

    /**
     * @param seed makes event ids unique
     * @param time when it arrives
     * @param orderSchema id of the schema of orders
     */
    PoisonKinds(long seed, long time, int orderSchema) {
        this.seed = seed;
        this.time = time;
        this.orderSchema = orderSchema;
    }

    List<Poison> all() {
        noJson();
        noBatches();
        noEvents();
        noOrders();
        return kinds;
    }

    private void noJson() {
        add("no value", (byte[]) null, "empty_value");
        add("an empty value", "", "empty_value");
        add("white space", " \n\t ", "not_json");
        add("one zero byte", new byte[] {0}, "not_json");
        add("random bytes", new byte[] {-1, 17, -128, 3, 99, -2}, "not_json");
        add("bad UTF-8", new byte[] {'{', '"', 'a', '"', ':', '"', -61, 40, '"', '}'}, "not_json");
        add("a page", "<html>502 Bad Gateway</html>", "not_json");
        add("cut JSON", batch("").substring(0, 60), "not_json");
        add("two documents", batch("") + batch(""), "not_json");
        add("a trailing comma", "{\"events\":[],}", "not_json");
        add("single quotes", "{'events':[]}", "not_json");
        add("NaN", "{\"events\":[],\"mpid\":NaN}", "not_json");
        add("a raw control character", "{\"mpid\":\"a\u0001b\"}", "not_json");
        add("an array", "[" + batch("") + "]", "not_object");
        add("a number", "42", "not_object");
        add("null", "null", "not_object");
        add("text", "\"batch\"", "not_object");
        add("nesting 10,000 deep", "[".repeat(DEEP), "undecodable");
        add(
                "nesting 10,000 deep within a batch",
                "{\"mpid\":\"1\",\"events\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}",
                "undecodable");
        add("a number of 5,000 digits", "{\"mpid\":" + "9".repeat(5_000) + "}", "undecodable");
        add("more than the stage takes", " ".repeat(HUGE), "too_large");
    }

    private void noBatches() {
        add("an empty object", "{}", "no_identifier");
        add("events that are no list", "{\"events\":7}", "malformed_event");
        add("a batch of nobody", Stranger.batch("", "", time), "no_identifier");
    }

    private void noEvents() {
        String stated = Long.toString(time);
        String product = "{\"product_id\":\"p-1\"}";
        add("an event that is a number", batch("7"), "malformed_event");
        add("an event without data", batch("{\"event_type\":\"custom_event\"}"), "malformed_event");
        add("an unplanned event", event("wheel_spun", "a", stated, "{}"), "unplanned_event");
        add(
                "a missing property",
                event("product_viewed", "b", stated, "{\"name\":\"Mug\"}"),
                "missing_property");
        add(
                "a property of another type",
                event("product_viewed", "c", stated, "{\"product_id\":{\"a\":1}}"),
                "wrong_type");
        add("a time that is text", event("product_viewed", "d", "\"soon\"", product), "wrong_type");
        add("a negative time", event("product_viewed", "e", "-1", product), "wrong_type");
        add("a time beyond all", event("product_viewed", "f", "9e40", product), "wrong_type");
    }

    private void noOrders() {
        order("no value as an order", null, "empty_value");
        order("an order in JSON", Stranger.bytes("{\"order_id\":\"1\"}"), "not_confluent_framed");
        order("a frame of three bytes", new byte[] {0, 0, 0}, "not_confluent_framed");
        order("a wrong magic byte", new byte[] {1, 0, 0, 0, 1, 2, 4}, "not_confluent_framed");
        order("an unknown schema", framed(0x7f123456, 2, 4, 6), "unknown_schema_id");
        order("a frame without a record", framed(orderSchema), "undecodable");
        order("a cut order", framed(orderSchema, 8, '1', '0'), "undecodable");
        order(
                "a text of negative length",
                framed(orderSchema, 0x03, 0x01, 0x01, 0x01),
                "undecodable");
        order(
                "a text of 2 GB",
                framed(orderSchema, 0xfe, 0xff, 0xff, 0xff, 0x0f, 'x'),
                "undecodable");
    }

    private static byte[] framed(int schema, int... body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        for (int shift = 24; shift >= 0; shift -= 8) {
            out.write(schema >>> shift);
        }
        for (int one : body) {
            out.write(one);
        }
        return out.toByteArray();
    }

    /** A batch of a device that is seen only here. */
    private String batch(String events) {
        return Stranger.batch(events, time, "poison-" + seed);
    }

    private String event(String name, String id, String stated, String attributes) {
        return batch(Stranger.event(name, "poison-" + seed + "-" + id, stated, attributes));
    }

    private void add(String what, String value, String reason) {
        add(what, Stranger.bytes(value), reason);
    }

    private void add(String what, byte[] value, String reason) {
        kinds.add(new Poison(what, BATCHES, value, reason));
    }

    private void order(String what, byte[] value, String reason) {
        kinds.add(new Poison(what, ORDERS, value, reason));
    }
}
