package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What is known of one cart. Its contents are a pure function of its activities. */
final class CartState {
    /** Activities by event id; bounded by {@link Carts#MAX_ACTIVITIES}. */
    final TreeMap<String, Activity> activities = new TreeMap<>();

    /** Event time of the newest activity, kept even if the activity itself was dropped. */
    long lastActivity = Long.MIN_VALUE;

    /** An order that names this cart: it is never open again. Null if there is none. */
    String orderId;

    /** How many times it was announced as abandoned, and the deadline of the last time. */
    int announcements;

    long announcedFor = Long.MIN_VALUE;

    /** Newest activity when it was last announced: an order after it answers, whatever followed. */
    long announcedActivity = Long.MAX_VALUE;

    /** Activity up to here is dealt with: announced, or found to have left the cart empty. */
    long settledUntil = Long.MIN_VALUE;

    /** Deadlines of the announcements without a suppression or a recovery yet, earliest first. */
    private final List<Long> unanswered = new ArrayList<>();

    /** One change of a cart. */
    record Activity(long time, int kind, String currency, Long valueMinor, byte[] items) {}

    void learn(String eventId, Activity activity) {
        lastActivity = Math.max(lastActivity, activity.time());
        if (orderId == null) {
            activities.put(eventId, activity);
            bound();
        }
    }

    /** Keeps the newest; of those at one time, those with the greatest ids. */
    private void bound() {
        while (activities.size() > Carts.MAX_ACTIVITIES) {
            Map.Entry<String, Activity> oldest = activities.firstEntry();
            for (Map.Entry<String, Activity> entry : activities.entrySet()) {
                oldest = entry.getValue().time() < oldest.getValue().time() ? entry : oldest;
            }
            activities.remove(oldest.getKey());
        }
    }

    /** It is announced as abandoned, once more. */
    void announce(long deadline) {
        announcements++;
        announcedFor = deadline;
        announcedActivity = lastActivity;
        settledUntil = deadline;
        unanswered.add(deadline);
        boundUnanswered();
    }

    private void boundUnanswered() {
        while (unanswered.size() > Unreached.MAX) {
            unanswered.remove(0); // more than may wait: it was sent, and a later one is answered
        }
    }

    /** Deadlines of the announcements that wait for an answer, which they have herewith. */
    List<Long> answer() {
        List<Long> answered = List.copyOf(unanswered);
        unanswered.clear();
        return answered;
    }

    /** An order names this cart; of several the one with the least id is remembered. */
    void buy(String order) {
        if (orderId == null || order.compareTo(orderId) < 0) {
            orderId = order;
        }
    }

    /** Takes over what another ledger knows: the same as having seen both. */
    void absorb(CartState other) {
        if (other.orderId != null) {
            buy(other.orderId);
        }
        activities.putAll(other.activities);
        bound();
        lastActivity = Math.max(lastActivity, other.lastActivity);
        announcedActivity =
                announcedFor >= other.announcedFor ? announcedActivity : other.announcedActivity;
        announcedFor = Math.max(announcedFor, other.announcedFor);
        settledUntil = Math.max(settledUntil, other.settledUntil);
        announcements += other.announcements;
        unanswered.addAll(other.unanswered);
        Collections.sort(unanswered);
        boundUnanswered();
        forgetIfDone();
    }

    /** What was in it is of no more use once it was bought and every announcement is answered. */
    void forgetIfDone() {
        if (orderId != null && unanswered.isEmpty()) {
            activities.clear();
        }
    }

    void write(DataOutputView out) throws IOException {
        Fields.writeVarInt(activities.size(), out);
        for (Map.Entry<String, Activity> entry : activities.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            Activity activity = entry.getValue();
            out.writeLong(activity.time());
            out.writeByte(activity.kind());
            Fields.writeText(activity.currency(), out);
            Fields.writeLong(activity.valueMinor(), out);
            Fields.writeBytes(activity.items(), out);
        }
        out.writeLong(lastActivity);
        Fields.writeText(orderId, out);
        out.writeInt(announcements);
        out.writeLong(announcedFor);
        out.writeLong(announcedActivity);
        out.writeLong(settledUntil);
        Fields.writeVarInt(unanswered.size(), out);
        for (long deadline : unanswered) {
            out.writeLong(deadline);
        }
    }

    static CartState read(DataInputView in) throws IOException {
        CartState cart = new CartState();
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            cart.activities.put(
                    Fields.readText(in),
                    new Activity(
                            in.readLong(),
                            in.readByte(),
                            Fields.readText(in),
                            Fields.readLong(in),
                            Fields.readBytes(in)));
        }
        cart.lastActivity = in.readLong();
        cart.orderId = Fields.readText(in);
        cart.announcements = in.readInt();
        cart.announcedFor = in.readLong();
        cart.announcedActivity = in.readLong();
        cart.settledUntil = in.readLong();
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            cart.unanswered.add(in.readLong());
        }
        return cart;
    }
}
