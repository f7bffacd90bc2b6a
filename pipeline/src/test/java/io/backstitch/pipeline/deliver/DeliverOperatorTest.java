package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stage;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.junit.jupiter.api.Test;

class DeliverOperatorTest {
    private static final Answer OK = ScriptedClient.ok();
    private static final Answer DOWN = Answer.none("no_connection");

    @Test
    void anAcceptedOperationYieldsAReceiptThatTellsItsStory() throws Exception {
        try (Subtask subtask = new Subtask(settings(), 1, 0).open()) {
            subtask.process(Ops.event("email:a@b.c", "01ULID", 4));
            subtask.passTime(20);
            subtask.answer(0, Answer.none("timeout"));
            subtask.passTime(500);
            subtask.answer(0, OK);
            Receipt receipt = subtask.receipts().get(0);
            assertThat(receipt.getReceiptId()).isEqualTo("operation:01ULID");
            assertThat(receipt.getOutcome()).isEqualTo(Outcome.ACCEPTED);
            assertThat(receipt.getUlid()).isEqualTo("01ULID");
            assertThat(receipt.getAttempts()).isEqualTo(2);
            assertThat(receipt.getPersonSeq()).isEqualTo(4);
            assertThat(receipt.getLatenessMs()).isEqualTo(1_000);
            assertThat(receipt.getAcceptedTime().toEpochMilli()).isEqualTo(1_000_520);
            assertThat(receipt.getPerson()).startsWith("email:").doesNotContain("a@b.c");
            assertThat(receipt.getStitched().name()).isEqualTo("KNOWN");
        }
    }

    @Test
    void aRefusedOperationYieldsAReceiptAndADeadLetterWithItsBytes() throws Exception {
        try (Subtask subtask = new Subtask(settings(), 1, 0).open()) {
            Operation event = Ops.event("id:7", "e", 4);
            subtask.process(event);
            subtask.passTime(20);
            subtask.answer(
                    0,
                    ScriptedClient.answer(
                            400,
                            "{\"errors\":[{\"reason\":\"invalid\",\"field\":\"name\","
                                    + "\"message\":\"a@b.c is bad\"}]}"));
            DeadLetter letter = subtask.deadLetters().get(0);
            assertThat(letter.getStage()).isEqualTo(Stage.DELIVER);
            assertThat(letter.getReason()).isEqualTo("refused_by_customerio");
            assertThat(letter.getField()).isEqualTo("name");
            assertThat(letter.getDetail()).contains("invalid").doesNotContain("a@b.c");
            assertThat(letter.getPayload().array()).isEqualTo(event.body());
            assertThat(subtask.receipts().get(0).getOutcome()).isEqualTo(Outcome.REFUSED);
            assertThat(subtask.receipts().get(0).getPerson()).isEqualTo("id:7");
        }
    }

