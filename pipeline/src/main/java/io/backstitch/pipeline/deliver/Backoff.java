package io.backstitch.pipeline.deliver;

import java.util.SplittableRandom;

/**
 * How long to wait before trying again: doubling, capped, at least half of it and the rest at
 * random. The randomness is a function of the seed and the attempt.
 */
final class Backoff {
    private final long initialMs;
    private final long maxMs;

    Backoff(long initialMs, long maxMs) {
        this.initialMs = initialMs;
        this.maxMs = maxMs;
    }

    /**
     * @param attempt attempts that failed so far, from 1
     * @return milliseconds, from half of {@code min(max, initial * 2^(attempt-1))} to all of it
     */
    long delayMs(int attempt, long seed) {
        // Clamp the exponent first: a shift by 63 and more wraps around.
        int doublings = Math.max(0, Math.min(attempt - 1, 40));
        long full =
                Math.min(maxMs, initialMs > maxMs >> doublings ? maxMs : initialMs << doublings);
        long half = full / 2;
        return half + new SplittableRandom(seed * 31 + attempt).nextLong(full - half + 1);
    }
}
