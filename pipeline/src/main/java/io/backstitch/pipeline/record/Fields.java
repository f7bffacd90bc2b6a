package io.backstitch.pipeline.record;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Reads and writes the kinds of fields our serialisers are made of. Lengths are variable-length
 * integers shifted by one, so that 0 means null.
 */
public final class Fields {
    private Fields() {}

    /** One reader or writer of list elements. */
    public interface Writer<T> {
        void write(T value, DataOutputView out) throws IOException;
    }

    /** Counterpart of {@link Writer}. */
    public interface Reader<T> {
        T read(DataInputView in) throws IOException;
    }

    public static void writeVarInt(int value, DataOutputView out) throws IOException {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    public static int readVarInt(DataInputView in) throws IOException {
        int result = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = in.readUnsignedByte();
            result |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return result;
            }
        }
        throw new IOException("broken length in a serialised record");
    }

    public static void writeVarLong(long value, DataOutputView out) throws IOException {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte(((int) rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    public static long readVarLong(DataInputView in) throws IOException {
        long result = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            long next = in.readUnsignedByte();
            result |= (next & 0x7F) << shift;
            if ((next & 0x80) == 0) {
                return result;
            }
        }
        throw new IOException("broken number in a serialised record");
    }

    public static void writeBytes(byte[] value, DataOutputView out) throws IOException {
        if (value == null) {
            writeVarInt(0, out);
            return;
        }
        writeVarInt(value.length + 1, out);
        out.write(value);
    }

    public static byte[] readBytes(DataInputView in) throws IOException {
        int length = readVarInt(in);
        if (length == 0) {
            return null;
        }
        byte[] value = new byte[length - 1];
        in.readFully(value);
        return value;
    }

    public static void writeText(String value, DataOutputView out) throws IOException {
        writeBytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8), out);
    }

    public static String readText(DataInputView in) throws IOException {
        byte[] value = readBytes(in);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    public static void writeLong(Long value, DataOutputView out) throws IOException {
        out.writeBoolean(value != null);
        if (value != null) {
            out.writeLong(value);
        }
    }

    public static Long readLong(DataInputView in) throws IOException {
        return in.readBoolean() ? in.readLong() : null;
    }

    public static <T> void writeList(List<T> values, Writer<T> writer, DataOutputView out)
            throws IOException {
        writeVarInt(values.size(), out);
        for (T value : values) {
            writer.write(value, out);
        }
    }

    public static <T> List<T> readList(Reader<T> reader, DataInputView in) throws IOException {
        int size = readVarInt(in);
        if (size == 0) {
            return List.of();
        }
        List<T> values = new ArrayList<>(Math.min(size, 1024));
        for (int i = 0; i < size; i++) {
            values.add(reader.read(in));
        }
        return values;
    }

    static void writeOrigin(Origin origin, DataOutputView out) throws IOException {
        writeText(origin.topic(), out);
        writeVarInt(origin.partition(), out);
        out.writeLong(origin.offset());
        out.writeLong(origin.kafkaTime());
    }

    static Origin readOrigin(DataInputView in) throws IOException {
        return new Origin(readText(in), readVarInt(in), in.readLong(), in.readLong());
    }

    static void writeIds(Ids ids, DataOutputView out) throws IOException {
        writeVarInt(ids.size(), out);
        for (int i = 0; i < ids.size(); i++) {
            writeText(ids.level(i), out);
            writeText(ids.value(i), out);
        }
    }

    static Ids readIds(DataInputView in) throws IOException {
        int size = readVarInt(in);
        String[] pairs = new String[2 * size];
        for (int i = 0; i < pairs.length; i++) {
            pairs[i] = readText(in);
        }
        return Ids.of(pairs);
    }

    static void writeAttribute(Attribute attribute, DataOutputView out) throws IOException {
        writeText(attribute.name(), out);
        writeBytes(attribute.json(), out);
        out.writeLong(attribute.time());
        out.writeInt(attribute.rank());
    }

    static Attribute readAttribute(DataInputView in) throws IOException {
        return new Attribute(readText(in), readBytes(in), in.readLong(), in.readInt());
    }

    static void writeEvent(Event event, DataOutputView out) throws IOException {
        writeText(event.id(), out);
        writeText(event.name(), out);
        writeText(event.sourceName(), out);
        out.writeLong(event.time());
        out.writeLong(event.rawTime());
        writeBytes(event.attributes(), out);
        Commerce commerce = event.commerce();
        out.writeByte(commerce == null ? -1 : commerce.kind().ordinal());
        if (commerce != null) {
            writeText(commerce.orderId(), out);
            writeText(commerce.cartId(), out);
            writeText(commerce.currency(), out);
            writeLong(commerce.valueMinor(), out);
            writeBytes(commerce.items(), out);
        }
        writeText(event.sentAs(), out);
    }

    static Event readEvent(DataInputView in) throws IOException {
        return new Event(
                readText(in),
                readText(in),
                readText(in),
                in.readLong(),
                in.readLong(),
                readBytes(in),
                readCommerce(in),
                readText(in));
    }

    private static final Commerce.Kind[] KINDS = Commerce.Kind.values();

    private static Commerce readCommerce(DataInputView in) throws IOException {
        int kind = in.readByte();
        if (kind < 0) {
            return null;
        }
        return new Commerce(
                KINDS[kind], readText(in), readText(in), readText(in), readLong(in), readBytes(in));
    }
}
