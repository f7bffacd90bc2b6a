package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Control;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.Receipt;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperatorFactory;

/** Hands each subtask its mailbox, which an operator made by {@code new} would not get. */
final class DeliverOperatorFactory extends AbstractStreamOperatorFactory<Receipt>
        implements OneInputStreamOperatorFactory<Operation, Receipt>,
                TwoInputStreamOperatorFactory<Operation, Control, Receipt> {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final DeliverSettings settings;
    private final ClientFactory clients;
    private final boolean controlled;

    /**
     * @param name the operator's uid, for the balance
     * @param controlled whether there is a second input, of commands
     */
    DeliverOperatorFactory(
            String name, DeliverSettings settings, ClientFactory clients, boolean controlled) {
        this.name = name;
        this.settings = settings;
        this.clients = clients;
        this.controlled = controlled;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<Receipt>> T createStreamOperator(
            StreamOperatorParameters<Receipt> parameters) {
        return (T) new DeliverOperator(parameters, name, settings, clients, controlled);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
        return DeliverOperator.class;
    }
}
