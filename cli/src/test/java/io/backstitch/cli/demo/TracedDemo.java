package io.backstitch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.cli.stack.LocalParts;
import io.backstitch.cli.trace.TraceCommand;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;

/** Asks {@code trace} about what a demo's shoppers did, and compares with what they know. */
final class TracedDemo {
    private final LocalParts parts;
    private final Truth truth;
    private int exit;

    TracedDemo(LocalParts parts, Truth truth) {
        this.parts = parts;
        this.truth = truth;
    }

    void check() throws Exception {
        anOrderThatTwoSourcesReported();
        anEventThatWasHeld();
        whatWasNotSentHasItsReason();
        aPersonByIdAndByEmail();
        whatIsUnreadableIsCounted();
        nothing();
    }

    private void anOrderThatTwoSourcesReported() {
        OrderTruth order = null;
        for (OrderTruth each : truth.orders()) {
            boolean ofCustomer = truth.shopper(each.shopper()).customerId() != null;
            order = ofCustomer && !each.clientEvents().isEmpty() ? each : order;
        }
        String customer = truth.shopper(order.shopper()).customerId();
        assertThat(trace("#" + order.orderId(), "--as", "order"))
                .contains("order_completed  DELIVERED")
                .contains("order " + order.orderId())
                .contains("person         id:" + customer)
                .contains("The same order was reported before")
                .contains("identity  LINKED");
        assertThat(exit).isZero();
    }

    /** Whether one was held depends on which partition was read first; of many, some were. */
    private void anEventThatWasHeld() {
        List<String> told = new ArrayList<>();
        for (EventTruth event : truth.events()) {
            if (event.heldBeforeKnown()
                    && !event.statesPerson()
                    && event.fate() == Fate.DELIVERED
                    && told.size() < 10) {
                String text = trace(event.eventId());
                assertThat(text)
                        .startsWith("\"" + event.eventId() + "\" is an event id")
                        .contains(event.contractName() + "  DELIVERED");
                told.add(text);
            }
        }
        assertThat(told).anyMatch(text -> text.contains("it was held until they were"));
    }

    private void whatWasNotSentHasItsReason() {
        EventTruth filtered = event(event -> event.fate() == Fate.FILTERED);
        assertThat(trace(filtered.eventId()))
                .contains("NOT SENT")
                .containsPattern("why +\\w.*\\([a-z_]+\\)")
                .doesNotContain("DELIVERED", "No explanation");
        EventTruth dead = event(event -> event.fate() == Fate.DEAD_LETTER);
        assertThat(trace(dead.eventId()))
                .contains("NOT DELIVERED, dead letter")
                .containsPattern("why +\\w.*\\([a-z_]+\\)")
                .doesNotContain("No explanation");
    }

    private void aPersonByIdAndByEmail() {
        ShopperTruth known = null;
        ShopperTruth guest = null;
        for (ShopperTruth shopper : truth.shoppers()) {
            known = shopper.identity() == Truth.Identity.ID ? shopper : known;
            guest = shopper.identity() == Truth.Identity.EMAIL ? shopper : guest;
        }
        assertThat(trace(known.customerId(), "--as", "person", "--format", "json"))
                .contains("\"person\" : \"id:" + known.customerId() + "\"")
                .contains("\"title\" : \"profile update\"");
        assertThat(trace(guest.email()))
                .contains("is a person")
                .contains("profile update  DELIVERED")
                .contains("person         email:")
                .contains("under the published one");
    }

    private void whatIsUnreadableIsCounted() throws Exception {
        Map<String, Object> config = new HashMap<>(parts.kafkaClient());
        ByteArraySerializer bytes = new ByteArraySerializer();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, bytes, bytes)) {
            byte[] garbage = "not Avro".getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>("backstitch.receipts", garbage)).get();
        }
        assertThat(trace("nobody-knows-this-one")).contains("; 1 could not be read");
        assertThat(exit).isEqualTo(1);
    }

    private void nothing() {
        EventTruth sent = event(event -> event.fate() == Fate.DELIVERED);
        assertThat(trace(sent.eventId())).doesNotContain("Nothing was found");
        assertThat(trace(sent.eventId(), "--since", "2100-01-01"))
                .contains("Nothing was found")
                .contains("0 records");
        assertThat(trace("1", "--receipts-topic", "another.topic"))
                .contains("does not exist in this Kafka");
    }

    private EventTruth event(Predicate<EventTruth> wanted) {
        return truth.events().stream().filter(wanted).findFirst().orElseThrow();
    }

    private String trace(String... arguments) {
        List<String> line = new ArrayList<>(List.of(arguments));
        line.addAll(List.of("--bootstrap", parts.broker().bootstrapServers()));
        line.addAll(List.of("--registry", parts.registryUrl()));
        StringWriter out = new StringWriter();
        CommandLine command =
                new CommandLine(new TraceCommand())
                        .setCaseInsensitiveEnumValuesAllowed(true)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(out, true));
        exit = command.execute(line.toArray(String[]::new));
        return out.toString();
    }
}
