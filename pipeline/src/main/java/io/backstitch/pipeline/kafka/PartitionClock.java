package io.backstitch.pipeline.kafka;

import org.apache.kafka.common.TopicPartition;

/**
 * One partition's time: that of its newest record, and while looks prove that nothing is unread,
 * what has passed since. Times of records are epoch ms; "now" is monotonic ms of any origin.
 */
final class PartitionClock {
    static final long UNKNOWN = Long.MIN_VALUE;

    private final TopicPartition partition;

    /** Where reading goes on; negative: at the beginning. */
    private long next;

    private long time;

    /** When it was {@link #time}. */
    private long since;

    private boolean movedSinceLook;
    private long stalledMs;
    private boolean leftOut;

    PartitionClock(TopicPartition partition, long next, long time, long now) {
        this.partition = partition;
        this.next = next;
        this.time = time;
        this.since = now;
    }

    /** A record was emitted. */
    void emitted(long offset, long timestamp, long now) {
        next = offset + 1;
        movedSinceLook = true;
        leftOut = false;
        if (timestamp > time) {
            time = timestamp;
            since = now;
        }
    }

    /**
     * Takes in a look.
     *
     * @param heard what time it was somewhere in the topics a while ago, or {@link #UNKNOWN}
     * @param sinceLastLook how long the reader has been free to read since the look before
     */
    void looked(Look look, long heard, long sinceLastLook, Patience patience) {
        Look.Stretch unreadable = look.unreadable().get(partition);
        if (unreadable != null && next >= unreadable.from() && next < unreadable.to()) {
            next = unreadable.to();
        }
        boolean proven = look.proves(partition, next);
        if (proven) {
            runOn(look.startedAt(), heard, patience.longestGapMs());
        }
        boolean goesOn = movedSinceLook || (proven && time != UNKNOWN);
        stalledMs = goesOn ? 0 : stalledMs + sinceLastLook;
        leftOut = patience.maxStallMs() > 0 && stalledMs >= patience.maxStallMs();
        movedSinceLook = false;
    }

    private void runOn(long provenAt, long heard, long longest) {
        if (time != UNKNOWN && provenAt > since) {
            time += provenAt - since <= longest ? provenAt - since : 0;
            since = provenAt;
        }
        if (heard > time) {
            // What is written here from now on is not older than what was written elsewhere then.
            time = heard;
            since = provenAt;
        }
    }

    TopicPartition partition() {
        return partition;
    }

    long next() {
        return next;
    }

    long time() {
        return time;
    }

    /** How long it has neither been read nor proven empty; 0 while all is well. */
    long stalledMs() {
        return stalledMs;
    }

    /** Whether the others shall no longer wait for it. */
    boolean isLeftOut() {
        return leftOut;
    }

    /**
     * @param longestGapMs a longer time without proof does not count as time that has passed
     * @param maxStallMs after which a partition is left out; 0 for never
     */
    record Patience(long longestGapMs, long maxStallMs) {}
}
