package io.backstitch.cli.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.cli.demo.World.Deed;
import io.backstitch.cli.demo.World.How;
import io.backstitch.cli.demo.World.Mail;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.ShopperSimulation;
import io.backstitch.sandbox.shoppers.SimulatedRecord;
import io.backstitch.sandbox.shoppers.Simulation;
import io.backstitch.sandbox.shoppers.SimulationOptions;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.RecordTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stage;
import io.backstitch.schemas.wire.Stitched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run in which everything went as truth says, open to being broken by a test. */
final class IdealRun {
    static final Contract CONTRACT = Contract.packaged();
    static final ObjectMapper JSON = new ObjectMapper();

    final Simulation simulation;
    final Truth truth;
    final Map<Integer, Profile> profiles = new LinkedHashMap<>();
    final List<Profile> others = new ArrayList<>();
    final Map<String, List<Deed>> anonymous = new LinkedHashMap<>();
    final List<Mail> mails = new ArrayList<>();
    final List<Receipt> receipts = new ArrayList<>();
    final List<DeadLetter> deadLetters = new ArrayList<>();
    Long stoppedAt;

    private final Map<String, Integer> occurrences = new HashMap<>();
    private final Map<Integer, Long> numbers = new HashMap<>();
    private long accepted;

    IdealRun(long seed, int shoppers) {
        simulation = ShopperSimulation.generate(SimulationOptions.of(seed, shoppers));
        truth = simulation.truth();
        for (ShopperTruth shopper : truth.shoppers()) {
            if (shopper.hasProfile()) {
                identify(shopper);
            }
        }
        for (SimulatedRecord record : simulation.records()) {
            RecordTruth known = truth.record(record.position());
            if (known == null) {
                batch(record);
            } else if (known.fate() == Fate.DEAD_LETTER) {
                letter(known.topic(), known.partition(), known.offset(), known.kafkaTime(), null);
            } else if (known.fate() != null) {
                order(known);
            }
        }
        for (CartTruth cart : truth.carts()) {
            cart(cart);
        }
    }

    List<Verdict> judge() {
        return Promises.judge(
                new Evidence(truth, world(), receipts, deadLetters, CONTRACT, stoppedAt));
    }

    RetentionOutcome outcome() {
        return RetentionOutcome.of(truth, world());
    }

    private World world() {
        List<Profile> everybody = new ArrayList<>(profiles.values());
        everybody.addAll(others);
        return new World(everybody, anonymous, mails);
    }

    private void identify(ShopperTruth shopper) {
        Map<String, JsonNode> attributes = new HashMap<>();
        shopper.attributes().forEach((name, value) -> attributes.put(name, json(value)));
        ObjectNode sent = JSON.createObjectNode();
        sent.put("email", shopper.email());
        Deed identify = new Deed(++accepted, null, true, null, null, 0, How.DIRECT, sent);
        String cioId = "cio" + shopper.index();
        List<Deed> deeds = new ArrayList<>(List.of(identify));
        profiles.put(
                shopper.index(),
                new Profile(cioId, shopper.customerId(), shopper.email(), attributes, deeds));
        Receipt receipt = receipt("identify" + shopper.index(), Outcome.ACCEPTED);
        receipt.setKind(OperationKind.IDENTIFY);
        number(receipt, shopper.index());
        receipts.add(receipt);
    }

    private static JsonNode json(Object value) {
        return value instanceof BigDecimal money
                ? JSON.getNodeFactory().numberNode(money)
                : JSON.valueToTree(value);
    }

