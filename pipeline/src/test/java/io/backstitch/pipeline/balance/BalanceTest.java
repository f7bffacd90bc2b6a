package io.backstitch.pipeline.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.RawRecord;
import io.backstitch.schemas.wire.BalanceAudit;
import io.backstitch.schemas.wire.BalanceCell;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;

class BalanceTest {
    private static final long HOUR = 3_600_000L;
    private static final String NEXT = "identity-email";

    /** Receives two of each record's events, holds one, passes one on. */
    private static final class Counting extends ProcessFunction<RawRecord, String>
            implements CheckpointedFunction {
        private static final long serialVersionUID = 1L;
        private transient Balance balance;

        @Override
        public void initializeState(FunctionInitializationContext context) throws Exception {
            balance = new Balance(context.getOperatorStateStore());
        }

        @Override
        public void open(OpenContext context) {}

        @Override
        public void snapshotState(FunctionSnapshotContext context) throws Exception {
            balance.snapshot();
        }

        @Override
        public void processElement(RawRecord record, Context context, Collector<String> out) {
            Origin origin = record.origin();
            balance.add(origin, Count.RECEIVED, 2);
            balance.add(origin, Count.HELD, 1);
            balance.add(origin, Count.passedOn(NEXT), 1);
        }

        BalanceAudit audit() {
            return balance.publish(7, "step", getRuntimeContext(), 0);
        }
    }

    private static final class Subtask implements AutoCloseable {
        final Counting counting = new Counting();
        final OneInputStreamOperatorTestHarness<RawRecord, String> harness;

        Subtask(OperatorSubtaskState state, int parallelism, int index) throws Exception {
            harness =
                    new OneInputStreamOperatorTestHarness<>(
                            new ProcessOperator<>(counting), 128, parallelism, index);
            harness.setup();
            if (state != null) {
                harness.initializeState(
                        AbstractStreamOperatorTestHarness.repartitionOperatorState(
                                state, 128, 2, parallelism, index));
            }
            harness.open();
        }

        void take(String topic, long hour) throws Exception {
            RawRecord record = new RawRecord(topic, 0, 0, hour * HOUR + 1, null, new byte[0]);
            harness.processElement(new StreamRecord<>(record));
        }

        @Override
        public void close() throws Exception {
            harness.close();
        }
    }

    @Test
    void eachHourOfATopicIsCountedApart() throws Exception {
        try (Subtask subtask = new Subtask(null, 1, 0)) {
            subtask.take("orders", 5);
            subtask.take("orders", 5);
            subtask.take("orders", 6);
            subtask.take("batches", 5);

            BalanceAudit audit = subtask.counting.audit();
            assertThat(audit.getCells()).hasSize(3);
            BalanceCell orders = audit.getCells().get(1);
            assertThat(orders.getTopic()).isEqualTo("orders");
            assertThat(orders.getHour().toEpochMilli()).isEqualTo(5 * HOUR);
            assertThat(orders.getReceived()).isEqualTo(4);
            assertThat(orders.getHeld()).isEqualTo(2);
            assertThat(orders.getPassedOn()).isEqualTo(Map.of(NEXT, 2L));
            assertThat(audit.getBalanceId()).endsWith("/7/step/0");
        }
    }

    @Test
    void olderHoursBecomeOneAndStayOne() throws Exception {
        try (Subtask subtask = new Subtask(null, 1, 0)) {
            for (int hour = 0; hour < 60; hour++) {
                subtask.take("orders", hour);
            }
            assertThat(subtask.counting.audit().getCells()).hasSize(Balance.HOURS + 1);
            subtask.take("orders", 3);

            List<BalanceCell> cells = subtask.counting.audit().getCells();
            assertThat(cells).hasSize(Balance.HOURS + 1);
            assertThat(cells.get(0).getHour()).isNull();
            assertThat(cells.get(0).getUntil().toEpochMilli()).isEqualTo(11 * HOUR);
            assertThat(cells.get(0).getReceived()).isEqualTo(24);
        }
    }

    @Test
    void sumsSurviveARestoreAtAnyParallelism() throws Exception {
        List<OperatorSubtaskState> states = new ArrayList<>();
        for (int index = 0; index < 2; index++) {
            try (Subtask subtask = new Subtask(null, 2, index)) {
                for (int hour = 0; hour < 60 - index; hour++) {
                    subtask.take("orders", hour);
                }
                states.add(subtask.harness.snapshot(1, 1));
            }
        }
        OperatorSubtaskState all =
                AbstractStreamOperatorTestHarness.repackageState(states.get(0), states.get(1));
        for (int parallelism : new int[] {1, 2, 3}) {
            long received = 0;
            long passedOn = 0;
            long until = 0;
            for (int index = 0; index < parallelism; index++) {
                try (Subtask subtask = new Subtask(all, parallelism, index)) {
                    for (BalanceCell cell : subtask.counting.audit().getCells()) {
                        received += cell.getReceived();
                        passedOn += cell.getPassedOn().getOrDefault(NEXT, 0L);
                        until =
                                cell.getUntil() == null
                                        ? until
                                        : Math.max(until, cell.getUntil().toEpochMilli());
                    }
                }
            }
            assertThat(received).isEqualTo(2 * 119);
            assertThat(passedOn).isEqualTo(119);
            assertThat(until).isEqualTo(11 * HOUR);
        }
    }
}
