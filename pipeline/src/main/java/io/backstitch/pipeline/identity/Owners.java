package io.backstitch.pipeline.identity;

import java.util.ArrayList;
import java.util.List;

/**
 * Who owned an identifier when, in event time: from an identify to the next boundary, which is an
 * identify by somebody else, a logout, or a new mpid. Inside such an interval, its owner; in a gap
 * (before the first, after a logout), whoever identifies first within the window.
 */
final class Owners {
    private static final int MAX = 64;

    /** Nothing has been attributed. */
    static final long NONE = Long.MIN_VALUE;

    /** Sorted by time. */
    final List<Interval> intervals;

    /** Newest event before the first interval that was attributed; or {@link #NONE}. */
    long attributedBefore = NONE;

    Owners(List<Interval> intervals) {
        this.intervals = new ArrayList<>(intervals);
    }

    /**
     * From {@code time} on, until the next interval, the identifier belongs to {@code owner}.
     *
     * @param owner null for nobody
     * @param asserted whether a source said so
     * @param mpid under which the owner's latest identify came, or null
     * @param last latest statement of the same: a boundary that arrives late, but before it, ends
     *     the interval only until then
     * @param attributed newest event given to the owner because of this interval, or {@link #NONE};
     *     in a gap: to whoever came next
     */
    record Interval(
            long time, Address owner, boolean asserted, String mpid, long last, long attributed) {
        static Interval of(long time, Address owner, boolean asserted) {
            return new Interval(time, owner, asserted, null, time, NONE);
        }

        private Interval stated(long newLast, String newMpid) {
            String latest = newMpid != null && newLast >= last ? newMpid : mpid;
            return new Interval(time, owner, asserted, latest, Math.max(last, newLast), attributed);
        }

        private Interval attributing(long newAttributed) {
            return new Interval(time, owner, asserted, mpid, last, newAttributed);
        }

        private boolean isOf(Address other) {
            return owner == null ? other == null : owner.equals(other);
        }
    }

    /** What became of a statement. */
    enum Learned {
        /** It says nothing new. */
        NOTHING,
        /** The same owner again; worth keeping, changes nothing now. */
        CONFIRMED,
        /** A new interval. */
        BOUNDARY,
        /** What can have one owner only has another one now. */
        MOVED,
        /** A new interval, and an event in it has been given to somebody else already. */
        REVISION
    }

    /**
     * Learns an identify, or for a null owner a logout.
     *
     * @param from when it was stated first
     * @param to when it was stated last, by the same record
     */
    Learned learn(long from, long to, Address owner, boolean asserted, String mpid) {
        int at = after(from);
        Interval previous = at == 0 ? null : intervals.get(at - 1);
        long until = at < intervals.size() ? intervals.get(at).time() - 1 : Long.MAX_VALUE;
        long last = Math.max(from, Math.min(to, until));
        if (previous != null && previous.isOf(owner)) {
            Interval stated = previous.stated(last, mpid);
            boolean news = !stated.equals(previous);
            intervals.set(at - 1, stated);
            return news ? Learned.CONFIRMED : Learned.NOTHING;
        }
        if (owner == null && previous != null && previous.time() == from) {
            return Learned.NOTHING; // identified and logged out at the same moment
        }
        return insert(at, new Interval(from, owner, asserted, mpid, last, NONE));
    }

    private Learned insert(int at, Interval next) {
        boolean revises = revises(at, next);
        Interval resumed = cut(at, next.time());
        intervals.add(at, next);
        if (resumed != null && resumed.time() > next.time()) {
            intervals.add(at + 1, resumed);
        } else if (at + 1 < intervals.size() && intervals.get(at + 1).isOf(next.owner())) {
            Interval same = intervals.remove(at + 1);
            intervals.set(at, next.stated(same.last(), same.mpid()).attributing(same.attributed()));
        }
        if (intervals.size() > MAX) {
            attributedBefore = Math.max(attributedBefore, intervals.remove(0).attributed());
        }
        return revises ? Learned.REVISION : Learned.BOUNDARY;
    }