    private void batch(SimulatedRecord record) {
        JsonNode batch;
        try {
            batch = JSON.readTree(record.value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (JsonNode event : batch.get("events")) {
            EventTruth known = truth.event(event.at("/data/source_message_id").asText());
            boolean first = occurrences.merge(known.eventId(), 1, Integer::sum) == 1;
            Fate fate = first ? known.fate() : known.fateOfRepeats();
            if (fate == Fate.DEAD_LETTER) {
                letter(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.kafkaTime(),
                        known.eventId());
                continue;
            }
            Receipt receipt =
                    at(receipt(known.eventId() + record.position(), outcome(fate)), record);
            receipt.setEventId(known.eventId());
            receipt.setSource("mparticle");
            if (fate == Fate.DELIVERED || fate == Fate.DELIVERED_ANONYMOUS) {
                String name = known.contractName();
                ObjectNode attributes =
                        attributes(known.eventId(), known.orderId(), known.cartId());
                boolean nobody = fate == Fate.DELIVERED_ANONYMOUS;
                deliver(
                        receipt,
                        nobody ? -1 : known.shopper(),
                        name,
                        attributes,
                        known.anonymousId());
            }
            receipts.add(receipt);
        }
    }

    private static Receipt at(Receipt receipt, SimulatedRecord record) {
        receipt.setTopic(record.topic());
        receipt.setPartition(record.partition());
        receipt.setOffset(record.offset());
        receipt.setKafkaTime(Instant.ofEpochMilli(record.kafkaTime()));
        return receipt;
    }

    private void order(RecordTruth known) {
        Receipt receipt = receipt(known.position(), outcome(known.fate()));
        receipt.setTopic(known.topic());
        receipt.setPartition(known.partition());
        receipt.setOffset(known.offset());
        receipt.setKafkaTime(Instant.ofEpochMilli(known.kafkaTime()));
        receipt.setSource("orders");
        String eventId = known.eventId() == null ? "made-" + known.orderId() : known.eventId();
        receipt.setEventId(eventId);
        if (known.fate() == Fate.DELIVERED) {
            ObjectNode attributes = attributes(eventId, known.orderId(), null);
            deliver(receipt, known.shopper(), known.contractName(), attributes, null);
        }
        receipts.add(receipt);
    }

    private void cart(CartTruth cart) {
        if (cart.announced()) {
            derived(cart, "cart_abandoned");
        }
        if (cart.suppressed()) {
            derived(cart, "cart_recovery_suppressed");
        }
        if (cart.recovered()) {
            derived(cart, "cart_recovered");
        }
    }

    private void derived(CartTruth cart, String name) {
        String eventId = name + ":" + cart.cartId() + "#1";
        Receipt receipt = receipt(eventId, Outcome.ACCEPTED);
        receipt.setSource("derived");
        receipt.setTopic("");
        receipt.setEventId(eventId);
        ObjectNode attributes = attributes(eventId, cart.orderId(), cart.cartId());
        deliver(receipt, cart.shopper(), name, attributes, null);
        receipts.add(receipt);
    }

    private void deliver(
            Receipt receipt, int shopper, String name, ObjectNode attributes, String anonymousId) {
        String ulid = "ULID-" + receipt.getReceiptId();
        receipt.setKind(OperationKind.EVENT);
        receipt.setEventName(name);
        receipt.setUlid(ulid);
        String eventId = attributes.get("event_id").asText();
        Deed deed =
                new Deed(++accepted, name, false, ulid, eventId, accepted, How.DIRECT, attributes);
        if (shopper < 0) {
            receipt.setPerson("anonymous_id:" + anonymousId);
            anonymous.computeIfAbsent(anonymousId, id -> new ArrayList<>()).add(deed);
        } else {
            number(receipt, shopper);
            profiles.get(shopper).deeds().add(deed);
        }
    }

    private void number(Receipt receipt, int shopper) {
        receipt.setPerson("id:" + shopper);
        receipt.setPersonSeq(numbers.merge(shopper, 1L, Long::sum));
    }

    private static ObjectNode attributes(String eventId, String orderId, String cartId) {
        ObjectNode attributes = JSON.createObjectNode();
        attributes.put("event_id", eventId);
        attributes.put("event_source", "web");
        attributes.put("contract_version", CONTRACT.version());
        attributes.put("product_id", "P-1");
        attributes.put("price", new BigDecimal("9.90"));
        if (orderId != null) {
            attributes.put("order_id", orderId);
        }
        if (cartId != null) {
            attributes.put("cart_id", cartId);
        }
        ObjectNode item = attributes.putArray("items").addObject();
        item.put("product_id", "P-1").put("quantity", 1).put("price", new BigDecimal("9.90"));
        return attributes;
    }

    private static Outcome outcome(Fate fate) {
        return switch (fate) {
            case DELIVERED, DELIVERED_ANONYMOUS -> Outcome.ACCEPTED;
            case DUPLICATE -> Outcome.DUPLICATE;
            case FILTERED -> Outcome.FILTERED;
            case DEAD_LETTER -> Outcome.REFUSED;
        };
    }

    private static Receipt receipt(String id, Outcome outcome) {
        return Receipt.newBuilder()
                .setReceiptId(id)
                .setOutcome(outcome)
                .setKind(OperationKind.NONE)
                .setSource("derived")
                .setKafkaTime(Instant.EPOCH)
                .setStitched(Stitched.NONE)
                .setTopic("")
                .setPartition(-1)
                .setOffset(-1)
                .build();
    }

    private void letter(String topic, int partition, long offset, long time, String eventId) {
        deadLetters.add(
                DeadLetter.newBuilder()
                        .setDeadLetterId(topic + partition + offset + eventId)
                        .setStage(eventId == null ? Stage.INGEST : Stage.NORMALISE)
                        .setReason("unreadable")
                        .setDetail("")
                        .setEventId(eventId)
                        .setWholeRecord(eventId == null)
                        .setTopic(topic)
                        .setPartition(partition)
                        .setOffset(offset)
                        .setKafkaTime(Instant.ofEpochMilli(time))
                        .setPayload(ByteBuffer.allocate(0))
                        .build());
    }
}
