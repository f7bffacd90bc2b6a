package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.WireSerializer;
import io.backstitch.schemas.wire.Receipt;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** Adds delivery to a job: one instance per level that names people. */
public final class Delivery {
    private Delivery() {}

    /**
     * @param operations operations of that level, and the {@code fenced} streams of the levels
     *     below; each person's in order
     * @param level name of the level; the operator's uid is {@code deliver-<level>}
     * @param settings {@link DeliverSettings#sharedBy} as many levels as the job has
     */
    public static DeliveryStreams attach(
            DataStream<Operation> operations, String level, DeliverSettings settings) {
        return attach(operations, level, settings, ApacheCustomerIoClient::new);
    }

    static DeliveryStreams attach(
            DataStream<Operation> operations,
            String level,
            DeliverSettings settings,
            ClientFactory clients) {
        int lanes = settings.lanes();
        SingleOutputStreamOperator<Receipt> receipts =
                operations
                        .keyBy(
                                operation -> UnacknowledgedState.key(operation.person(), lanes),
                                Types.STRING)
                        .transform(
                                "Deliver " + level,
                                WireSerializer.RECEIPT,
                                new DeliverOperatorFactory(settings, clients))
                        .uid("deliver-" + level);
        return new DeliveryStreams(
                receipts,
                receipts.getSideOutput(DeliverOperator.DEAD_LETTERS),
                receipts.getSideOutput(DeliverOperator.FENCED));
    }
}
