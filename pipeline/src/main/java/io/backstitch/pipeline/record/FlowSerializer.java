package io.backstitch.pipeline.record;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Base of the hand-written serialisers of immutable values.
 *
 * <p>Every value starts with a format version byte, so a newer serialiser reads what an older one
 * wrote, value by value, and Flink sees one unchanged serialiser. Rule of evolution: append fields,
 * raise the version, keep reading the older ones; an unknown version names both.
 *
 * @param <T> the value type; must be immutable
 */
public abstract class FlowSerializer<T> extends TypeSerializer<T> {
    private static final long serialVersionUID = 1L;

    /** Version written by {@link #write}. */
    protected abstract int version();

    protected abstract void write(T value, DataOutputView out) throws IOException;

    /** Reads a value of {@code version}, which is at most {@link #version()}. */
    protected abstract T read(int version, DataInputView in) throws IOException;

    @Override
    public final void serialize(T value, DataOutputView out) throws IOException {
        out.writeByte(version());
        write(value, out);
    }

    @Override
    public final T deserialize(DataInputView in) throws IOException {
        int found = in.readUnsignedByte();
        if (found < 1 || found > version()) {
            throw new IOException(
                    getClass().getSimpleName()
                            + " reads versions 1 to "
                            + version()
                            + ", but the state or record was written as version "
                            + found
                            + "; use the Backstitch version that wrote it, or a newer one");
        }
        return read(found, in);
    }

    @Override
    public final T deserialize(T reuse, DataInputView in) throws IOException {
        return deserialize(in);
    }

    @Override
    public final void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    @Override
    public final T copy(T from) {
        return from;
    }

    @Override
    public final T copy(T from, T reuse) {
        return from;
    }

    @Override
    public final boolean isImmutableType() {
        return true;
    }

    @Override
    public final TypeSerializer<T> duplicate() {
        return this;
    }

    @Override
    public final T createInstance() {
        return null;
    }

    @Override
    public final int getLength() {
        return -1;
    }

    @Override
    public final boolean equals(Object other) {
        return other != null && getClass() == other.getClass();
    }

    @Override
    public final int hashCode() {
        return getClass().hashCode();
    }

    @Override
    public abstract TypeSerializerSnapshot<T> snapshotConfiguration();

    /** Snapshot of a serialiser without parameters; subclasses need a public no-arg constructor. */
    protected abstract static class Snapshot<T> extends SimpleTypeSerializerSnapshot<T> {
        protected Snapshot(java.util.function.Supplier<FlowSerializer<T>> supplier) {
            super(supplier::get);
        }
    }
}
