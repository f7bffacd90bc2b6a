package io.backstitch.pipeline.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serialiser of {@link Operation}, on the wire to the lanes and as unacknowledged state. */
public final class OperationSerializer extends FlowSerializer<Operation> {
    private static final long serialVersionUID = 1L;
    private static final Operation.Kind[] KINDS = Operation.Kind.values();
    private static final Stitch[] STITCHES = Stitch.values();

    /** First format. */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(Operation operation, DataOutputView out) throws IOException {
        out.writeByte(operation.kind().ordinal());
        Fields.writeText(operation.person(), out);
        Fields.writeText(operation.id(), out);
        out.writeLong(operation.seq());
        Fields.writeBytes(operation.body(), out);
        Fields.writeList(operation.awaits(), Fields::writeText, out);
        Fields.writeText(operation.fenceTo(), out);
        Subject subject = operation.subject();
        out.writeBoolean(subject != null);
        if (subject != null) {
            writeSubject(subject, out);
        }
        out.writeBoolean(operation.provisional());
        out.writeBoolean(operation.replayed());
    }

    private static void writeSubject(Subject subject, DataOutputView out) throws IOException {
        Fields.writeOrigin(subject.origin(), out);
        Fields.writeText(subject.source(), out);
        Fields.writeText(subject.platform(), out);
        Fields.writeText(subject.eventId(), out);
        Fields.writeText(subject.eventName(), out);
        Fields.writeLong(subject.eventTime(), out);
        Fields.writeText(subject.orderId(), out);
        Fields.writeText(subject.cartId(), out);
        Fields.writeLong(subject.valueMinor(), out);
        Fields.writeText(subject.currency(), out);
        out.writeByte(subject.stitch() == null ? -1 : subject.stitch().ordinal());
        Fields.writeText(subject.contractVersion(), out);
        Fields.writeText(subject.channel(), out);
    }

    @Override
    protected Operation read(int version, DataInputView in) throws IOException {
        return new Operation(
                KINDS[in.readByte()],
                Fields.readText(in),
                Fields.readText(in),
                in.readLong(),
                Fields.readBytes(in),
                Fields.readList(Fields::readText, in),
                Fields.readText(in),
                in.readBoolean() ? readSubject(in) : null,
                in.readBoolean(),
                in.readBoolean());
    }

    private static Subject readSubject(DataInputView in) throws IOException {
        return new Subject(
                Fields.readOrigin(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readLong(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readLong(in),
                Fields.readText(in),
                readStitch(in),
                Fields.readText(in),
                Fields.readText(in));
    }

    private static Stitch readStitch(DataInputView in) throws IOException {
        int stitch = in.readByte();
        return stitch < 0 ? null : STITCHES[stitch];
    }

    @Override
    public TypeSerializerSnapshot<Operation> snapshotConfiguration() {
        return new OperationSnapshot();
    }

    /**
     * Flink instantiates it by name from savepoints: the class name is part of the state format.
     */
    public static final class OperationSnapshot extends Snapshot<Operation> {
        public OperationSnapshot() {
            super(OperationSerializer::new);
        }
    }
}
