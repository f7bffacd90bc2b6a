package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The person's attributes: one last-writer-wins register each, so arrival order does not matter.
 * Later event time wins, then the better source, then the greater value (to be the same
 * everywhere). Statements about consent have rules of their own, see {@link Consent}.
 */
final class Profile {
    /** A last-writer-wins register; {@code json} null says that the attribute was removed. */
    record Register(byte[] json, long time, int rank) {
        boolean wins(Register other) {
            if (time != other.time) {
                return time > other.time;
            }
            if (rank != other.rank) {
                return rank > other.rank;
            }
            return Arrays.compare(Json.orNull(json), Json.orNull(other.json)) > 0;
        }

        void write(DataOutputView out) throws IOException {
            Fields.writeBytes(json, out);
            out.writeLong(time);
            out.writeInt(rank);
        }

        static Register read(DataInputView in) throws IOException {
            return new Register(Fields.readBytes(in), in.readLong(), in.readInt());
        }
    }

    final TreeMap<String, Register> registers = new TreeMap<>();

    void learn(Attribute attribute) {
        learn(attribute.name(), new Register(attribute.json(), attribute.time(), attribute.rank()));
    }

    void learn(String name, Register candidate) {
        Register known = registers.get(name);
        if (known == null || candidate.wins(known)) {
            registers.put(name, candidate);
        }
    }

    /** The value as JSON; null if it is unknown or was removed. */
    byte[] value(String name) {
        Register known = registers.get(name);
        return known == null ? null : known.json();
    }

    /** Whether anything was ever said about the attribute. */
    boolean knows(String name) {
        return registers.containsKey(name);
    }

    /** Takes over what another ledger knows: the same as having been told both. */
    void absorb(Profile other) {
        other.registers.forEach(this::learn);
    }

    void write(DataOutputView out) throws IOException {
        Fields.writeVarInt(registers.size(), out);
        for (Map.Entry<String, Register> entry : registers.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            entry.getValue().write(out);
        }
    }

    void read(DataInputView in) throws IOException {
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            registers.put(Fields.readText(in), Register.read(in));
        }
    }
}
