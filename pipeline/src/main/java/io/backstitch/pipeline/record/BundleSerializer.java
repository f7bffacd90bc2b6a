package io.backstitch.pipeline.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serialiser of {@link Bundle}, on the wire between steps and in held state. */
public final class BundleSerializer extends FlowSerializer<Bundle> {
    private static final long serialVersionUID = 1L;
    private static final Stitch[] STITCHES = Stitch.values();

    /** First format. */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(Bundle bundle, DataOutputView out) throws IOException {
        Fields.writeText(bundle.level(), out);
        Fields.writeText(bundle.key(), out);
        Fields.writeText(bundle.path(), out);
        Fields.writeOrigin(bundle.origin(), out);
        Fields.writeText(bundle.source(), out);
        Fields.writeText(bundle.platform(), out);
        Fields.writeText(bundle.device(), out);
        Fields.writeIds(bundle.asserted(), out);
        Fields.writeList(bundle.profile(), Fields::writeAttribute, out);
        Fields.writeList(bundle.events(), Fields::writeEvent, out);
        out.writeLong(bundle.statedAt());
        out.writeByte(bundle.stitch().ordinal());
        Fields.writeList(bundle.awaits(), Fields::writeText, out);
        Fields.writeList(bundle.laneAwaits(), Fields::writeText, out);
    }

    @Override
    protected Bundle read(int version, DataInputView in) throws IOException {
        return new Bundle(
                Fields.readText(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readOrigin(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readIds(in),
                Fields.readList(Fields::readAttribute, in),
                Fields.readList(Fields::readEvent, in),
                in.readLong(),
                STITCHES[in.readByte()],
                Fields.readList(Fields::readText, in),
                Fields.readList(Fields::readText, in));
    }

    @Override
    public TypeSerializerSnapshot<Bundle> snapshotConfiguration() {
        return new BundleSnapshot();
    }

    /**
     * Flink instantiates it by name from savepoints: the class name is part of the state format.
     */
    public static final class BundleSnapshot extends Snapshot<Bundle> {
        public BundleSnapshot() {
            super(BundleSerializer::new);
        }
    }
}
