package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What was handed to delivery: facts that later input compensates and never unsends. */
final class Sent {
    /**
     * What Customer.io has in a computed attribute, if the other's was joined in: not what is true.
     */
    private static final byte[] SOMETHING = {};

    /** Nobody was erased. */
    static final long NEVER = Long.MIN_VALUE;

    /** Position of the last operation handed to delivery. */
    long seq;

    /** When somebody under this identifier was erased, epoch milliseconds: this is a new life. */
    long erased = NEVER;

    /** Unix second of the last identify, strictly rising. */
    long lastIdentify;

    /**
     * The email that the person's first identify named: if Customer.io had a profile of that email,
     * it became this person's then.
     */
    String bornAs;

    /** Delivery fences that the next operation must await. */
    List<String> awaits = new ArrayList<>();

    /** Whom Customer.io must merge into this person, once it knows this person. */
    final List<PersonKey> toMerge = new ArrayList<>();

    /** Attributes as Customer.io has them. */
    final TreeMap<String, byte[]> attributes = new TreeMap<>();

    /**
     * What Customer.io does not have yet, by name; marks it as sent.
     *
     * @param derived attributes computed by the other concerns; they win over stated ones
     */
    Map<String, byte[]> takeChanges(Profile profile, Map<String, byte[]> derived) {
        TreeMap<String, byte[]> changes = new TreeMap<>();
        for (Map.Entry<String, Profile.Register> entry : profile.registers.entrySet()) {
            if (!derived.containsKey(entry.getKey())) {
                change(entry.getKey(), entry.getValue().json(), changes);
            }
        }
        for (Map.Entry<String, byte[]> entry : derived.entrySet()) {
            change(entry.getKey(), entry.getValue(), changes);
        }
        return changes;
    }

    private void change(String name, byte[] json, Map<String, byte[]> changes) {
        byte[] before = attributes.get(name);
        byte[] now = Json.orNull(json);
        if (Arrays.equals(before, now) || (before == null && json == null)) {
            return;
        }
        attributes.put(name, now);
        changes.put(name, now);
    }

    /**
     * What is counted from one in each life, told apart from the lives before: ids made of it must
     * not come back.
     */
    String inThisLife(String key) {
        return erased == NEVER ? key : key + "@" + erased;
    }

    /**
     * True if somebody known by an id is to be merged into this person, whom Customer.io does not
     * know yet: the address may still be the other's, and comes along with the merge.
     */
    boolean bringsAddress() {
        boolean byId = false;
        for (PersonKey other : toMerge) {
            byId |= !PersonKey.EMAIL.equals(other.type());
        }
        return byId && seq == 0;
    }

    /** Another ledger told Customer.io about the very same profile: what differs is sent again. */
    void alsoOf(Sent other) {
        seq = Math.max(seq, other.seq);
        erased = Math.max(erased, other.erased);
        bornAs = bornAs == null ? other.bornAs : bornAs;
        toMerge.addAll(other.toMerge);
        other.attributes.forEach(
                (name, value) -> {
                    byte[] own = attributes.putIfAbsent(name, value);
                    if (own != null && !Arrays.equals(own, value)) {
                        attributes.remove(name);
                    }
                });
    }

    /** Another's profile joins this one there: what of it was removed since must be removed. */
    void stays(Sent other, Profile profile) {
        toMerge.addAll(other.toMerge);
        other.attributes.forEach(
                (name, value) -> {
                    if (!profile.knows(name)) {
                        attributes.putIfAbsent(name, SOMETHING);
                    } else if (profile.value(name) == null) {
                        attributes.putIfAbsent(name, value);
                    }
                });
    }

    /** The second for an identify decided at {@code time}: later than every one before. */
    long nextIdentify(long time) {
        lastIdentify = Math.max(Math.floorDiv(time, 1000L), lastIdentify + 1);
        return lastIdentify;
    }

    void write(DataOutputView out) throws IOException {
        out.writeLong(seq);
        out.writeBoolean(erased != NEVER);
        if (erased != NEVER) {
            out.writeLong(erased);
        }
        out.writeLong(lastIdentify);
        Fields.writeText(bornAs, out);
        Fields.writeList(awaits, Fields::writeText, out);
        Fields.writeVarInt(toMerge.size(), out);
        for (PersonKey other : toMerge) {
            Fields.writeText(other.type(), out);
            Fields.writeText(other.value(), out);
        }
        Fields.writeVarInt(attributes.size(), out);
        for (Map.Entry<String, byte[]> entry : attributes.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            Fields.writeBytes(entry.getValue(), out);
        }
    }

    void read(DataInputView in) throws IOException {
        seq = in.readLong();
        erased = in.readBoolean() ? in.readLong() : NEVER;
        lastIdentify = in.readLong();
        bornAs = Fields.readText(in);
        awaits = new ArrayList<>(Fields.readList(Fields::readText, in));
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            toMerge.add(new PersonKey(Fields.readText(in), Fields.readText(in)));
        }
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            attributes.put(Fields.readText(in), Fields.readBytes(in));
        }
    }
}
