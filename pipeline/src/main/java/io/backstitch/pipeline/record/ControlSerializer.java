package io.backstitch.pipeline.record;

import io.backstitch.pipeline.record.Control.Deliver;
import io.backstitch.pipeline.record.Control.Pause;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serialiser of {@link Control}: a byte for the command, then what it says. */
public final class ControlSerializer extends FlowSerializer<Control> {
    private static final long serialVersionUID = 1L;
    private static final int PAUSE = 1;
    private static final int DELIVER = 2;

    private final OperationSerializer operations = new OperationSerializer();

    /** First format. */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(Control control, DataOutputView out) throws IOException {
        if (control instanceof Pause pause) {
            out.writeByte(PAUSE);
            out.writeBoolean(pause.stop());
            Fields.writeList(pause.families(), Fields::writeText, out);
            out.writeLong(pause.at());
        } else if (control instanceof Deliver deliver) {
            out.writeByte(DELIVER);
            Fields.writeText(deliver.delivery(), out);
            operations.serialize(deliver.operation(), out);
            out.writeLong(deliver.at());
        }
    }

    @Override
    protected Control read(int version, DataInputView in) throws IOException {
        int command = in.readByte();
        return switch (command) {
            case PAUSE ->
                    new Pause(
                            in.readBoolean(), Fields.readList(Fields::readText, in), in.readLong());
            case DELIVER ->
                    new Deliver(Fields.readText(in), operations.deserialize(in), in.readLong());
            default ->
                    throw new IOException(
                            "Control command " + command + " is unknown to this version");
        };
    }

    @Override
    public TypeSerializerSnapshot<Control> snapshotConfiguration() {
        return new ControlSnapshot();
    }

    /**
     * Flink instantiates it by name from savepoints: the class name is part of the state format.
     */
    public static final class ControlSnapshot extends Snapshot<Control> {
        public ControlSnapshot() {
            super(ControlSerializer::new);
        }
    }
}
