package io.backstitch.pipeline.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Serialiser of everything that climbs: a tag, then the record. */
public final class ClimbSerializer extends FlowSerializer<Climb> {
    private static final long serialVersionUID = 1L;

    /** First format: tags 0 bundle, 1 claim, 2 fence, 3 handover, 4 erase, 5 alias, 6 ruling. */
    private static final int VERSION_1 = 1;

    private static final int BUNDLE = 0;
    private static final int CLAIM = 1;
    private static final int FENCE = 2;
    private static final int HANDOVER = 3;
    private static final int ERASE = 4;
    private static final int ALIAS = 5;
    private static final int RULING = 6;

    private final BundleSerializer bundles = new BundleSerializer();

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(Climb record, DataOutputView out) throws IOException {
        if (record instanceof Bundle bundle) {
            out.writeByte(BUNDLE);
            bundles.serialize(bundle, out);
        } else if (record instanceof Claim claim) {
            out.writeByte(CLAIM);
            writeClaim(claim, out);
        } else if (record instanceof Fence fence) {
            out.writeByte(FENCE);
            Fields.writeText(fence.level(), out);
            Fields.writeText(fence.key(), out);
            Fields.writeText(fence.path(), out);
            Fields.writeText(fence.id(), out);
            Fields.writeList(fence.awaits(), Fields::writeText, out);
        } else if (record instanceof Handover handover) {
            out.writeByte(HANDOVER);
            writeHandover(handover, out);
        } else if (record instanceof Erase erase) {
            out.writeByte(ERASE);
            writeErase(erase, out);
        } else if (record instanceof Alias alias) {
            out.writeByte(ALIAS);
            writeAlias(alias, out);
        } else if (record instanceof Ruling ruling) {
            out.writeByte(RULING);
            writeRuling(ruling, out);
        }
    }

    private static void writeErase(Erase erase, DataOutputView out) throws IOException {
        Fields.writeText(erase.level(), out);
        Fields.writeText(erase.key(), out);
        Fields.writeOrigin(erase.origin(), out);
        Fields.writeText(erase.request(), out);
        Fields.writeList(erase.named(), ClimbSerializer::writeNamed, out);
        Fields.writeList(erase.laneAwaits(), Fields::writeText, out);
    }

    private static void writeNamed(Erase.Named named, DataOutputView out) throws IOException {
        Fields.writeText(named.level(), out);
        Fields.writeText(named.key(), out);
    }

    private static Erase.Named readNamed(DataInputView in) throws IOException {
        return new Erase.Named(Fields.readText(in), Fields.readText(in));
    }

    private static void writeAlias(Alias alias, DataOutputView out) throws IOException {
        Fields.writeText(alias.level(), out);
        Fields.writeText(alias.key(), out);
        Fields.writeOrigin(alias.origin(), out);
        Fields.writeText(alias.id(), out);
        Fields.writeText(alias.of(), out);
        Fields.writeText(alias.source(), out);
        Fields.writeText(alias.destination(), out);
        out.writeLong(alias.from());
        out.writeLong(alias.to());
    }

    private static void writeRuling(Ruling ruling, DataOutputView out) throws IOException {
        Fields.writeText(ruling.level(), out);
        Fields.writeText(ruling.key(), out);
        Fields.writeText(ruling.path(), out);
        Fields.writeOrigin(ruling.origin(), out);
        Fields.writeText(ruling.address(), out);
        out.writeByte(ruling.verdict().ordinal());
    }

    private static void writeClaim(Claim claim, DataOutputView out) throws IOException {
        Fields.writeText(claim.level(), out);
        Fields.writeText(claim.key(), out);
        Fields.writeText(claim.path(), out);
        Fields.writeOrigin(claim.origin(), out);
        Fields.writeText(claim.source(), out);
        Fields.writeText(claim.ownerLevel(), out);
        Fields.writeText(claim.ownerKey(), out);
        out.writeBoolean(claim.asserted());
        out.writeLong(claim.time());
        Fields.writeText(claim.eventId(), out);
        Fields.writeText(claim.fence(), out);
        Fields.writeList(claim.awaits(), Fields::writeText, out);
        Fields.writeList(claim.profile(), Fields::writeAttribute, out);
    }

    private static void writeHandover(Handover handover, DataOutputView out) throws IOException {
        Fields.writeText(handover.level(), out);
        Fields.writeText(handover.key(), out);
        Fields.writeText(handover.path(), out);
        Fields.writeOrigin(handover.origin(), out);
        Fields.writeText(handover.fromLevel(), out);
        Fields.writeText(handover.fromKey(), out);
        Fields.writeBytes(handover.ledger(), out);
        Fields.writeList(handover.laneAwaits(), Fields::writeText, out);
    }

    @Override
    protected Climb read(int version, DataInputView in) throws IOException {
        int tag = in.readByte();
        return switch (tag) {
            case BUNDLE -> bundles.deserialize(in);
            case CLAIM ->
                    new Claim(
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readOrigin(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            in.readBoolean(),
                            in.readLong(),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readList(Fields::readText, in),
                            Fields.readList(Fields::readAttribute, in));
            case FENCE ->
                    new Fence(
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readList(Fields::readText, in));
            case HANDOVER ->
                    new Handover(
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readOrigin(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readBytes(in),
                            Fields.readList(Fields::readText, in));
            case ERASE ->
                    new Erase(
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readOrigin(in),
                            Fields.readText(in),
                            Fields.readList(ClimbSerializer::readNamed, in),
                            Fields.readList(Fields::readText, in));
            case ALIAS ->
                    new Alias(
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readOrigin(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            in.readLong(),
                            in.readLong());
            case RULING ->
                    new Ruling(
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readText(in),
                            Fields.readOrigin(in),
                            Fields.readText(in),
                            Ruling.Verdict.values()[in.readByte()]);
            default -> throw new IOException("unknown kind of climbing record: " + tag);
        };
    }

    @Override
    public TypeSerializerSnapshot<Climb> snapshotConfiguration() {
        return new ClimbSnapshot();
    }

    /**
     * Flink instantiates it by name from savepoints: the class name is part of the state format.
     */
    public static final class ClimbSnapshot extends Snapshot<Climb> {
        public ClimbSnapshot() {
            super(ClimbSerializer::new);
        }
    }
}
