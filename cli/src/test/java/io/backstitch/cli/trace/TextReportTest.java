package io.backstitch.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.backstitch.cli.topics.BoundedTopic.Extent;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stitched;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TextReportTest {
    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");

    @Test
    void anOrdersWayIsToldWithTimesPlacesPersonAndAnswer() {
        String text = TextReport.of("1001", Records.trail("1001"), null);
        assertThat(text)
                .startsWith("\"1001\" is an order id (2 records).\n")
                .contains(
                        """
                        2026-11-23 10:00:00.000 UTC  order_completed  DELIVERED
                            happened       2026-11-23 09:58:30.000 UTC
                            reached Kafka  2026-11-23 10:00:00.000 UTC, topic mparticle.batches, partition 1, offset 103, 1 min 30 s after it happened
                            event          o-1, from web
                            about          order 1001, cart k-1, 129.90 EUR
                            person         id:4711: known when it arrived
                            Customer.io    accepted 2026-11-23 10:00:02.000 UTC after 3 requests, under the id 01J00000000000000000000ORD
                        """)
                .contains(
                        "why            The same order was reported before; this report only"
                                + " corrected its figures (order_id)")
                .contains("caused         2026-11-23 09:58:20.000 UTC, by no record");
    }

    @Test
    void textsOfOthersMoveNoCursorAndForgeNoLine() {
        Receipt receipt = Records.addToCart();
        receipt.setEventId("e-1\u001b[2J\n    Customer.io    accepted");
        receipt.setCartId("k\u009b31m");
        assertThat(text(receipt, 1))
                .doesNotContain("\u001b", "\u009b", "\n    Customer.io    accepted,")
                .contains("e-1?[2J?    Customer.io    accepted");
    }

    @Test
    void whatWasHeldLateOrUnreachableIsExplained() {
        Receipt receipt = Records.addToCart();
        assertThat(text(receipt, 1))
                .contains(
                        "id:4711: not known when it arrived; it was held until they were; number 2"
                                + " of all that was decided for them");
        receipt.setLatenessMs(80 * 3_600_000L);
        receipt.setChannel("none");
        receipt.setStitched(Stitched.EXPIRED);
        assertThat(text(receipt, 2))
                .contains("more than 72 hours late")
                .contains("no address or number that works")
                .contains("an event without a person triggers no campaign")
                .contains("its receipt was written 2 times");
        receipt.setLatenessMs(-5_000L);
        assertThat(text(receipt, 1)).contains("5 s before it happened by its own clock");
    }

    @Test
    void everyIdentityDecisionIsASentence() {
        IdentityAudit audit = Records.linked();
        for (Decision decision : Decision.values()) {
            audit.setDecision(decision);
            assertThat(AuditText.sentence(audit)).as(decision.name()).contains("cart ");
        }
        audit.setDecision(Decision.EXPIRED);
        audit.setOwner(null);
        audit.setCount(3L);
        assertThat(AuditText.sentence(audit)).startsWith("3 events held at cart ");
    }

    @Test
    void aDeadLettersBytesAreNeverShown() throws Exception {
        Trail trail = Records.trail("m-7");
        assertThat(TextReport.of("m-7", trail, null))
                .contains("a new or renamed event (unplanned_event)")
                .contains("the nearest is cart_viewed")
                .contains("checking it against the data contract")
                .doesNotContain("ann@shop.example");
        assertThat(JsonReport.of("m-7", trail, null)).doesNotContain("ann@shop", "YW5u");
    }

    @Test
    void nothingFoundSaysWhereItLookedAndWhatMayBeTheCause() {
        Extent receipts = new Extent("backstitch.receipts", true, 1234, 2, MONDAY);
        Extent letters = new Extent("backstitch.dead-letters", false, 0, 0, null);
        Trail nothing = new Trail(Map.of(), List.of(), List.of(receipts, letters));
        assertThat(TextReport.of("x", nothing, "the note"))
                .startsWith("Nothing was found about \"x\".")
                .contains(
                        "backstitch.receipts          1,234 records, the oldest of 2026-11-16"
                                + " 00:00:00.000 UTC; 2 could not be read")
                .contains("backstitch.dead-letters      does not exist in this Kafka")
                .contains("It waits.", "retention: the oldest receipt is of 2026-11-16")
                .endsWith("\nthe note\n");
    }

    @Test
    void jsonHasTheSentencesAndTheRecords() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(JsonReport.of("4711", Records.trail("4711"), null));
        assertThat(json.path("found").asBoolean()).isTrue();
        assertThat(json.path("found_as").path("PERSON").asInt()).isEqualTo(4);
        JsonNode first = json.path("steps").get(0);
        assertThat(first.path("at").asText()).isEqualTo("2026-11-23T09:00:00Z");
        assertThat(first.path("type").asText()).isEqualTo("Receipt");
        assertThat(first.path("record").path("stitched").asText()).isEqualTo("HELD");
        assertThat(first.path("record").path("offset").asLong()).isEqualTo(101);
        assertThat(first.path("lines").get(0).path("label").asText()).isEqualTo("happened");
    }

    @Test
    void spansAndMoneyReadAsPeopleSayThem() {
        assertThat(Words.span(950)).isEqualTo("950 ms");
        assertThat(Words.span(59_999)).isEqualTo("59 s");
        assertThat(Words.span(3_600_000)).isEqualTo("1 h");
        assertThat(Words.span(90_060_000)).isEqualTo("1 d 1 h");
        assertThat(Words.money(-5, "EUR")).isEqualTo("-0.05 EUR");
        assertThat(Words.money(500, "JPY")).isEqualTo("500 JPY");
        assertThat(Words.money(500, null)).isEqualTo("5.00");
    }

    private static String text(Receipt receipt, int copies) {
        StringBuilder text = new StringBuilder();
        for (Step.Line line : ReceiptText.step(receipt, copies).lines()) {
            text.append(line.text()).append('\n');
        }
        return text.toString();
    }
}
