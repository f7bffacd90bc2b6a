package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Pausing and resuming a delivery subtask, across checkpoints and parallelisms. */
class PauseTest {
    private static final String CART = "cart_abandoned";
    private static final String VIEW = "product_viewed";

    @Test
    void eventsOfAPausedFamilyWaitAndOthersOfThePersonPass() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.command(true, CART);
            subtask.process(cart("id:1", "c1", 2), view("id:1", "v1", 3));
            subtask.process(
                    Ops.identify("id:1", "i1", 4, "{\"x\":1}"),
                    cart("id:1", "c2", 5),
                    view("id:1", "v2", 6));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsExactly("operation:v1", "operation:i1", "operation:v2");
            subtask.command(false, CART);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsExactly(
                            "operation:v1",
                            "operation:i1",
                            "operation:v2",
                            "operation:c1",
                            "operation:c2");
        }
    }

    @Test
    void whatIsAboutAllBeforeItWaitsWithIt() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.command(true, CART);
            subtask.process(
                    cart("email:a@b.c", "c1", 2),
                    view("email:a@b.c", "v1", 3),
                    Ops.fence("email:a@b.c", "f", "id:9"),
                    view("email:a@b.c", "v2", 4));
            subtask.process(
                    cart("id:2", "c2", 2), Ops.delete("id:2", "d", 3), view("id:2", "v3", 4));
            subtask.process(
                    cart("id:3", "c3", 2), Ops.merge("id:3", "m", 3), view("id:3", "v4", 4));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:v1");
            assertThat(subtask.fenced()).isEmpty();
            subtask.command(false);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsSubsequence("operation:v1", "operation:c1", "operation:v2")
                    .containsSubsequence("operation:c2", "operation:d", "operation:v3")
                    .containsSubsequence("operation:c3", "operation:m", "operation:v4")
                    .hasSize(9);
            assertThat(subtask.fenced()).extracting(Operation::id).containsExactly("f");
        }
    }

    @Test
    void whatHasAwaitedItsFenceDoesNotAwaitItAgainAfterThePause() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.command(true, "checkout_started");
            subtask.process(
                    Ops.event("id:1", "a", 2, List.of("f")),
                    view("id:1", "v", 3),
                    Ops.event("id:2", "b", 2, List.of("g")));
            subtask.acceptEverything();
            assertThat(subtask.receipts()).as("what is behind waits too").isEmpty();
            subtask.process(Ops.fenced("id:1", "f"));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:v");
            subtask.command(false);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:v", "operation:a");
            subtask.process(Ops.fenced("id:2", "g"));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).contains("operation:b");
        }
    }

    @Test
    void whatComesAfterARestoreKnowsWhatIsPausedAndWhatWaits() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = subtask()) {
            subtask.process(cart("id:1", "c0", 2));
            subtask.passTime(20);
            subtask.command(true, CART);
            subtask.process(cart("id:1", "c1", 3), view("id:1", "v1", 4));
            state = subtask.snapshot(1);
            assertThat(subtask.client.open).as("c0 was under way").hasSize(1);
        }
        try (Subtask restored = restored(state, 1, 1, 0)) {
            restored.process(cart("id:1", "c2", 5), cart("id:2", "c3", 2));
            restored.acceptEverything();
            assertThat(restored.receiptIds()).containsExactly("operation:c0", "operation:v1");
            state = restored.snapshot(2);
        }
        try (Subtask again = restored(state, 1, 1, 0)) {
            again.command(false);
            again.acceptEverything();
            assertThat(again.receiptIds())
                    .containsSubsequence("operation:c1", "operation:c2")
                    .containsExactlyInAnyOrder("operation:c1", "operation:c2", "operation:c3");
            again.snapshot(3);
            assertThat(again.harness.numKeyedStateEntries()).isZero();
        }
    }

    @Test
    void rescaledSubtasksAreStillPausedAndNothingIsLostOrRepeated() throws Exception {
        List<Operation> input = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String person = "id:" + i % 10;
            input.add(i % 3 == 0 ? cart(person, "c" + i, 2 + i) : view(person, "v" + i, 2 + i));
        }
        List<String> receipts = new ArrayList<>();
        OperatorSubtaskState state;
        List<Subtask> two = List.of(fresh(2, 0), fresh(2, 1));
        for (Subtask subtask : two) {
            subtask.command(true, CART);
        }
        feed(input.subList(0, 60), two);
        state = checkpoint(two, receipts);
        List<Subtask> four = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            four.add(restored(state, 2, 4, i));
        }
        feed(input.subList(60, 120), four);
        for (Subtask subtask : four) {
            subtask.acceptEverything();
        }
        state = checkpoint(four, receipts);
        assertThat(receipts).hasSize(80).allMatch(id -> id.startsWith("operation:v"));
        try (Subtask one = restored(state, 4, 1, 0)) {
            one.command(false, CART);
            one.acceptEverything();
            receipts.addAll(one.receiptIds());
            for (int person = 0; person < 10; person++) {
                int p = person;
                List<String> mine =
                        input.stream()
                                .filter(o -> o.person().equals("id:" + p))
                                .filter(o -> o.id().startsWith("c"))
                                .map(o -> "operation:" + o.id())
                                .toList();
                assertThat(one.receiptIds()).containsSubsequence(mine);
            }
        }
        assertThat(receipts)
                .containsExactlyInAnyOrderElementsOf(
                        input.stream().map(o -> "operation:" + o.id()).toList());
    }

    @Test
    void pausedAsAWholeNothingIsSentNothingIsLostAndCheckpointsGoOn() throws Exception {
        DeliverSettings small = Ops.settings("deliver.max-buffered-operations", "10");
        OperatorSubtaskState state;
        try (Subtask subtask = rocks(small, 1, 0).open()) {
            subtask.process(view("id:1", "before", 2));
            subtask.passTime(20);
            subtask.command(true);
            for (int i = 0; i < 30; i++) {
                subtask.processWhenFull(view("id:" + i % 3, "v" + i, 3 + i));
            }
            subtask.answer(0, Answer.none("timeout"));
            subtask.passTime(3_600_000);
            assertThat(subtask.client.sent).as("not even again").hasSize(1);
            state = subtask.snapshot(1);
        }
        try (Subtask subtask = rocks(small, 1, 0).restore(state, 1)) {
            subtask.passTime(3_600_000);
            assertThat(subtask.client.sent).isEmpty();
            subtask.command(false);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).hasSize(31).doesNotHaveDuplicates();
            for (int person = 0; person < 3; person++) {
                List<String> mine = new ArrayList<>();
                for (int i = person; i < 30; i += 3) {
                    mine.add("operation:v" + i);
                }
                assertThat(subtask.receiptIds()).containsSubsequence(mine);
            }
        }
    }

    @Test
    void aLongPauseOfAFamilyFillsNoMemoryAndStopsNobodyElse() throws Exception {
        DeliverSettings small = Ops.settings("deliver.max-buffered-operations", "10");
        try (Subtask subtask = rocks(small, 1, 0).open()) {
            subtask.command(true, CART);
            List<String> carts = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                subtask.process(cart("id:" + i % 7, "c" + i, 2 + i));
                carts.add("operation:c" + i);
            }
            subtask.process(view("id:1", "v", 9_000));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:v");
            subtask.command(false, CART);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds().subList(1, 3_001))
                    .containsExactlyInAnyOrderElementsOf(carts);
        }
    }

    @Test
    void roomThatAFenceMakesIsUsedAtOnce() throws Exception {
        DeliverSettings small = Ops.settings("deliver.max-buffered-operations", "3");
        try (Subtask subtask = rocks(small, 1, 0).open()) {
            subtask.command(true, "checkout_started");
            for (int i = 0; i < 3; i++) {
                subtask.process(Ops.event("id:1", "a" + i, 2 + i, List.of("f")));
            }
            subtask.processWhenFull(view("id:2", "v", 2));
            subtask.acceptEverything();
            assertThat(subtask.receipts()).as("no room").isEmpty();
            subtask.process(Ops.fenced("id:1", "f"));
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:v");
        }
    }

    @Test
    void nobodyLooksAtWhatWasSetAsideWhileThereIsNoRoomForItsBytes() throws Exception {
        Desk desk = new Desk();
        desk.pause(CART);
        desk.add(cart("id:1", "c", 2));
        for (int i = 0; i < 10; i++) {
            desk.add(Ops.event("id:2", "e" + i, 2 + i, List.of("a-fence-to-come")));
        }
        desk.pauses.obey(new Control.Pause(false, List.of(), 0));
        desk.lanes.reconsider(0);
        assertThat(backlog(desk, "1 mb").hasMoreToLookAt()).isTrue();
        assertThat(backlog(desk, "2 kb").hasMoreToLookAt())
                .as("it would be asked forever")
                .isFalse();
    }

    private static Backlog backlog(Desk desk, String maxBytes) throws Exception {
        DeliverSettings settings = Ops.settings("deliver.max-buffered-bytes", maxBytes);
        Spool spool = new Spool(new MemoryLog());
        return new Backlog(settings, desk.lanes, spool, desk.setAside, desk.timers);
    }

    @Test
    void pausedAgainBeforeAllHadReturnedWhatHasNotGoneWaitsInItsPlace() throws Exception {
        DeliverSettings small =
                Ops.settings(
                        "deliver.max-buffered-operations", "10",
                        "deliver.max-batch-operations", "2",
                        "deliver.max-in-flight", "1");
        try (Subtask subtask = rocks(small, 1, 0).open()) {
            subtask.command(true, CART);
            for (int i = 0; i < 40; i++) {
                subtask.process(cart("id:1", "c" + i, 2 + i));
            }
            subtask.command(false, CART);
            subtask.passTime(20);
            subtask.command(true, CART);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds()).containsExactly("operation:c0", "operation:c1");
            subtask.command(false, CART);
            subtask.acceptEverything();
            List<String> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                all.add("operation:c" + i);
            }
            assertThat(subtask.receiptIds()).containsExactlyElementsOf(all);
        }
    }

    @Test
    void whoeverIsCreatedByAPausedEventIsNotCreatedTwiceByTheNextOnes() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.command(true, CART);
            subtask.process(cart("id:1", "c", 1), view("id:1", "v1", 2), view("id:1", "v2", 3));
            subtask.passTime(20);
            assertThat(subtask.client.open.get(0).operations()).hasSize(1);
        }
    }

    @Test
    void theEndOfTheOperationsAloneWaitsForNothing() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.process(view("id:1", "v", 2));
            subtask.endOperations();
            assertThat(subtask.receipts()).isEmpty();
            subtask.acceptEverything();
            subtask.endCommands();
            assertThat(subtask.receiptIds()).containsExactly("operation:v");
        }
    }

    @Test
    void whatIsPausedAtTheEndStaysInTheSavepoint() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = rocks(Ops.settings("deliver.linger", "0 ms"), 1, 0).open()) {
            subtask.command(true, CART);
            subtask.process(cart("id:1", "c", 2), view("id:1", "v", 3));
            subtask.process(Ops.event("id:2", "w", 2, List.of("behind-a-paused-one")));
            subtask.keepAccepting(1);
            subtask.endCommands();
            subtask.endOperations();
            assertThat(subtask.receiptIds()).containsExactly("operation:v");
            state = subtask.snapshot(1);
        }
        try (Subtask subtask = restored(state, 1, 1, 0)) {
            subtask.process(Ops.fenced("id:2", "behind-a-paused-one"));
            subtask.command(false);
            subtask.acceptEverything();
            assertThat(subtask.receiptIds())
                    .containsExactlyInAnyOrder("operation:c", "operation:w");
        }
    }

    @Test
    void commandsMoveNoWatermark() throws Exception {
        try (Subtask subtask = subtask()) {
            subtask.harness.getOneInputOperator().processWatermark(new Watermark(7));
            DeliverOperator operator = (DeliverOperator) subtask.harness.getOneInputOperator();
            operator.processWatermark2(new Watermark(3));
            operator.processWatermark1(new Watermark(8));
            assertThat(subtask.harness.getOutput())
                    .containsExactly(new Watermark(7), new Watermark(8));
        }
    }

    @Test
    void withoutACommandsInputAPausedStateIsRefused() throws Exception {
        OperatorSubtaskState state;
        try (Subtask subtask = subtask()) {
            subtask.command(true);
            state = subtask.snapshot(1);
        }
        try (Subtask uncontrolled = new Subtask(Ops.settings(), 1, 0, false)) {
            assertThatThrownBy(() -> uncontrolled.restore(state, 1))
                    .hasStackTraceContaining("without kafka.control-topic nothing can resume it");
        }
    }

    private static Operation cart(String person, String id, long seq) {
        return Ops.named(CART, person, id, seq);
    }

    private static Operation view(String person, String id, long seq) {
        return Ops.named(VIEW, person, id, seq);
    }

    private static void feed(List<Operation> input, List<Subtask> subtasks) throws Exception {
        for (Operation operation : input) {
            for (Subtask subtask : subtasks) {
                if (subtask.owns(operation.person())) {
                    subtask.process(operation);
                }
            }
        }
    }

    private static OperatorSubtaskState checkpoint(List<Subtask> subtasks, List<String> receipts)
            throws Exception {
        OperatorSubtaskState[] parts = new OperatorSubtaskState[subtasks.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = subtasks.get(i).snapshot(1);
            subtasks.get(i).receipts().stream().map(Receipt::getReceiptId).forEach(receipts::add);
            subtasks.get(i).close();
        }
        return AbstractStreamOperatorTestHarness.repackageState(parts);
    }

    private static Subtask subtask() throws Exception {
        return fresh(1, 0);
    }

    private static Subtask fresh(int parallelism, int index) throws Exception {
        return rocks(Ops.settings(), parallelism, index).open();
    }

    private static Subtask restored(
            OperatorSubtaskState state, int before, int parallelism, int index) throws Exception {
        return rocks(Ops.settings(), parallelism, index).restore(state, before);
    }

    private static Subtask rocks(DeliverSettings settings, int parallelism, int index)
            throws Exception {
        return new Subtask(settings, parallelism, index).backend(new EmbeddedRocksDBStateBackend());
    }
}
