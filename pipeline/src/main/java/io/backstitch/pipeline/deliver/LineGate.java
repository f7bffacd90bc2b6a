package io.backstitch.pipeline.deliver;

/**
 * Whether requests may go at all. Closed by credentials or an address that do not work, and by a
 * row of failures without one success between them; then one request at a time goes as a probe, and
 * the first answer that Customer.io really gave opens it again. Also keeps the pauses that
 * Customer.io asks for. Single-threaded.
 */
final class LineGate {
    private static final long SEED = 0x6A7E;

    private final int failuresToClose;
    private final Backoff backoff;
    private long notBefore = Long.MIN_VALUE;
    private int failures;
    private boolean closed;
    private boolean probing;
    private String stopped;

    LineGate(int failuresToClose, Backoff backoff) {
        this.failuresToClose = failuresToClose;
        this.backoff = backoff;
    }

    boolean maySend(long now) {
        return now >= notBefore && !(closed && probing);
    }

    /** When {@link #maySend} can become true by the passing of time alone. */
    long opensAt() {
        return notBefore;
    }

    /** Call for every request sent. */
    void sent() {
        probing = closed;
    }

    void succeeded() {
        failures = 0;
        closed = false;
        probing = false;
        stopped = null;
    }

    void failed(long now) {
        failures++;
        probing = false;
        if (failures >= failuresToClose) {
            closed = true;
            pauseUntil(now + backoff.delayMs(failures - failuresToClose + 1, SEED));
        }
    }

    /** Customer.io asks for a pause. It lives: no failure. */
    void pauseUntil(long time) {
        notBefore = Math.max(notBefore, time);
    }

    /**
     * Nothing can succeed until somebody acts.
     *
     * @param why sentence for the operator
     */
    void stop(String why, long now) {
        failures = Math.max(failures, failuresToClose - 1);
        stopped = why;
        failed(now);
    }

    /** The probe ended without a verdict, e.g. with 429. */
    void undecided() {
        probing = false;
    }

    boolean isClosed() {
        return closed;
    }

    /** Why the line is stopped, or null. */
    String stoppedBecause() {
        return stopped;
    }
}
