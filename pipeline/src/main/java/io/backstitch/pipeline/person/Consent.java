package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Feedback;
import io.backstitch.pipeline.record.Fields;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * What the person and others said about being written to. Each kind of statement keeps the latest
 * time it was made and nothing is decided before it is read, so that telling it in any order,
 * twice, or to two ledgers that are joined later makes no difference.
 */
final class Consent {
    private static final int MAX_BOUNCED = 16;
    private static final long NEVER = Long.MIN_VALUE;

    /** One way of reaching a person. */
    enum Channel {
        EMAIL("email", "email_opt_in", "email_eligible"),
        SMS("phone", "sms_opt_in", "sms_eligible");

        final String attribute;
        final String optIn;
        final String eligible;

        Channel(String attribute, String optIn, String eligible) {
            this.attribute = attribute;
            this.optIn = optIn;
            this.eligible = eligible;
        }
    }

    /** The kinds of statements; the order of constants is part of the state format. */
    private enum Said {
        OPT_IN,
        OPT_OUT,
        /** The source took its statement back. */
        WITHDRAWN,
        /** Asked not to be written to, outside of the source's profile. */
        UNSUBSCRIBED,
        /** Asked for it again. */
        SUBSCRIBED
    }

    /** A consent, or what is missing of it. */
    enum Verdict {
        YES,
        NO,
        UNKNOWN
    }

    private static final Channel[] CHANNELS = Channel.values();
    private static final int KINDS = Said.values().length;

    /** Latest time of each kind of statement, by channel. */
    private final long[] latest = new long[CHANNELS.length * KINDS];

    /** When mail or a message to an address or number last came back for good. */
    private final TreeMap<String, Long> bounced = new TreeMap<>();

    Consent() {
        Arrays.fill(latest, NEVER);
    }

    /** Takes a statement about consent; false if the attribute is none. */
    boolean learn(Attribute attribute) {
        Feedback feedback = Feedback.of(attribute);
        if (feedback != null) {
            learn(feedback, attribute);
            return true;
        }
        for (Channel channel : CHANNELS) {
            if (channel.optIn.equals(attribute.name())) {
                Said said = said(attribute.json());
                if (said != null) {
                    say(channel, said, attribute.time());
                }
                return said != null;
            }
        }
        return false;
    }

    private static Said said(byte[] json) {
        if (json == null) {
            return Said.WITHDRAWN;
        }
        if (Arrays.equals(json, Json.TRUE)) {
            return Said.OPT_IN;
        }
        return Arrays.equals(json, Json.FALSE) ? Said.OPT_OUT : null;
    }

    private void learn(Feedback feedback, Attribute attribute) {
        long time = attribute.time();
        switch (feedback) {
            case EMAIL_UNSUBSCRIBED -> say(Channel.EMAIL, Said.UNSUBSCRIBED, time);
            case EMAIL_SUBSCRIBED -> say(Channel.EMAIL, Said.SUBSCRIBED, time);
            case SMS_UNSUBSCRIBED -> say(Channel.SMS, Said.UNSUBSCRIBED, time);
            case SMS_SUBSCRIBED -> say(Channel.SMS, Said.SUBSCRIBED, time);
            case EMAIL_BOUNCED, SMS_BOUNCED -> {
                bounce(Json.read(attribute.json()), time);
            }
        }
    }

    private void say(Channel channel, Said said, long time) {
        int at = channel.ordinal() * KINDS + said.ordinal();
        latest[at] = Math.max(latest[at], time);
    }

    private long when(Channel channel, Said said) {
        return latest[channel.ordinal() * KINDS + said.ordinal()];
    }

    private void bounce(String value, long time) {
        bounced.merge(value, time, Math::max);
        while (bounced.size() > MAX_BOUNCED) {
            Map.Entry<String, Long> oldest = bounced.firstEntry();
            for (Map.Entry<String, Long> entry : bounced.entrySet()) {
                oldest = entry.getValue() < oldest.getValue() ? entry : oldest;
            }
            bounced.remove(oldest.getKey());
        }
    }

    /** What the source's profile says. An opt-out beats an opt-in of about the same time. */
    Verdict stated(Channel channel, long skewTolerance) {
        long in = when(channel, Said.OPT_IN);
        long out = when(channel, Said.OPT_OUT);
        if (out != NEVER && in <= out + skewTolerance) {
            return Verdict.NO;
        }
        return in > when(channel, Said.WITHDRAWN) ? Verdict.YES : Verdict.UNKNOWN;
    }

    /**
     * Whether the person unsubscribed, complained or opted out, and did not ask for it again since.
     * A profile that merely goes on saying yes, because its system does not know, is no asking; one
     * that said no and then yes is.
     */
    boolean isUnsubscribed(Channel channel, long skewTolerance) {
        long unsubscribed = when(channel, Said.UNSUBSCRIBED);
        if (unsubscribed == NEVER) {
            return false;
        }
        long out = when(channel, Said.OPT_OUT);
        boolean asked = when(channel, Said.SUBSCRIBED) > unsubscribed + skewTolerance;
        boolean changed = out > unsubscribed && when(channel, Said.OPT_IN) > out + skewTolerance;
        return !asked && !changed;
    }

    /** Whether this address or number is known not to work. */
    boolean isBounced(String value) {
        return bounced.containsKey(value);
    }

    /** Whether anybody ever said anything. */
    boolean isEmpty() {
        for (long time : latest) {
            if (time != NEVER) {
                return false;
            }
        }
        return bounced.isEmpty();
    }

    /** Takes over what another ledger knows: the same as having been told both. */
    void absorb(Consent other) {
        for (int i = 0; i < latest.length; i++) {
            latest[i] = Math.max(latest[i], other.latest[i]);
        }
        other.bounced.forEach(this::bounce);
    }

    void write(DataOutputView out) throws IOException {
        int known = 0;
        for (int i = 0; i < latest.length; i++) {
            known |= latest[i] == NEVER ? 0 : 1 << i;
        }
        Fields.writeVarInt(known, out);
        for (long time : latest) {
            if (time != NEVER) {
                out.writeLong(time);
            }
        }
        Fields.writeVarInt(bounced.size(), out);
        for (Map.Entry<String, Long> entry : bounced.entrySet()) {
            Fields.writeText(entry.getKey(), out);
            out.writeLong(entry.getValue());
        }
    }

    void read(DataInputView in) throws IOException {
        int known = Fields.readVarInt(in);
        for (int i = 0; i < latest.length; i++) {
            latest[i] = (known & 1 << i) == 0 ? NEVER : in.readLong();
        }
        for (int left = Fields.readVarInt(in); left > 0; left--) {
            bounced.put(Fields.readText(in), in.readLong());
        }
    }
}