    /** True if an event from the new boundary on has been given to somebody else. */
    private boolean revises(int at, Interval next) {
        long attributed = at == 0 ? attributedBefore : intervals.get(at - 1).attributed();
        if (attributed < next.time()) {
            return false;
        }
        Address to = at == 0 ? null : intervals.get(at - 1).owner();
        for (int i = at; to == null && i < intervals.size(); i++) {
            to = intervals.get(i).owner();
        }
        boolean endsNothing = next.owner() == null && (at == 0 || !owned(at - 1));
        return !endsNothing && to != null && !next.isOf(to);
    }

    private boolean owned(int at) {
        return intervals.get(at).owner() != null;
    }

    /** Ends what holds before {@code at}; returns what holds again after the new boundary. */
    private Interval cut(int at, long time) {
        if (at == 0) {
            attributedBefore = Math.min(attributedBefore, time - 1);
            return null;
        }
        Interval old = intervals.get(at - 1);
        long attributed = Math.min(old.attributed(), time - 1);
        intervals.set(
                at - 1,
                new Interval(
                        old.time(),
                        old.owner(),
                        old.asserted(),
                        old.mpid(),
                        old.last() < time ? old.last() : old.time(),
                        attributed));
        if (old.last() <= time) {
            return null;
        }
        return new Interval(
                old.last(),
                old.owner(),
                old.asserted(),
                old.mpid(),
                old.last(),
                old.attributed() >= old.last() ? old.attributed() : NONE);
    }

    /**
     * An event without a person under that mpid: if the owner of its time was revealed under
     * another one, the owner has left the device.
     */
    Learned endedBy(long time, String mpid) {
        int at = after(time);
        Interval previous = at == 0 ? null : intervals.get(at - 1);
        if (previous == null
                || previous.owner() == null
                || previous.mpid() == null
                || previous.mpid().equals(mpid)) {
            return Learned.NOTHING;
        }
        return learn(time, time, null, true, null);
    }

    /** Notes that an event was given to the owner of its time; returns true if that is news. */
    boolean attribute(long time) {
        int at = after(time);
        if (at == 0) {
            boolean news = time > attributedBefore;
            attributedBefore = Math.max(attributedBefore, time);
            return news;
        }
        Interval interval = intervals.get(at - 1);
        if (interval.attributed() >= time) {
            return false;
        }
        intervals.set(at - 1, interval.attributing(time));
        return true;
    }

    /** How many intervals begin at or before that time. */
    private int after(long time) {
        int at = intervals.size();
        while (at > 0 && intervals.get(at - 1).time() > time) {
            at--;
        }
        return at;
    }

    /** Whose an event of {@code time} is, or null if nobody's yet. */
    Address at(long time, long window) {
        int at = after(time);
        if (at > 0 && owned(at - 1)) {
            return intervals.get(at - 1).owner();
        }
        for (int i = at; i < intervals.size(); i++) {
            if (owned(i)) {
                boolean near = intervals.get(i).time() - time <= window;
                return near ? intervals.get(i).owner() : null;
            }
        }
        return null;
    }

    /** The newest owner, or null. */
    Address newest() {
        return intervals.isEmpty() ? null : intervals.get(intervals.size() - 1).owner();
    }

    /** Nobody is known. */
    boolean isBlank() {
        return intervals.isEmpty() && attributedBefore == NONE;
    }

    /**
     * Takes away what was stated about an owner until then: a gap is left, as after a logout.
     * Returns true if there was anything.
     */
    boolean forget(Address owner, long until) {
        boolean found = false;
        boolean nobody = true;
        for (int i = 0; i < intervals.size(); i++) {
            Interval interval = intervals.get(i);
            if (owner.equals(interval.owner()) && interval.time() <= until) {
                found = true;
                intervals.set(i, Interval.of(interval.time(), null, true));
            }
            nobody &= !owned(i);
        }
        if (found && nobody) {
            intervals.clear();
            attributedBefore = NONE;
        }
        return found;
    }

    /** Takes away everything until then. */
    void forgetUntil(long until) {
        intervals.removeIf(interval -> interval.time() <= until);
        attributedBefore = NONE;
    }
}
