package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.Receipt;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Hands each subtask its mailbox, which an operator made by {@code new} would not get. */
final class DeliverOperatorFactory extends AbstractStreamOperatorFactory<Receipt>
        implements OneInputStreamOperatorFactory<Operation, Receipt> {
    private static final long serialVersionUID = 1L;

    private final DeliverSettings settings;
    private final ClientFactory clients;

    DeliverOperatorFactory(DeliverSettings settings, ClientFactory clients) {
        this.settings = settings;
        this.clients = clients;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<Receipt>> T createStreamOperator(
            StreamOperatorParameters<Receipt> parameters) {
        return (T) new DeliverOperator(parameters, settings, clients);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return DeliverOperator.class;
    }
}
