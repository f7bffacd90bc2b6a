package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.FlowSerializer;
import io.backstitch.pipeline.record.FlowType;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Serialiser of {@link LedgerState}, for the keyed state and for handovers; each concern writes and
 * reads its own part.
 *
 * <p>It calls the state immutable, which is true of how it is used: the RocksDB backend serialises
 * on every access, so no two readers share an instance.
 */
public final class LedgerSerializer extends FlowSerializer<LedgerState> {
    private static final long serialVersionUID = 1L;

    public static final TypeInformation<LedgerState> TYPE =
            new FlowType<>(LedgerState.class, new LedgerSerializer());

    /** First format. */
    private static final int VERSION_1 = 1;

    @Override
    protected int version() {
        return VERSION_1;
    }

    @Override
    protected void write(LedgerState state, DataOutputView out) throws IOException {
        state.sent.write(out);
        state.profile.write(out);
        state.addresses.write(out);
        state.consent.write(out);
        state.orders.write(out);
        state.waiting.write(out);
        state.products.write(out);
        state.purchases.write(out);
        state.carts.write(out);
        state.unreached.write(out);
    }

    @Override
    protected LedgerState read(int version, DataInputView in) throws IOException {
        LedgerState state = new LedgerState();
        state.sent.read(in);
        state.profile.read(in);
        state.addresses.read(in);
        state.consent.read(in);
        state.orders.read(in);
        state.waiting.read(in);
        state.products.read(in);
        state.purchases.read(in);
        state.carts.read(in);
        state.unreached.read(in);
        return state;
    }

    @Override
    public TypeSerializerSnapshot<LedgerState> snapshotConfiguration() {
        return new LedgerSnapshot();
    }

    /**
     * Flink instantiates it by name from savepoints: the class name is part of the state format.
     */
    public static final class LedgerSnapshot extends Snapshot<LedgerState> {
        public LedgerSnapshot() {
            super(LedgerSerializer::new);
        }
    }
}
