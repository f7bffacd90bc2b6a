package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Climb;
import io.backstitch.schemas.wire.IdentityAudit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** The gate that judges aliases, in Flink's operator harness. */
final class GateHarness implements AutoCloseable {
    private final KeyedOneInputStreamOperatorTestHarness<String, Climb, Climb> gate;

    GateHarness(IdentitySettings settings) throws Exception {
        this(settings, null);
    }

    /**
     * @param from the state to go on from, or null
     */
    GateHarness(IdentitySettings settings, OperatorSubtaskState from) throws Exception {
        gate =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new KeyedProcessOperator<>(new AliasGate(settings)),
                        Climb::key,
                        Types.STRING);
        gate.setup(Climb.TYPE.createSerializer(gate.getExecutionConfig().getSerializerConfig()));
        if (from != null) {
            gate.initializeState(from);
        }
        gate.open();
    }

    OperatorSubtaskState snapshot() throws Exception {
        return gate.snapshot(1, 1);
    }

    /** What is let through, addressed to the steps. */
    List<Climb> judge(Climb record, List<IdentityAudit> audits) throws Exception {
        gate.processElement(new StreamRecord<>(record));
        Queue<StreamRecord<IdentityAudit>> refused = gate.getSideOutput(Step.AUDIT);
        while (refused != null && !refused.isEmpty()) {
            audits.add(refused.poll().getValue());
        }
        List<Climb> through = new ArrayList<>(gate.extractOutputValues());
        gate.getOutput().clear();
        return through;
    }

    @Override
    public void close() throws Exception {
        gate.close();
    }
}
