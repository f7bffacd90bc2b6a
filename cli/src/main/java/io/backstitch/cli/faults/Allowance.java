package io.backstitch.cli.faults;

/**
 * What an account may do: so many requests a second, a second's worth at once. Counts what is
 * beyond it, from a second after the first excess on: until then nobody could know. Thread-safe.
 */
final class Allowance {
    private static final long TO_LEARN = 1_000_000_000L;

    private final double perSecond;
    private double left;
    private long at = System.nanoTime();
    private long knownSince;
    private long allowed;
    private long beyond;

    Allowance(int perSecond) {
        this.perSecond = perSecond;
        this.left = perSecond;
    }

    /** Whether one more is allowed now. */
    synchronized boolean take() {
        long now = System.nanoTime();
        left = Math.min(perSecond, left + (now - at) / 1e9 * perSecond);
        at = now;
        boolean granted = left >= 1;
        left -= granted ? 1 : 0;
        if (!granted && knownSince == 0) {
            knownSince = now + TO_LEARN;
        }
        if (knownSince != 0 && now >= knownSince) {
            allowed += granted ? 1 : 0;
            beyond += granted ? 0 : 1;
        }
        return granted;
    }

    /** Whether there has been an excess at all. */
    synchronized boolean isKnown() {
        return knownSince != 0;
    }

    /** Granted since the limit is known. */
    synchronized long allowed() {
        return allowed;
    }

    /** Refused since the limit is known. */
    synchronized long beyond() {
        return beyond;
    }
}
