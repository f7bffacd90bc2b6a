package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.OperationSerializer;
import java.util.List;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** What a failure may have decided otherwise goes only with a checkpoint that knows it. */
class ProvisionalTest {
    @Test
    void anAnnouncementWaitsForACheckpointThatBeganAfterItCame() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.snapshot(1);
            subtask.process(announcement("id:1", "a", 2));
            subtask.completed(1);
            subtask.acceptEverything();
            assertThat(subtask.receipts()).isEmpty();
            subtask.snapshot(2);
            subtask.acceptEverything();
            assertThat(subtask.receipts()).isEmpty();
            subtask.completed(2);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:a");
        }
    }

    @Test
    void whatThePersonDoesLaterWaitsBehindItAndNobodyElseDoes() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.process(
                    Ops.event("id:1", "before", 2),
                    announcement("id:1", "a", 3),
                    Ops.event("id:1", "after", 4),
                    Ops.fence("id:1", "f", "id:9"),
                    Ops.event("id:2", "other", 2));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsExactlyInAnyOrder("operation:before", "operation:other");
            assertThat(subtask.fenced()).isEmpty();
            subtask.snapshot(1);
            subtask.completed(1);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsSubsequence("operation:before", "operation:a", "operation:after");
            assertThat(subtask.fenced()).hasSize(1);
        }
    }

    @Test
    void whatCameWhileARequestWasInFlightWaitsToo() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.process(Ops.event("id:1", "first", 2));
            subtask.passTime(20);
            subtask.process(Ops.event("id:1", "second", 3), announcement("id:1", "a", 4));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:first", "operation:second");
            subtask.snapshot(1);
            subtask.completed(1);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).endsWith("operation:a").hasSize(3);
        }
    }

    @Test
    void aCheckpointThatFailsIsFollowedByTheNext() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.process(announcement("id:1", "a", 2));
            subtask.snapshot(1);
            subtask.harness.getOneInputOperator().notifyCheckpointAborted(1);
            subtask.acceptEverything();
            assertThat(subtask.receipts()).isEmpty();
            subtask.snapshot(2);
            subtask.completed(2);
            subtask.acceptEverything();
            assertThat(subtask.receipts()).hasSize(1);
        }
    }

    @Test
    void aCheckpointOfAnotherLifeSaysNothing() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.process(announcement("id:1", "a", 2));
            subtask.completed(7);
            subtask.acceptEverything();
            assertThat(subtask.receipts()).isEmpty();
        }
    }

    @Test
    void aFailureBeforeTheCheckpointMeansThatItWasNeverSent() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = subtask()) {
            state = subtask.snapshot(1);
            subtask.process(announcement("id:1", "a", 2));
            subtask.completed(1);
            subtask.acceptEverything();
            assertThat(subtask.client.sent).isEmpty();
        }
        try (Subtask subtask = restored(state, 1, 1, 0)) {
            subtask.process(Ops.event("id:1", "order", 2));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:order");
        }
    }

    @Test
    void whatACheckpointBringsBackGoesAtOnceAndFirst() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = subtask()) {
            subtask.process(announcement("id:1", "a", 2), Ops.event("id:1", "b", 3));
            state = subtask.snapshot(1);
        }
        try (Subtask subtask = restored(state, 1, 1, 0)) {
            subtask.process(Ops.event("id:1", "c", 4), announcement("id:2", "new", 2));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsExactly("operation:a", "operation:b", "operation:c");
        }
    }

    @Test
    void atAnotherParallelismToo() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = subtask()) {
            for (int i = 0; i < 20; i++) {
                subtask.process(announcement("id:" + i, "a" + i, 2));
            }
            state = subtask.snapshot(1);
        }
        int sent = 0;
        for (int index = 0; index < 2; index++) {
            try (Subtask subtask = restored(state, 1, 2, index)) {
                subtask.acceptEverything();
                sent += subtask.receipts().size();
            }
        }
        assertThat(sent).isEqualTo(20);
    }

    @Test
    void whatHadToGoToDiskIsNotForgottenAndWaitsAsWell() throws Exception {
        DeliverSettings small = Ops.settings("deliver.max-buffered-operations", "4");
        try (Subtask subtask = new Subtask(small, 1, 0).withCheckpoints().open()) {
            for (int i = 0; i < 4; i++) {
                subtask.process(announcement("id:" + i, "a" + i, 2));
            }
            for (int i = 4; i < 10; i++) {
                subtask.processWhenFull(announcement("id:" + i, "a" + i, 2));
            }
            subtask.acceptEverything();
            assertThat(subtask.receipts()).isEmpty();
            for (int id = 1; id <= 4; id++) {
                subtask.snapshot(id);
                subtask.completed(id);
                subtask.acceptEverything();
            }
            assertThat(subtask.receipts()).hasSize(10);
        }
    }

    @Test
    void aPauseOfItsFamilyComesAfterTheCheckpoint() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = subtask()) {
            subtask.command(true, "checkout_started");
            subtask.process(announcement("id:1", "a", 2), Ops.identify("id:1", "i", 3, "{}"));
            subtask.snapshot(1);
            subtask.completed(1);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:i");
            state = subtask.snapshot(2);
        }
        try (Subtask subtask = restored(state, 1, 1, 0)) {
            subtask.command(false);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:a");
        }
    }

    @Test
    void whatHasGoneOnceDoesNotWaitAgain() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.process(announcement("id:1", "a", 2));
            subtask.snapshot(1);
            subtask.completed(1);
            subtask.passTime(20);
            subtask.answer(0, Answer.none("timeout"));
            subtask.acceptEverything();
            assertThat(subtask.receipts().get(0).getAttempts()).isEqualTo(2);
        }
    }

    @Test
    void atTheEndOfTheInputNothingWaits() throws Exception {
        DeliverSettings settings = Ops.settings("deliver.linger", "0 ms");
        try (Subtask subtask = new Subtask(settings, 1, 0).withCheckpoints().open()) {
            subtask.process(announcement("id:1", "a", 2));
            subtask.keepAccepting(1);
            subtask.endOperations();
            subtask.endCommands();
            assertThat(subtask.receipts()).hasSize(1);
        }
    }

    @Test
    void aJobWithoutCheckpointsDoesNotWait() throws Exception {
        try (Subtask subtask = new Subtask(Ops.settings(), 1, 0).open()) {
            subtask.process(announcement("id:1", "a", 2));
            subtask.acceptEverything();
            assertThat(subtask.receipts()).hasSize(1);
        }
    }

    @Test
    void theMarkIsPartOfTheFormat() throws Exception {
        OperationSerializer serializer = new OperationSerializer();
        for (Operation operation :
                List.of(Ops.event("id:1", "a", 2), announcement("id:1", "a", 2))) {
            DataOutputSerializer out = new DataOutputSerializer(64);
            serializer.serialize(operation.awaiting(List.of("f")).withSeq(9), out);
            Operation read =
                    serializer.deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
            assertThat(read.provisional()).isEqualTo(operation.provisional());
        }
    }

    private static Operation announcement(String person, String id, long seq) {
        return Ops.event(person, id, seq).asProvisional();
    }

    private static Subtask subtask() throws Exception {
        return new Subtask(Ops.settings(), 1, 0).withCheckpoints().open();
    }

    private static Subtask restored(OperatorSubtaskState state, int before, int now, int index)
            throws Exception {
        return new Subtask(Ops.settings(), now, index).withCheckpoints().restore(state, before);
    }
}
