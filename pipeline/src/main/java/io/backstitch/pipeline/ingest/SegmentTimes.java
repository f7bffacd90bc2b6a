package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.normalise.SourceValues;

/**
 * When a message of Segment's was. Two rules: the producer's {@code timestamp}, which its server
 * has corrected ({@code receivedAt - (sentAt - originalTimestamp)}); or {@code originalTimestamp},
 * corrected here.
 *
 * <p>The correction made here is that of {@link BatchClock}: a clock that was ahead when the
 * message was sent is put back by so much. One that is behind cannot be told from a late upload.
 *
 * @param raw as stated by the device, epoch milliseconds; does not change when it is sent again
 * @param time corrected, at most the tolerance after the arrival
 * @param broken field that holds something else than a time, or null
 */
record SegmentTimes(long raw, long time, String broken) {

    /**
     * @param original whether {@code originalTimestamp} goes before {@code timestamp}
     * @param arrival Kafka timestamp
     * @param tolerance of clocks, milliseconds
     */
    static SegmentTimes of(JsonNode root, boolean original, long arrival, long tolerance) {
        long stated = SourceValues.time(root.get("originalTimestamp"));
        long corrected = SourceValues.time(root.get("timestamp"));
        String broken = null;
        if (stated == SourceValues.BROKEN_TIME) {
            broken = "originalTimestamp";
        } else if (corrected == SourceValues.BROKEN_TIME) {
            broken = "timestamp";
        }
        long sent = SourceValues.time(root.get("sentAt"));
        long raw = first(stated, corrected, sent, arrival);
        boolean theirs = corrected >= 0 && (stated < 0 || !original);
        long time = theirs ? corrected : put(raw, sent, received(root, arrival), tolerance);
        return new SegmentTimes(raw, Math.min(time, arrival + tolerance), broken);
    }

    private static long received(JsonNode root, long arrival) {
        long received = SourceValues.time(root.get("receivedAt"));
        return received >= 0 ? Math.min(received, arrival) : arrival;
    }

    private static long put(long raw, long sent, long received, long tolerance) {
        boolean ahead = sent >= 0 && sent > received + tolerance;
        return ahead ? Math.max(0, raw + received - sent) : raw;
    }

    private static long first(long... times) {
        for (long time : times) {
            if (time >= 0) {
                return time;
            }
        }
        throw new IllegalArgumentException("the last is always one");
    }
}
