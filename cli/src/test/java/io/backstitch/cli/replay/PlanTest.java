package io.backstitch.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Stage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Instant NINE = Instant.parse("2026-11-23T09:00:00Z");
    private static final String SECRET = "{\"email\":\"ann@shop.example\"}";

    @Test
    void everyOptionMustAgreeAndAnyOfItsValues() {
        DeadLetter letter = letter(Stage.NORMALISE, "unplanned_event").build();

        assertThat(selection(Set.of(), Set.of(), null, null)).accepts(letter);
        assertThat(selection(Set.of("wrong_type", "unplanned_event"), Set.of(), NINE, null))
                .accepts(letter);
        assertThat(selection(Set.of("unplanned_event"), Set.of(Stage.INGEST), null, null))
                .rejects(letter);
        assertThat(selection(Set.of(), Set.of(), NINE.plusMillis(1), null)).rejects(letter);
        assertThat(selection(Set.of(), Set.of(), null, NINE)).rejects(letter);
        assertThat(selection(Set.of(), Set.of(), null, NINE.plusMillis(1))).accepts(letter);
        Selection named =
                new Selection(
                        Set.of(), Set.of(), Set.of(), Set.of("x"), Set.of("orders"), null, null);
        assertThat(named).rejects(letter); // which has no name
        letter.setEventName("x");
        assertThat(named).accepts(letter);
        letter.setTopic("mparticle.batches");
        assertThat(named).rejects(letter);
    }

    @Test
    void anEventOfABatchIsWrittenInABatchOfItsOwnByteForByte() {
        DeadLetter letter =
                letter(Stage.NORMALISE, "unplanned_event").setEnvelope("{\"mpid\":5}").build();
        letter.setPayload(bytes("{\"price\":1.50}"));

        assertThat(text(Plan.of(letter))).isEqualTo("{\"mpid\":5,\"events\":[{\"price\":1.50}]}");
    }

    @Test
    void aWholeRecordIsWrittenAsItCame() {
        DeadLetter poison = letter(Stage.INGEST, "not_json").setWholeRecord(true).build();
        DeadLetter order =
                letter(Stage.NORMALISE, "wrong_type")
                        .setWholeRecord(true)
                        .setRecordValue(bytes("Avro"))
                        .build();

        assertThat(text(Plan.of(poison))).isEqualTo(SECRET);
        assertThat(text(Plan.of(order))).isEqualTo("Avro");
    }

    @Test
    void whatCannotBeReplayedIsLeftAndTheTableSaysWhy() {
        List<Plan> plans =
                List.of(
                        Plan.left(letter(Stage.DELIVER, "gave_up").build(), "a merge"),
                        Plan.of(letter(Stage.NORMALISE, "unplanned_event").build()),
                        Plan.of(letter(Stage.INGEST, "too_large").setPayloadCut(true).build()),
                        Plan.of(empty()),
                        Plan.of(poison(4)),
                        Plan.of(poison(6)));

        assertThat(plans.subList(0, 4)).allMatch(plan -> plan.value() == null);
        List<String> lines = PlanTable.of(plans).lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(1)).matches("INGEST +not_json +orders +2 +partition 1, offset 4 +yes");
        assertThat(String.join("\n", lines))
                .contains("no: a merge")
                .contains("no: its batch is not known")
                .contains("no: too large to be kept whole")
                .contains("no: it was empty")
                .doesNotContain("ann@shop.example");
    }

    private static Selection selection(
            Set<String> reasons, Set<Stage> stages, Instant since, Instant until) {
        return new Selection(Set.of(), stages, reasons, Set.of(), Set.of(), since, until);
    }

    private static DeadLetter empty() {
        DeadLetter letter = letter(Stage.INGEST, "empty_value").setWholeRecord(true).build();
        letter.setPayload(bytes(""));
        return letter;
    }

    private static DeadLetter poison(long offset) {
        return letter(Stage.INGEST, "not_json").setWholeRecord(true).setOffset(offset).build();
    }

    private static DeadLetter.Builder letter(Stage stage, String reason) {
        return DeadLetter.newBuilder()
                .setDeadLetterId("77aa")
                .setStage(stage)
                .setReason(reason)
                .setDetail("what was found")
                .setWholeRecord(false)
                .setTopic("orders")
                .setPartition(1)
                .setOffset(102)
                .setKafkaTime(NINE)
                .setPayload(bytes(SECRET));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Plan plan) {
        return new String(plan.value(), StandardCharsets.UTF_8);
    }
}
