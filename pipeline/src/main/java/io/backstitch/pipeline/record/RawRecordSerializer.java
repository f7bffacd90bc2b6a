package io.backstitch.pipeline.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serialiser of {@link RawRecord}; used only where the source is not chained to ingest. */
public final class RawRecordSerializer extends FlowSerializer<RawRecord> {
    private static final long serialVersionUID = 1L;

    /** First format. */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(RawRecord record, DataOutputView out) throws IOException {
        Fields.writeOrigin(record.origin(), out);
        Fields.writeBytes(record.key(), out);
        Fields.writeBytes(record.value(), out);
        Fields.writeText(record.replayOf(), out);
    }

    @Override
    protected RawRecord read(int version, DataInputView in) throws IOException {
        Origin origin = Fields.readOrigin(in);
        return new RawRecord(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                origin.kafkaTime(),
                Fields.readBytes(in),
                Fields.readBytes(in),
                Fields.readText(in));
    }

    @Override
    public TypeSerializerSnapshot<RawRecord> snapshotConfiguration() {
        return new RawRecordSnapshot();
    }

    /**
     * Flink instantiates it by name from savepoints: the class name is part of the state format.
     */
    public static final class RawRecordSnapshot extends Snapshot<RawRecord> {
        public RawRecordSnapshot() {
            super(RawRecordSerializer::new);
        }
    }
}
