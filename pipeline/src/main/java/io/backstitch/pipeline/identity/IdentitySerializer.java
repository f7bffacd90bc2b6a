package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.BundleSerializer;
import io.backstitch.pipeline.record.Fence;
import io.backstitch.pipeline.record.Fields;
import io.backstitch.pipeline.record.FlowSerializer;
import io.backstitch.pipeline.record.FlowType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialiser of {@link IdentityState}. It calls the state immutable, which is true of how it is
 * used: read once, changed, written once.
 */
public final class IdentitySerializer extends FlowSerializer<IdentityState> {
    private static final long serialVersionUID = 1L;

    static final TypeInformation<IdentityState> TYPE =
            new FlowType<>(IdentityState.class, new IdentitySerializer());

    /** First format. */
    private static final int VERSION_1 = 1;

    private final BundleSerializer bundles = new BundleSerializer();

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(IdentityState state, DataOutputView out) throws IOException {
        Fields.writeVarInt(state.owners.intervals.size(), out);
        for (Owners.Interval interval : state.owners.intervals) {
            out.writeLong(interval.time());
            out.writeBoolean(interval.asserted());
            out.writeBoolean(interval.owner() != null);
            if (interval.owner() != null) {
                writeAddress(interval.owner(), out);
            }
            Fields.writeText(interval.mpid(), out);
            out.writeLong(interval.last());
            out.writeLong(interval.attributed());
        }
        out.writeLong(state.owners.attributedBefore);
        Fields.writeVarInt(state.transients.size(), out);
        for (Address address : state.transients) {
            writeAddress(address, out);
        }
        Fields.writeVarInt(state.taught.size(), out);
        for (Map.Entry<Long, Long> claim : state.taught.entrySet()) {
            out.writeLong(claim.getKey());
            out.writeLong(claim.getValue());
        }
        out.writeBoolean(state.shared);
        writeHashes(state.tried, out);
        Fields.writeList(
                state.aliases,
                (window, to) -> {
                    Fields.writeText(window.destination(), to);
                    to.writeLong(window.from());
                    to.writeLong(window.to());
                },
                out);
        Fields.writeVarInt(state.settling, out);
        Fields.writeVarInt(state.held, out);
        out.writeLong(state.heldBytes);
        Fields.writeVarInt(state.episode, out);
        out.writeLong(state.anonymousFrom);
        out.writeLong(state.cleanup);
        Fields.writeVarInt((int) state.lastUse, out);
        out.writeLong(state.lifeEnds);
        Fields.writeList(List.copyOf(state.arrived), Fields::writeText, out);
        Fields.writeList(state.pending, IdentitySerializer::writeFence, out);
        Fields.writeVarInt(state.queues.size(), out);
        for (Map.Entry<String, IdentityState.Queue> entry : state.queues.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            Fields.writeList(List.copyOf(entry.getValue().awaits), Fields::writeText, out);
            Fields.writeList(entry.getValue().bundles, bundles::serialize, out);
        }
    }

    private static void writeHashes(Set<Long> hashes, DataOutputView out) throws IOException {
        Fields.writeVarInt(hashes.size(), out);
        for (long hash : hashes) {
            out.writeLong(hash);
        }
    }

    private static void readHashes(Set<Long> hashes, DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            hashes.add(in.readLong());
        }
    }

    private static void writeAddress(Address address, DataOutputView out) throws IOException {
        Fields.writeText(address.level(), out);
        Fields.writeText(address.key(), out);
    }

    private static Address readAddress(DataInputView in) throws IOException {
        return new Address(Fields.readText(in), Fields.readText(in));
    }

    private static void writeFence(Fence fence, DataOutputView out) throws IOException {
        Fields.writeText(fence.level(), out);
        Fields.writeText(fence.key(), out);
        Fields.writeText(fence.path(), out);
        Fields.writeText(fence.id(), out);
        Fields.writeList(fence.awaits(), Fields::writeText, out);
    }

    private static Fence readFence(DataInputView in) throws IOException {
        return new Fence(
                Fields.readText(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readText(in),
                Fields.readList(Fields::readText, in));
    }

    @Override
    protected IdentityState read(int version, DataInputView in) throws IOException {
        IdentityState state = new IdentityState();
        int size = Fields.readVarInt(in);
        List<Owners.Interval> intervals = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            long time = in.readLong();
            boolean asserted = in.readBoolean();
            intervals.add(
                    new Owners.Interval(
                            time,
                            in.readBoolean() ? readAddress(in) : null,
                            asserted,
                            Fields.readText(in),
                            in.readLong(),
                            in.readLong()));
        }
        state.owners = new Owners(intervals);
        state.owners.attributedBefore = in.readLong();
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            state.transients.add(readAddress(in));
        }
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            state.taught.put(in.readLong(), in.readLong());
        }
        state.shared = in.readBoolean();
        readHashes(state.tried, in);
        state.aliases.addAll(
                Fields.readList(
                        from ->
                                new DeviceAlias.Window(
                                        Fields.readText(from), from.readLong(), from.readLong()),
                        in));
        state.settling = Fields.readVarInt(in);
        state.held = Fields.readVarInt(in);
        state.heldBytes = in.readLong();
        state.episode = Fields.readVarInt(in);
        state.anonymousFrom = in.readLong();
        state.cleanup = in.readLong();
        state.lastUse = Fields.readVarInt(in);
        state.lifeEnds = in.readLong();
        state.arrived.addAll(Fields.readList(Fields::readText, in));
        state.pending.addAll(Fields.readList(IdentitySerializer::readFence, in));
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            String path = Fields.readText(in);
            IdentityState.Queue queue = new IdentityState.Queue();
            queue.awaits.addAll(Fields.readList(Fields::readText, in));
            queue.bundles.addAll(Fields.readList(bundles::deserialize, in));
            state.queues.put(path, queue);
        }
        return state;
    }

    @Override
    public TypeSerializerSnapshot<IdentityState> snapshotConfiguration() {
        return new IdentitySnapshot();
    }

    /**
     * Flink instantiates it by name from savepoints: the class name is part of the state format.
     */
    public static final class IdentitySnapshot extends Snapshot<IdentityState> {
        public IdentitySnapshot() {
            super(IdentitySerializer::new);
        }
    }
}
