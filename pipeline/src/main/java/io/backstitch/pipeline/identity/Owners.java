package io.backstitch.pipeline.identity;

import java.util.ArrayList;
import java.util.List;

/**
 * Who owned an identifier when: from an identify to the next one by somebody else or a logout.
 * Inside such an interval, its owner; before it, after a logout, in any gap: whoever identifies
 * first within the window.
 */
final class Owners {
    private static final int MAX = 32;

    /** Sorted by time. */
    final List<Interval> intervals;

    Owners(List<Interval> intervals) {
        this.intervals = new ArrayList<>(intervals);
    }

    /**
     * From {@code time} on, the identifier belongs to {@code owner}; null for nobody (a logout).
     */
    record Interval(long time, Address owner, boolean asserted) {}

    /** Learns an ownership; returns true if it changed whose anything is. */
    boolean learn(long time, Address owner, boolean asserted) {
        int at = 0;
        while (at < intervals.size() && intervals.get(at).time() <= time) {
            at++;
        }
        if (at > 0 && same(intervals.get(at - 1), owner)) {
            return false;
        }
        if (at > 0 && intervals.get(at - 1).time() == time && owner == null) {
            return false;
        }
        intervals.add(at, new Interval(time, owner, asserted));
        if (at + 1 < intervals.size() && same(intervals.get(at + 1), owner)) {
            intervals.remove(at + 1);
        }
        if (intervals.size() > MAX) {
            intervals.remove(0);
        }
        return true;
    }

    private static boolean same(Interval interval, Address owner) {
        return owner == null ? interval.owner() == null : owner.equals(interval.owner());
    }

    /** Whose an event of {@code time} is, or null if nobody's yet. */
    Address at(long time, long window) {
        Address current = null;
        for (Interval interval : intervals) {
            if (interval.time() <= time) {
                current = interval.owner();
            } else if (current == null && interval.owner() != null) {
                return interval.time() - time <= window ? interval.owner() : null;
            } else if (current != null) {
                return current;
            }
        }
        return current;
    }

    /** The newest owner, or null. */
    Address newest() {
        return intervals.isEmpty() ? null : intervals.get(intervals.size() - 1).owner();
    }
}
