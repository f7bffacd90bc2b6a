package io.backstitch.pipeline.person;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * All that is known of one person; the value of one keyed state, read and written once per bundle.
 * Sorted maps: nothing depends on hash order.
 */
public final class LedgerState {
    /** Position of the last operation handed to delivery. */
    long seq;

    /** Unix second of the last identify, strictly rising. */
    long lastIdentify;

    /**
     * The email that the person's first identify named: if Customer.io had a profile of that email,
     * it became this person's then.
     */
    String bornAs;

    /** Delivery fences that the next operation must await. */
    List<String> awaits = new ArrayList<>();

    final TreeMap<String, AttributeState> profile = new TreeMap<>();
    final TreeMap<String, byte[]> sent = new TreeMap<>();
    final TreeMap<String, OrderState> orders = new TreeMap<>();
    final TreeMap<String, CartState> carts = new TreeMap<>();

    /** A last-writer-wins register. */
    record AttributeState(byte[] json, long time, int rank) {}

    /** True if operations of this person were handed to delivery, or wait for a lower lane. */
    public boolean hasLane() {
        return seq > 0 || !awaits.isEmpty();
    }

    /** Delivery fences that the next operation would have to await. */
    public List<String> awaits() {
        return List.copyOf(awaits);
    }

    /** The ledger as it travels in a handover. */
    public byte[] toBytes() {
        try {
            DataOutputSerializer out = new DataOutputSerializer(512);
            new LedgerSerializer().serialize(this, out);
            return out.getCopyOfBuffer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counterpart of {@link #toBytes()}; reads every released version. */
    public static LedgerState fromBytes(byte[] bytes) {
        try {
            return new LedgerSerializer().deserialize(new DataInputDeserializer(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True if nothing was ever learned or sent. */
    public boolean isEmpty() {
        return seq == 0
                && profile.isEmpty()
                && orders.isEmpty()
                && carts.isEmpty()
                && awaits.isEmpty();
    }
}
