package io.backstitch.cli.preflight;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How far a reading has come: written by the task that reads, read by the terminal. */
final class Odometer {
    private static final Map<String, Odometer> ALL = new ConcurrentHashMap<>();

    volatile long records;
    volatile double share;
    volatile long firstArrival = Long.MAX_VALUE;
    volatile long lastArrival = Long.MIN_VALUE;

    /** Records that came more than an hour after a later one: the sample is out of order. */
    volatile long back;

    private Odometer() {}

    /** The one of that run, in this process. */
    static Odometer of(String run) {
        return ALL.computeIfAbsent(run, name -> new Odometer());
    }

    static void forget(String run) {
        ALL.remove(run);
    }
}