    @Test
    void anOperationInFlightThatHadAwaitedAFenceDoesNotWaitForItAgainAfterARestore()
            throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = rocks(settings()).open()) {
            subtask.process(
                    Ops.fenced("id:1", "handover"),
                    Ops.event("id:1", "a", 2, List.of("handover")),
                    Ops.event("id:1", "b", 3));
            subtask.passTime(20);
            assertThat(subtask.client.open).hasSize(1);
            state = subtask.harness.snapshot(1, 1);
        }
        try (Subtask restored = rocks(settings())) {
            restored.restore(state, 1);
            restored.acceptEverything();
            assertThat(restored.receipts()).extracting(Receipt::getUlid).containsExactly("a", "b");
        }
    }

    @Test
    void whatIsInFlightAtACheckpointGoesAgainFirstAndUnderTheSameBytes() throws Exception {
        OperatorSubtaskState state;
        String sent;
        try (Subtask subtask = rocks(settings()).open()) {
            subtask.process(
                    Ops.event("id:1", "a", 2),
                    Ops.event("id:1", "b", 3),
                    Ops.identify("id:1", "c", 4, "{\"x\":1.50}"));
            subtask.passTime(20);
            sent = subtask.client.sent.get(0);
            subtask.process(Ops.event("id:1", "d", 5));
            state = subtask.snapshot(1);
            assertThat(subtask.client.open).hasSize(1);
        }
        try (Subtask subtask = rocks(settings()).restore(state, 1)) {
            subtask.process(Ops.event("id:1", "e", 6));
            subtask.passTime(20);
            assertThat(subtask.client.sent).containsExactly(sent);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsExactly(
                            "operation:a",
                            "operation:b",
                            "operation:c",
                            "operation:d",
                            "operation:e");
        }
    }

    @Test
    void stateIsEmptyOnceEverythingIsSettled() throws Exception {
        try (Subtask subtask = new Subtask(settings(), 1, 0).open()) {
            for (int i = 0; i < 40; i++) {
                subtask.process(Ops.event("id:" + i, "e" + i, 2));
            }
            subtask.process(
                    Ops.fenced("id:7", "early"),
                    Ops.event("id:8", "w", 2, List.of("late")),
                    Ops.event("id:7", "v", 3, List.of("early")),
                    Ops.fence("email:a@b.c", "f", "id:9"),
                    Ops.fenced("id:8", "late"));
            subtask.snapshot(1);
            assertThat(subtask.harness.numKeyedStateEntries()).isPositive();
            subtask.acceptEverything();
            subtask.passTime(2 * Replays.VALID_MS); // so long it is known that somebody moved
            subtask.snapshot(2);
            assertThat(subtask.harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void fencesAndTheirWaitersSurviveARestart() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = rocks(settings()).open()) {
            subtask.process(
                    Ops.fenced("id:7", "early"),
                    Ops.event("id:8", "w", 2, List.of("late")),
                    Ops.event("email:a@b.c", "x", 2),
                    Ops.fence("email:a@b.c", "f", "id:9"));
            state = subtask.snapshot(1);
        }
        try (Subtask subtask = rocks(settings()).restore(state, 1)) {
            subtask.process(Ops.event("id:7", "v", 2, List.of("early")));
            subtask.process(Ops.fenced("id:8", "late"));
            assertThat(subtask.fenced()).isEmpty();
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsExactlyInAnyOrder("operation:v", "operation:w", "operation:x");
            assertThat(subtask.fenced()).extracting(Operation::id).containsExactly("f");
        }
    }

    @Test
    void aChangedNumberOfLanesIsRefused() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = new Subtask(settings(), 1, 0).open()) {
            for (int i = 0; i < 10; i++) {
                subtask.process(Ops.event("id:" + i, "e" + i, 2));
            }
            state = subtask.snapshot(1);
        }
        try (Subtask subtask = new Subtask(settings("deliver.lanes", "77"), 1, 0)) {
            assertThatThrownBy(() -> subtask.restore(state, 1))
                    .hasStackTraceContaining("deliver.lanes is 77");
        }
    }

    @Test
    void whenMemoryIsFullOperationsGoToTheSpoolAndOrderHoldsAcrossIt() throws Exception {
        DeliverSettings small =
                settings("deliver.max-buffered-operations", "10", "deliver.max-in-flight", "1");
        List<String> expected = new ArrayList<>();
        OperatorSubtaskState state;
        try (Subtask subtask = rocks(small).open()) {
            for (int i = 0; i < 30; i++) {
                Operation operation = Ops.event("id:" + i % 3, "e" + i, 2 + i);
                expected.add("operation:e" + i);
                if (i < 10) {
                    subtask.process(operation);
                } else {
                    subtask.processWhenFull(operation);
                }
                while (!subtask.client.open.isEmpty()) {
                    subtask.answer(0, DOWN);
                }
            }
            assertThat(subtask.receipts()).isEmpty();
            state = subtask.snapshot(1);
        }
        try (Subtask subtask = rocks(small).restore(state, 1)) {
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactlyInAnyOrderElementsOf(expected);
            assertInOrder(subtask.client.sent);
            subtask.snapshot(2);
        }
    }

    @Test
    void thereIsRoomAgainAsSoonAsAnswersCome() throws Exception {
        DeliverSettings small =
                settings("deliver.max-buffered-operations", "2", "deliver.linger", "0 ms");
        try (Subtask subtask = new Subtask(small, 1, 0).open()) {
            subtask.process(Ops.event("id:1", "a", 2), Ops.event("id:2", "b", 2));
            ScriptedClient.Request first = subtask.client.open.remove(0);
            subtask.post(() -> first.then().accept(OK));
            long before = subtask.harness.getProcessingTime();
            subtask.process(Ops.event("id:3", "c", 2));
            assertThat(subtask.harness.getProcessingTime()).isEqualTo(before);
            subtask.acceptEverything();
            assertThat(subtask.receipts()).hasSize(3);
        }
    }

    @Test
    void anElementWaitsAtMostASecondForRoomAndHardlyAtAllWhileNothingIsSettled() throws Exception {
        DeliverSettings small =
                settings("deliver.max-buffered-operations", "2", "deliver.linger", "0 ms");
        try (Subtask subtask = new Subtask(small, 1, 0).open()) {
            subtask.process(Ops.event("id:1", "a", 2), Ops.event("id:2", "b", 2));
            subtask.answer(0, OK);
            subtask.process(Ops.event("id:3", "c", 2));
            assertThat(subtask.waitsWhile(Ops.event("id:4", "d", 2))).isEqualTo(1_000);
            assertThat(subtask.waitsWhile(Ops.event("id:5", "e", 2))).isEqualTo(2);
            subtask.acceptEverything();
            assertThat(subtask.receipts()).hasSize(5);
        }
    }

    @Test
    void theEndOfInputWaitsUntilEverythingIsSettled() throws Exception {
        try (Subtask subtask = new Subtask(settings("deliver.linger", "0 ms"), 1, 0).open()) {
            subtask.process(Ops.event("id:1", "a", 2), Ops.event("id:1", "b", 3));
            subtask.process(Ops.event("id:2", "c", 2, List.of("never")));
            subtask.keepAccepting(3);
            subtask.endOperations();
            subtask.endCommands();
            assertThat(subtask.receiptIds())
                    .containsExactly("operation:a", "operation:b", "operation:c");
        }
    }

    @Test
    void sabotagedRestoreForgets() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = new Subtask(settings(), 1, 0).open()) {
            subtask.process(Ops.event("id:1", "a", 2));
            state = subtask.snapshot(1);
        }
        DeliverSettings broken = settings("deliver.sabotage", "restore");
        try (Subtask subtask = new Subtask(broken, 1, 0).restore(state, 1)) {
            subtask.acceptEverything();
            assertThat(subtask.receipts()).isEmpty();
        }
    }

    private static void assertInOrder(List<String> sent) throws Exception {
        List<Integer> last = new ArrayList<>(List.of(-1, -1, -1));
        for (String body : sent) {
            for (JsonNode operation :
                    new com.fasterxml.jackson.databind.ObjectMapper()
                            .readTree(body)
                            .path("batch")) {
                int number = Integer.parseInt(operation.path("id").asText().substring(1));
                assertThat(number).isGreaterThan(last.get(number % 3));
                last.set(number % 3, number);
            }
        }
    }

    private static Subtask rocks(DeliverSettings settings) throws Exception {
        return new Subtask(settings, 1, 0).backend(new EmbeddedRocksDBStateBackend());
    }

    private static DeliverSettings settings(String... keysAndValues) {
        return Ops.settings(keysAndValues);
    }
}
