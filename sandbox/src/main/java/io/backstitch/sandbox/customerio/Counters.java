package io.backstitch.sandbox.customerio;

import java.util.Map;
import java.util.TreeMap;

/** What has been counted. Guarded by the workspace's lock. */
final class Counters {

    private static final int METER_SECONDS = 5;

    final Map<String, Long> operations = new TreeMap<>();
    final Map<String, Long> eventsByName = new TreeMap<>();
    long requests;
    long duplicatesIgnored;
    long refusedItems;
    long ignoredSuppressed;
    long droppedUnknown;
    long staleAttributes;
    long attributeFailures;
    long duplicateProfiles;
    long eventsLostInMerge;

    private final long[] perSecond = new long[METER_SECONDS + 1];
    private long meterSecond = Long.MIN_VALUE;

    void operation(String action) {
        operations.merge(action, 1L, Long::sum);
    }

    void event(String name) {
        eventsByName.merge(name, 1L, Long::sum);
    }

    /** Counts accepted operations on the wall clock, for the rate alone. */
    void meter(int count, long wallSecond) {
        roll(wallSecond);
        perSecond[(int) Math.floorMod(wallSecond, (long) perSecond.length)] += count;
    }

    /** Mean operations per second over the last five whole seconds. */
    double perSecond(long wallSecond) {
        roll(wallSecond);
        long sum = 0;
        for (int i = 1; i <= METER_SECONDS; i++) {
            sum += perSecond[(int) Math.floorMod(wallSecond - i, (long) perSecond.length)];
        }
        return sum / (double) METER_SECONDS;
    }

    private void roll(long wallSecond) {
        long from = Math.max(meterSecond + 1, wallSecond - METER_SECONDS);
        for (long s = from; s <= wallSecond; s++) {
            perSecond[(int) Math.floorMod(s, (long) perSecond.length)] = 0;
        }
        meterSecond = Math.max(meterSecond, wallSecond);
    }
}
