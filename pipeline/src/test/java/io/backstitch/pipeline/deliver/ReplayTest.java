package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.backstitch.pipeline.record.Control.Deliver;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.BalanceCell;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

/** Dead letters of delivery, delivered once more by a subtask. */
class ReplayTest {
    private static final String LEVEL = "deliver-test";
    private static final String ULID = "01J00000000000000000000ABC";
    private static final String REPLAYED = "replayed:" + ULID;

    @Test
    void aRefusedEventIsAcceptedOnceItsCauseIsGoneAndTheBalanceStillHolds() throws Exception {
        try (Subtask subtask = subtask(1, 0)) {
            subtask.process(Ops.event("id:1", ULID, 2));
            subtask.passTime(20);
            String before = subtask.client.sent.get(0);
            subtask.answer(0, refused());
            DeadLetter letter = subtask.deadLetters().get(0);
            assertThat(letter.getUlid()).isEqualTo(ULID);

            command(subtask, fromLetter(letter, now(subtask)));
            subtask.passTime(20);
            assertThat(subtask.client.sent.get(1)).as("the same bytes").isEqualTo(before);
            subtask.acceptEverything();
            assertThat(subtask.receipts())
                    .extracting(Receipt::getReceiptId, Receipt::getOutcome, Receipt::getReason)
                    .containsExactly(
                            tuple("operation:" + ULID, Outcome.REFUSED, "refused_by_customerio"),
                            tuple(REPLAYED, Outcome.ACCEPTED, "replayed"));
            BalanceCell cell = subtask.balance().getCells().get(0);
            assertThat(cell.getReceived()).isEqualTo(1);
            assertThat(cell.getDeadLetters()).isEqualTo(1);
            assertThat(cell.getReplayed()).isEqualTo(1);
            assertThat(cell.getAccepted() + cell.getPending()).isZero();
            subtask.snapshot(1);
            assertThat(subtask.harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void whatIsRefusedAgainHasItsDeadLetterAgainAndEndsOnce() throws Exception {
        try (Subtask subtask = subtask(1, 0)) {
            command(subtask, replay("id:1", now(subtask)));
            subtask.passTime(20);
            subtask.answer(0, refused());
            assertThat(subtask.deadLetters())
                    .extracting(DeadLetter::getDeadLetterId)
                    .containsExactly("operation:" + ULID);
            assertThat(subtask.receiptIds()).containsExactly("operation:" + ULID);
            assertThat(subtask.balance().getCells()).isEmpty();
            command(subtask, replay("id:1", now(subtask)));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:" + ULID, REPLAYED);
        }
    }

    @Test
    void onlyTheSubtaskAndTheLevelWhosePersonItIsObey() throws Exception {
        int sent = 0;
        for (int i = 0; i < 4; i++) {
            try (Subtask subtask = subtask(4, i)) {
                Deliver command = replay("id:1", now(subtask));
                command(subtask, new Deliver("deliver-other", command.operation(), command.at()));
                subtask.acceptEverything();
                assertThat(subtask.receipts()).isEmpty();
                command(subtask, command);
                subtask.acceptEverything();
                assertThat(subtask.receipts()).hasSize(subtask.owns("id:1") ? 1 : 0);
                sent += subtask.client.sent.size();
            }
        }
        assertThat(sent).isEqualTo(1);
    }

    @Test
    void whileItIsUnderWayARepeatedCommandDoesNothingAlsoAfterARestore() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = subtask(1, 0)) {
            command(subtask, replay("id:1", now(subtask)));
            command(subtask, replay("id:1", now(subtask)));
            subtask.passTime(20);
            assertThat(subtask.client.open).hasSize(1);
            assertThat(subtask.client.open.get(0).operations()).hasSize(1);
            state = subtask.snapshot(1);
        }
        try (Subtask subtask = new Subtask(Ops.settings(), 1, 0).restore(state, 1)) {
            command(subtask, replay("id:1", now(subtask)));
            subtask.acceptEverything();
            assertThat(subtask.client.sent).as("the restored one, alone").hasSize(1);
            assertThat(subtask.receiptIds()).containsExactly(REPLAYED);
            assertThat(subtask.balance().getCells().get(0).getPending()).isZero();
        }
    }

    @Test
    void itQueuesBehindWhatItsPersonHasAndWaitsWhilePaused() throws Exception {
        try (Subtask subtask = subtask(1, 0)) {
            subtask.command(true, "checkout_started");
            subtask.process(Ops.event("id:1", "a", 2));
            command(subtask, replay("id:1", now(subtask)));
            subtask.process(Ops.identify("id:1", "i", 3, "{\"x\":1}"));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:i");
            subtask.command(false);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsExactly("operation:i", "operation:a", REPLAYED);
        }
    }

    @Test
    void whoWasErasedAfterTheLookIsNotCreatedAnewAlsoAfterARestore() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = subtask(1, 0)) {
            long looked = now(subtask);
            subtask.process(Ops.delete("id:1", "d", 9));
            subtask.acceptEverything();
            command(subtask, replay("id:1", looked));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:d", REPLAYED + "/erased");
            state = subtask.snapshot(1);
        }
        try (Subtask subtask = new Subtask(Ops.settings(), 1, 0).restore(state, 1)) {
            command(subtask, replay("id:1", now(subtask)));
            assertThat(subtask.receipts().get(0).getOutcome()).isEqualTo(Outcome.FILTERED);
            subtask.acceptEverything();
            assertThat(subtask.client.sent).isEmpty();
            command(subtask, replay("id:2", now(subtask)));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).as("somebody else").endsWith(REPLAYED);
            subtask.passTime(2 * Replays.VALID_MS);
            subtask.snapshot(2);
            assertThat(subtask.harness.numKeyedStateEntries()).as("not kept").isZero();
        }
    }

    @Test
    void anErasureThatComesBehindItHasTheLastWord() throws Exception {
        try (Subtask subtask = subtask(1, 0)) {
            command(subtask, replay("id:1", now(subtask)));
            subtask.process(Ops.delete("id:1", "d", 9));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly(REPLAYED, "operation:d");
        }
    }

    @Test
    void whoHasMovedToAnOwnerAfterTheLookIsNoGhost() throws Exception {
        try (Subtask subtask = subtask(1, 0)) {
            subtask.process(Ops.fence("email:a@b.c", "f", "id:9"));
            subtask.process(Ops.fence("anonymous_id:d", "g", "id:9"));
            command(subtask, replay("email:a@b.c", now(subtask)));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly(REPLAYED + "/moved");
            command(subtask, replay("anonymous_id:d", now(subtask)));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).as("creates nobody").endsWith(REPLAYED);
        }
    }

    @Test
    void anOldCommandAndAnOldEventAreNotObeyed() throws Exception {
        try (Subtask subtask = subtask(1, 0)) {
            command(subtask, replay("id:1", now(subtask)));
            subtask.acceptEverything();
            command(subtask, replay("id:1", now(subtask) - Replays.VALID_MS - 1));
            assertThat(subtask.receiptIds())
                    .containsExactly(REPLAYED, REPLAYED + "/replay_expired");
            subtask.harness.setProcessingTime(1_763_888_400_000L + 3 * 86_400_000L + 1);
            command(subtask, replay("id:1", now(subtask)));
            assertThat(subtask.receiptIds()).endsWith(REPLAYED + "/replay_too_old");
            assertThat(subtask.client.sent).hasSize(1);
        }
    }

    private static Deliver replay(String person, long at) throws Exception {
        Operation event = Ops.event(person, ULID, 2);
        return command(
                OperationText.write(LEVEL, event),
                new String(event.body(), StandardCharsets.UTF_8),
                at);
    }

    private static Deliver fromLetter(DeadLetter letter, long at) throws Exception {
        ByteBuffer payload = letter.getPayload();
        return command(
                letter.getOperation(), StandardCharsets.UTF_8.decode(payload).toString(), at);
    }

    /** The whole way through the control topic's form. */
    private static Deliver command(String operation, String body, long at) throws Exception {
        String json =
                "{\"command\":\"deliver\",\"operation\":"
                        + operation
                        + ",\"body\":"
                        + new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsString(body)
                        + ",\"at\":"
                        + at
                        + "}";
        return (Deliver) ControlReader.read(json.getBytes(StandardCharsets.UTF_8), at);
    }

    private static void command(Subtask subtask, Deliver command) throws Exception {
        ((DeliverOperator) subtask.harness.getOneInputOperator())
                .processElement2(new StreamRecord<>(command));
        subtask.passTime(0);
    }

    private static long now(Subtask subtask) {
        return subtask.harness.getProcessingTime();
    }

    private static Answer refused() {
        return ScriptedClient.answer(
                207,
                "{\"errors\":[{\"batch_index\":0,\"reason\":\"invalid\",\"field\":\"name\"}]}");
    }

    private static Subtask subtask(int parallelism, int index) throws Exception {
        return new Subtask(Ops.settings(), parallelism, index).open();
    }
}
