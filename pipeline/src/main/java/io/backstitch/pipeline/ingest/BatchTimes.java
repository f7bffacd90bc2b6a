package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.SourceValues;
import java.util.List;

/** When the things of one batch were: as stated, made good by its clock. Epoch milliseconds. */
final class BatchTimes {
    private final boolean replay;
    private final long sent;
    private final long arrival;
    private final long tolerance;
    private final long lastEvent;
    private final BatchClock clock;

    /**
     * @param arrival Kafka timestamp of the record
     * @param tolerance of clocks, milliseconds
     * @param bound most that a clock is corrected by, milliseconds
     */
    BatchTimes(Batch batch, List<BatchEvent> events, long arrival, long tolerance, long bound) {
        this.replay = batch.isReplay();
        this.sent = batch.sent() >= 0 ? batch.sent() : arrival;
        this.arrival = arrival;
        this.tolerance = tolerance;
        this.lastEvent = lastEvent(events);
        this.clock = BatchClock.of(batch.sent(), arrival, lastEvent, tolerance, bound);
    }

    private static long lastEvent(List<BatchEvent> events) {
        long last = SourceValues.NO_TIME;
        for (BatchEvent event : events) {
            if (event.stated() != SourceValues.BROKEN_TIME) {
                last = Math.max(last, event.stated());
            }
        }
        return last;
    }

    /** As stated, else when the batch was sent, else when it arrived. */
    long raw(BatchEvent event) {
        return event.stated() >= 0 ? event.stated() : sent;
    }

    /** The same, corrected. */
    long of(BatchEvent event) {
        return clock.correct(raw(event));
    }

    /** When the batch was sent, but not after it arrived. */
    long sent() {
        return Math.min(sent, arrival);
    }

    /** When something was stated that has a time of its own: not after the batch's attributes. */
    long ofProfile(long stated) {
        return Math.min(clock.correct(stated), ofProfile());
    }

    /** When the attributes were stated. */
    long ofProfile() {
        // A clock that is ahead must not make an old consent newer than a true refusal.
        long time = sent <= arrival + tolerance ? sent : arrival;
        // Sent again, it must not look as if it had been said again.
        return replay && lastEvent >= 0 ? Math.min(time, clock.correct(lastEvent)) : time;
    }
}
