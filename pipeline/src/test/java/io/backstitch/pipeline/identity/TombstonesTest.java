package io.backstitch.pipeline.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who was erased stays known wherever a key goes when the job is rescaled. */
class TombstonesTest {
    private static final int MAX_PARALLELISM = 8;
    private static final int ADDRESSES = 12;
    private static final String ID = "customer-4711";
    private static final long ERASED = 3_600_000;

    private final Shopper shopper = new Shopper();
    private final List<StepHarness> subtasks = new ArrayList<>();
    private int orders;

    @AfterEach
    void close() throws Exception {
        for (StepHarness subtask : subtasks) {
            subtask.close();
        }
    }

    /** The request names the customer; each address is found by the one subtask that has it. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whatWasFoundLinkedIsKeptOutAfterARescaleToo(int parallelism) throws Exception {
        open(2, null);
        for (int i = 0; i < ADDRESSES; i++) {
            push(address(i), shopper.view("m" + i, i, "email", address(i), "customer_id", ID));
        }
        for (StepHarness subtask : subtasks) {
            subtask.broadcast(erase(ERASED));
        }
        rescale(2, parallelism);

        for (int i = 0; i < ADDRESSES; i++) {
            assertThat(told(address(i), ERASED)).as("until then").containsExactly("erased");
        }
        for (int i = 0; i < ADDRESSES; i++) {
            assertThat(told(address(i), ERASED + 1)).as("a new life").contains("EVENT");
        }
    }

    @Test
    void aRepeatedRequestIsKnownToEverySubtaskAfterARescale() throws Exception {
        open(1, null);
        subtasks.get(0).broadcast(erase(ERASED));
        rescale(1, 4);
        for (StepHarness subtask : subtasks) {
            subtask.broadcast(erase(ERASED + 5));
            assertThat(subtask.step().tombstones.of(hash())).isEqualTo(ERASED);
        }
    }

    private String hash() {
        return subtasks.get(0).step().traces.hash(new Address("customer_id", ID).path());
    }

    private void open(int parallelism, OperatorSubtaskState from) throws Exception {
        open(parallelism, from, 0);
    }

    private void open(int parallelism, OperatorSubtaskState from, int before) throws Exception {
        for (int i = 0; i < parallelism; i++) {
            Step step = new Step(Staircase.SETTINGS, Staircase.PERSON, "email");
            StepHarness subtask = new StepHarness(step, MAX_PARALLELISM, parallelism, i);
            subtasks.add(subtask);
            if (from != null) {
                subtask.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                from, MAX_PARALLELISM, before, parallelism, i));
            }
            subtask.open();
        }
    }

    private void rescale(int before, int after) throws Exception {
        OperatorSubtaskState[] parts = new OperatorSubtaskState[before];
        for (int i = 0; i < before; i++) {
            parts[i] = subtasks.get(i).snapshot(1, 1);
            subtasks.get(i).close();
        }
        subtasks.clear();
        open(after, AbstractStreamOperatorTestHarness.repackageState(parts), before);
    }

    private int owner(String key) {
        return KeyGroupRangeAssignment.assignKeyToParallelOperator(
                key, MAX_PARALLELISM, subtasks.size());
    }

    private void push(String key, Climb record) throws Exception {
        subtasks.get(owner(key)).record(record);
    }

    private Climb order(String address, long time) throws Exception {
        String order = "o" + orders++;
        return shopper.order(order, time, ERASED + 60_000, "order_id", order, "email", address)
                .to("email", address);
    }

    /** Kinds of operations of an order of that time, and reasons of receipts. */
    private List<String> told(String address, long time) throws Exception {
        StepHarness subtask = subtasks.get(owner(address));
        subtask.getOutput().clear();
        Queue<StreamRecord<Receipt>> before = subtask.getSideOutput(Step.RECEIPTS);
        if (before != null) {
            before.clear();
        }
        subtask.record(order(address, time));
        List<String> told = new ArrayList<>();
        for (Object element : subtask.getOutput()) {
            told.add(((Operation) ((StreamRecord<?>) element).getValue()).kind().name());
        }
        Queue<StreamRecord<Receipt>> receipts = subtask.getSideOutput(Step.RECEIPTS);
        if (receipts != null) {
            receipts.forEach(receipt -> told.add(receipt.getValue().getReason()));
        }
        return told;
    }

    private static String address(int i) {
        return "erased" + i + "@x.org";
    }

    private static Erase erase(long time) {
        return new Erase(
                "",
                "",
                new Origin("privacy", 0, time, time),
                "request-1",
                List.of(new Erase.Named("customer_id", ID)),
                List.of());
    }
}
