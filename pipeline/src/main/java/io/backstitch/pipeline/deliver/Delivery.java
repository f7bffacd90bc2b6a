package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.balance.Count;
import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.wire.Receipt;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.TwoInputTransformation;

/** Adds delivery to a job: one instance per level that names people. */
public final class Delivery {
    private Delivery() {}

    /**
     * @param operations operations of that level, and the {@code fenced} streams of the levels
     *     below; each person's in order
     * @param control commands, for every level the same; or null if there are none
     * @param level name of the level; the operator's uid is {@code deliver-<level>}
     * @param settings {@link DeliverSettings#sharedBy} as many levels as the job has
     */
    public static DeliveryStreams attach(
            DataStream<Operation> operations,
            DataStream<Control> control,
            String level,
            DeliverSettings settings) {
        int lanes = settings.lanes();
        KeyedStream<Operation, String> keyed =
                operations.keyBy(
                        operation -> UnacknowledgedState.key(operation.person(), lanes),
                        Types.STRING);
        String name = "Deliver " + level;
        String uid = Count.delivery(level);
        DeliverOperatorFactory factory =
                new DeliverOperatorFactory(
                        uid, settings, ApacheCustomerIoClient::new, control != null);
        SingleOutputStreamOperator<Receipt> receipts =
                control == null
                        ? keyed.transform(name, WireSerializer.RECEIPT, factory)
                        : controlled(keyed, control, name, factory);
        receipts.uid(uid);
        return new DeliveryStreams(
                receipts,
                receipts.getSideOutput(DeliverOperator.DEAD_LETTERS),
                receipts.getSideOutput(DeliverOperator.FENCED),
                receipts.getSideOutput(Balance.AUDIT));
    }

    /** One input by key and the other broadcast, for which Flink's streams have no call. */
    private static SingleOutputStreamOperator<Receipt> controlled(
            KeyedStream<Operation, String> operations,
            DataStream<Control> control,
            String name,
            DeliverOperatorFactory factory) {
        StreamExecutionEnvironment env = operations.getExecutionEnvironment();
        TwoInputTransformation<Operation, Control, Receipt> deliver =
                new TwoInputTransformation<>(
                        operations.getTransformation(),
                        control.broadcast().getTransformation(),
                        name,
                        factory,
                        WireSerializer.RECEIPT,
                        env.getParallelism(),
                        false);
        deliver.setStateKeySelectors(operations.getKeySelector(), null);
        deliver.setStateKeyType(operations.getKeyType());
        env.addOperator(deliver);
        return new Output(env, deliver);
    }

    /** Makes a stream of a transformation. */
    private static final class Output extends SingleOutputStreamOperator<Receipt> {
        Output(StreamExecutionEnvironment env, Transformation<Receipt> transformation) {
            super(env, transformation);
        }
    }
}
