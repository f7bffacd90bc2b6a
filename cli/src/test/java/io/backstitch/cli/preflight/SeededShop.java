package io.backstitch.cli.preflight;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.sandbox.shoppers.Mess;
import io.backstitch.sandbox.shoppers.MessKind;
import io.backstitch.sandbox.shoppers.ShopperKind;
import io.backstitch.sandbox.shoppers.ShopperSimulation;
import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.SimulationOptions;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import io.backstitch.schemas.wire.Order;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.avro.specific.SpecificDatumWriter;

/**
 * Simulated shoppers who do nothing wrong, though their uploads come late, twice and overtaken; and
 * the faults that are put among them, each on shoppers of its own, so that their number is known.
 */
final class SeededShop {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HOUR = 3_600_000;

    private final Simulation simulation;
    private final List<Line> lines = new ArrayList<>();
    private final Set<Integer> used = new HashSet<>();
    private int ids;

    /** A record on its way to a file; of an order, {@code json} is Avro's. */
    private static final class Line {
        final int shopper;
        final boolean order;
        final String key;
        long time;
        String text;
        ObjectNode json;

        Line(SimulatedRecord record) {
            shopper = record.shopper();
            order = record.isOrder();
            key = record.key();
            time = record.kafkaTime();
            try {
                if (order) {
                    text = avro(record.order());
                } else {
                    json = (ObjectNode) JSON.readTree(record.value());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Line(Line of, ObjectNode json, long time) {
            this.shopper = of.shopper;
            this.order = false;
            this.key = of.key;
            this.json = json;
            this.time = time;
        }

        private static String avro(Order order) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            JsonEncoder encoder =
                    EncoderFactory.get().jsonEncoder(Order.getClassSchema(), out, false);
            new SpecificDatumWriter<>(Order.class).write(order, encoder);
            encoder.flush();
            return out.toString(StandardCharsets.UTF_8);
        }

        boolean known() {
            return eventful() && json.path("user_identities").size() > 1;
        }

        boolean eventful() {
            return !order
                    && json.path("events").size() > 0
                    && json.path("environment").asText().equals("production")
                    && !json.path("source_info").path("channel").asText().equals("partner");
        }
    }

    SeededShop(long seed, int shoppers) {
        Mess mess = Mess.usual();
        for (MessKind kind :
                new MessKind[] {
                    MessKind.DOUBLE_REPORTED_ORDER,
                    MessKind.UNPLANNED_NAME,
                    MessKind.MISSING_PROPERTY,
                    MessKind.BROKEN_RECORD
                }) {
            mess = mess.with(kind, 0);
        }
        simulation =
                ShopperSimulation.generate(
                        SimulationOptions.of(seed, shoppers)
                                .with(mess)
                                .with(
                                        Map.of(
                                                ShopperKind.ANONYMOUS, 3,
                                                ShopperKind.ONE_DEVICE_BUYER, 4,
                                                ShopperKind.LOGGED_IN, 4)));
        for (SimulatedRecord record : simulation.records()) {
            if (record.isOrder() || !record.onlyForTheClock()) {
                lines.add(new Line(record));
            }
        }
    }

    /** Writes two files, in the order of arrival; returns the options that name them. */
    List<String> write(Path dir) throws IOException {
        lines.sort(Comparator.comparingLong(line -> line.time));
        List<String> batches = new ArrayList<>();
        List<String> orders = new ArrayList<>();
        for (Line line : lines) {
            ObjectNode envelope = JSON.createObjectNode().put("timestamp", line.time);
            envelope.put("key", line.key);
            if (line.order) {
                orders.add(envelope.put("value", line.text).toString());
            } else {
                batches.add(envelope.set("value", line.json).toString());
            }
        }
        Path batchFile = dir.resolve("batches.jsonl");
        Path orderFile = dir.resolve("orders.jsonl");
        Files.write(batchFile, batches);
        Files.write(orderFile, orders);
        return List.of("--file", "mparticle.batches=" + batchFile, "--file", "orders=" + orderFile);
    }

    /** {@code n} records name their customer by the address alone. */
    SeededShop withoutPrimaryId(int n) {
        for (int i = 0; i < n; i++) {
            List<Line> known = known(anybody(shopper -> known(shopper.index()).size() > 2));
            long first = time(known.get(0));
            Line later = null;
            for (Line line : known.subList(1, known.size())) {
                later = later == null && time(line) >= first ? line : later;
            }
            identities(later, "customer_id", null);
        }
        return this;
    }

    /** {@code n} phone numbers are none. */
    SeededShop withBrokenPhones(int n) {
        for (int i = 0; i < n; i++) {
            Line line = known(anybody(this::hasBatches)).get(0);
            ((ObjectNode) line.json.get("user_attributes")).put("$mobile", "12");
        }
        return this;
    }

    /** Of {@code n} people nobody says whether they may be written to. */
    SeededShop withoutConsent(int n) {
        for (int i = 0; i < n; i++) {
            int shopper = anybody(this::hasBatches);
            for (Line line : lines) {
                if (line.shopper == shopper && !line.order) {
                    ((ObjectNode) line.json.get("user_attributes")).remove("email_opt_in");
                }
            }
        }
        return this;
    }

    /** {@code n} events that nobody planned. */
    SeededShop withUnplannedNames(int n) {
        for (int i = 0; i < n; i++) {
            add(known(anybody(this::hasBatches)).get(0), "Chekout Startd", Map.of());
        }
        return this;
    }

    /** {@code n} orders without their id. */
    SeededShop withoutOrderIds(int n) {
        for (int i = 0; i < n; i++) {
            Line line = known(anybody(this::hasBatches)).get(0);
            add(line, "order_completed", Map.of("revenue", "10.00", "currency", "EUR"));
        }
        return this;
    }

    /**
     * Anonymous shoppers check out.
     *
     * @param later how many are known an hour later
     * @param never how many never are
     */
    SeededShop withAnonymousCheckouts(int later, int never) {
        for (int i = 0; i < later + never; i++) {
            int shopper = pick(one -> one.kind() == ShopperKind.ANONYMOUS && stamped(one.index()));
            Line line = of(shopper, Line::eventful).get(0);
            add(
                    line,
                    "checkout_started",
                    Map.of(
                            "cart_id",
                            "seeded-cart-" + i,
                            "value",
                            "10.00",
                            "currency",
                            "EUR",
                            "items",
                            ITEMS));
            if (i < later) {
                ObjectNode login = line.json.deepCopy();
                login.putArray("events");
                login.put("batch_id", "77" + i).put("source_request_id", "login-" + i);
                Line known = new Line(line, login, line.time + HOUR);
                login.put("timestamp_unixtime_ms", String.valueOf(known.time));
                identities(known, "customer_id", "990000" + i);
                identities(known, "email", "seeded" + i + "@example.com");
                login.putObject("user_attributes").put("email_opt_in", "true");
                add(
                        known,
                        "product_viewed",
                        Map.of(
                                "product_id",
                                "p-1",
                                "name",
                                "P",
                                "sku",
                                "s",
                                "price",
                                "1.00",
                                "currency",
                                "EUR"),
                        known.time - 5000);
                lines.add(known);
            }
        }
        return this;
    }

    /** {@code n} orders are not reported by the backend, {@code late} three hours later. */
    SeededShop withPoorBackend(int n, int late) {
        for (int i = 0; i < n + late; i++) {
            OrderTruth order = order();
            if (i < n) {
                lines.removeIf(line -> line.order && line.key.equals(order.orderId()));
                purchase(order);
            } else {
                for (Line line : lines) {
                    line.time += line.order && line.key.equals(order.orderId()) ? 3 * HOUR : 0;
                }
            }
        }
        return this;
    }

    /** {@code n} orders are reported by the page too. */
    SeededShop withTwoPaths(int n) {
        for (int i = 0; i < n; i++) {
            purchase(order());
        }
        return this;
    }

    /** {@code n} addresses are used by two customers. */
    SeededShop withSharedAddresses(int n) {
        for (int i = 0; i < n; i++) {
            int owner = anybody(this::hasBatches);
            int other = anybody(this::hasBatches);
            identities(known(other).get(0), "email", simulation.truth().shopper(owner).email());
        }
        return this;
    }

    private static final String ITEMS =
            "[{\"product_id\":\"p-1\",\"sku\":\"s\",\"name\":\"P\",\"quantity\":1,\"price\":10.00}]";

    private OrderTruth order() {
        List<OrderTruth> found = new ArrayList<>();
        int shopper =
                anybody(
                        one -> {
                            for (OrderTruth order : simulation.truth().orders()) {
                                if (order.shopper() == one.index() && hasBatches(one)) {
                                    found.add(order);
                                    return true;
                                }
                            }
                            return false;
                        });
        if (found.get(found.size() - 1).shopper() != shopper) {
            throw new IllegalStateException("the last one found is the one that was taken");
        }
        return found.get(found.size() - 1);
    }

    private void purchase(OrderTruth order) {
        List<Line> known = known(order.shopper());
        add(
                known.get(known.size() - 1),
                "order_completed",
                Map.of(
                        "order_id",
                        order.orderId(),
                        "cart_id",
                        order.cartId(),
                        "revenue",
                        "10.00",
                        "currency",
                        "EUR",
                        "items",
                        ITEMS));
    }

    private void add(Line line, String name, Map<String, String> properties) {
        add(line, name, properties, time(line));
    }

    private void add(Line line, String name, Map<String, String> properties, long time) {
        ObjectNode event = ((ArrayNode) line.json.get("events")).addObject();
        event.put("event_type", "custom_event");
        ObjectNode data = event.putObject("data");
        data.put("event_name", name).put("custom_event_type", "other");
        ObjectNode attributes = data.putObject("custom_attributes");
        properties.forEach(attributes::put);
        data.put("timestamp_unixtime_ms", String.valueOf(time));
        data.put("source_message_id", "seeded-" + ids++);
    }

    /** Sets, or with null takes away, what a batch says of its user. */
    private static void identities(Line line, String type, String value) {
        ArrayNode identities = (ArrayNode) line.json.get("user_identities");
        for (int i = identities.size() - 1; i >= 0; i--) {
            if (identities.get(i).get("identity_type").asText().equals(type)) {
                identities.remove(i);
            }
        }
        if (value != null) {
            identities
                    .addObject()
                    .put("identity_type", type)
                    .put("identity", value)
                    .put("timestamp_unixtime_ms", String.valueOf(line.time - 60_000));
        }
    }

    private static long time(Line line) {
        return line.json.get("events").get(0).get("data").get("timestamp_unixtime_ms").asLong();
    }

    private boolean stamped(int shopper) {
        List<Line> eventful = of(shopper, Line::eventful);
        return !eventful.isEmpty() && eventful.get(0).json.has("mp_deviceid");
    }

    private boolean hasBatches(ShopperTruth shopper) {
        return !known(shopper.index()).isEmpty();
    }

    private List<Line> known(int shopper) {
        return of(shopper, Line::known);
    }

    /** A shopper's batches, in the order of arrival. */
    private List<Line> of(int shopper, Predicate<Line> which) {
        List<Line> found = new ArrayList<>();
        for (Line line : lines) {
            if (line.shopper == shopper && which.test(line)) {
                found.add(line);
            }
        }
        return found;
    }

    /** Somebody with an account who has no fault yet. */
    private int anybody(Predicate<ShopperTruth> which) {
        return pick(one -> one.kind() != ShopperKind.ANONYMOUS && which.test(one));
    }

    private int pick(Predicate<ShopperTruth> which) {
        for (ShopperTruth shopper : simulation.truth().shoppers()) {
            if (!used.contains(shopper.index()) && which.test(shopper)) {
                used.add(shopper.index());
                return shopper.index();
            }
        }
        throw new IllegalStateException("too few shoppers for so many faults");
    }
}
