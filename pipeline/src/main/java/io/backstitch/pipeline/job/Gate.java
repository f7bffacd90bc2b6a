package io.backstitch.pipeline.job;

import io.backstitch.pipeline.record.RawRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Stands right behind the source, in its task. Before the first record it refuses to go on with
 * state that does not go with the settings ({@link StateFacts}). It lets everything through but the
 * watermark at the end of all time, which says that the input has ended and nothing about shoppers.
 *
 * <p>Every subtask saves all facts, and each compares those that it gets back: between them, all.
 * Not union state, which Flink refuses to snapshot while a part of the sources has been stopped.
 */
final class Gate extends AbstractStreamOperator<RawRecord>
        implements OneInputStreamOperator<RawRecord, RawRecord> {
    private static final long serialVersionUID = 1L;

    private final StateFacts facts;
    private final boolean fireAtEnd;
    private transient ListState<String> saved;

    Gate(StateFacts facts, boolean fireAtEnd) {
        this.facts = facts;
        this.fireAtEnd = fireAtEnd;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        saved =
                context.getOperatorStateStore()
                        .getListState(new ListStateDescriptor<>("facts", Types.STRING));
        Map<String, String> made = new LinkedHashMap<>();
        for (String fact : saved.get()) {
            int equals = fact.indexOf('=');
            made.put(fact.substring(0, equals), fact.substring(equals + 1));
        }
        facts.refuseIfChanged(made);
    }

    @Override
    public void snapshotState(StateSnapshotContext context) throws Exception {
        super.snapshotState(context);
        saved.clear();
        for (Map.Entry<String, String> fact : facts.byOption().entrySet()) {
            saved.add(fact.getKey() + '=' + fact.getValue());
        }
    }

    @Override
    public void processElement(StreamRecord<RawRecord> record) {
        output.collect(record);
    }

    @Override
    public void processWatermark(Watermark mark) throws Exception {
        if (fireAtEnd || mark.getTimestamp() != Watermark.MAX_WATERMARK.getTimestamp()) {
            super.processWatermark(mark);
        }
    }
}
