package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
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

    /** The order that bought exactly this cart, or null. */
    String orderId;

    /** How many times it was announced as abandoned, and the deadline of the last time. */
    int announcements;

    long announcedFor = Long.MIN_VALUE;

    /** Newest activity when it was last announced: an order after it answers, whatever followed. */
    long announcedActivity = Long.MAX_VALUE;

    /** How many of the announcements were answered by a suppression or a recovery. */
    int answered;

    /** One change of a cart. */
    record Activity(long time, int kind, String currency, Long valueMinor, byte[] items) {}

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
        out.writeInt(answered);
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
        cart.answered = in.readInt();
        return cart;
    }
}
