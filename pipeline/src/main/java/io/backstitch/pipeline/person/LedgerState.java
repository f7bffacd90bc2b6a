package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * All that is known of one person, one part per concern; the value of one keyed state, read and
 * written once per bundle. Sorted maps: nothing depends on hash order.
 */
public final class LedgerState {
    final Sent sent = new Sent();
    final Profile profile = new Profile();
    final Addresses addresses = new Addresses();
    final Consent consent = new Consent();
    final Orders orders = new Orders();
    final WaitingOrders waiting = new WaitingOrders();
    final Products products = new Products();
    final Purchases purchases = new Purchases();
    final Carts carts = new Carts();
    final Unreached unreached = new Unreached();

    /**
     * The ledger of somebody who comes back.
     *
     * @param erased when who they were was erased, epoch milliseconds; the least long for never
     */
    public static LedgerState since(long erased) {
        LedgerState state = new LedgerState();
        state.sent.erased = erased;
        return state;
    }

    /** True if operations of this person were handed to delivery, or wait for a lower lane. */
    public boolean hasLane() {
        return sent.seq > 0 || !sent.awaits.isEmpty();
    }

    /** Delivery fences that the next operation would have to await. */
    public List<String> awaits() {
        return List.copyOf(sent.awaits);
    }

    /** Where the input events came from that wait here, once for each. */
    public void forEachWaiting(Consumer<Origin> origins) {
        waiting.forEach(origins);
        unreached.forEach(origins);
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
        return isUnheard() && addresses.isEmpty();
    }

    /** True if no email of this person is known. */
    public boolean lacksAddress() {
        return isUnheard() || !profile.knows(PersonKey.EMAIL);
    }

    /** True if nothing came of or for this person yet; somebody may have claimed an address. */
    public boolean isUnheard() {
        return !hasLane()
                && profile.registers.isEmpty()
                && consent.isEmpty()
                && orders.byId.isEmpty()
                && unreached.isEmpty()
                && carts.byId.isEmpty();
    }
}
