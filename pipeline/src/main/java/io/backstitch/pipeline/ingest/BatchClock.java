package io.backstitch.pipeline.ingest;

import io.backstitch.pipeline.normalise.SourceValues;

/**
 * Corrects the clock of one batch by one offset, so that the order and the distances of its events
 * stay.
 *
 * <p>The rule: nothing can have happened after its batch was sent, nor after it reached Kafka. If
 * the batch's latest event lies more than the tolerance after the earlier of the two, the clock
 * that wrote the events is ahead. If the batch's own timestamp was written by the same clock (it
 * lies after the arrival too, and not before the events), the offset moves that timestamp onto the
 * arrival; otherwise it moves the latest event onto the earlier of batch timestamp and arrival, but
 * not by more than a bound, since a single absurd event says nothing about the others. Whatever
 * still lies beyond arrival and tolerance is set to that. A clock that is behind cannot be told
 * from a late upload and is left alone.
 */
final class BatchClock {
    private final long offset;
    private final long latest;

    private BatchClock(long offset, long latest) {
        this.offset = offset;
        this.latest = latest;
    }

    /**
     * @param sent the batch's own timestamp, or {@link SourceValues#NO_TIME}
     * @param arrival Kafka timestamp of the record
     * @param lastEvent latest event time as stated, or {@link SourceValues#NO_TIME}
     * @param tolerance milliseconds
     * @param bound milliseconds
     */
    static BatchClock of(long sent, long arrival, long lastEvent, long tolerance, long bound) {
        long latest = arrival + tolerance;
        boolean known = sent != SourceValues.NO_TIME;
        long earlier = known ? Math.min(sent, arrival) : arrival;
        if (lastEvent == SourceValues.NO_TIME || lastEvent <= earlier + tolerance) {
            return new BatchClock(0, latest);
        }
        if (known && sent > latest && lastEvent <= sent + tolerance) {
            return new BatchClock(arrival - sent, latest);
        }
        long offset = earlier - lastEvent;
        return new BatchClock(-offset <= bound ? offset : 0, latest);
    }

    /** The corrected time of a stated one, epoch milliseconds. */
    long correct(long stated) {
        return Math.max(0, Math.min(stated + offset, latest));
    }
}
