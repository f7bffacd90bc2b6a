package io.backstitch.pipeline.deliver;

/**
 * How fast this subtask may send requests: below its share of the account's ceiling, halved when
 * Customer.io says "too many", and then up again bit by bit (AIMD). Permits do not pile up beyond
 * one burst. Times are milliseconds of whatever clock the caller uses.
 */
final class RateLimit {
    /** After a cut, further complaints within this span are about the same excess. */
    private static final long CUT_SPAN_MS = 1_000;

    /** From the floor back to the ceiling takes this many seconds of success. */
    private static final double RECOVERY_SECONDS = 30;

    private final double ceiling;
    private final double floor;
    private final int burst;
    private double perSecond;
    private double permits;
    private long refilledAt = Long.MIN_VALUE;
    private long cutAt = Long.MIN_VALUE;

    RateLimit(double ceilingPerSecond, int burst) {
        this.ceiling = ceilingPerSecond;
        this.floor = Math.min(1, ceilingPerSecond);
        this.burst = burst;
        this.perSecond = ceilingPerSecond;
        this.permits = burst;
    }

    /** Milliseconds until the next request may go; 0 is now. */
    long waitMs(long now) {
        refill(now);
        return permits >= 1 ? 0 : (long) Math.ceil((1 - permits) * 1000 / perSecond);
    }

    /** Call once per request sent, after {@link #waitMs} said 0. */
    void take(long now) {
        refill(now);
        permits -= 1;
    }

    void throttled(long now) {
        refill(now);
        if (cutAt == Long.MIN_VALUE || now - cutAt >= CUT_SPAN_MS) {
            cutAt = now;
            perSecond = Math.max(floor, perSecond / 2);
            permits = Math.min(permits, 0);
        }
    }

    double perSecond() {
        return perSecond;
    }

    private void refill(long now) {
        if (refilledAt == Long.MIN_VALUE || now < refilledAt) {
            refilledAt = now;
            return;
        }
        double seconds = (now - refilledAt) / 1000.0;
        refilledAt = now;
        if (cutAt != Long.MIN_VALUE && now - cutAt >= CUT_SPAN_MS) {
            perSecond = Math.min(ceiling, perSecond + seconds * ceiling / RECOVERY_SECONDS);
        }
        permits = Math.min(burst, permits + seconds * perSecond);
    }
}
