package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;

/** What is not settled, in memory and outside; brings it back as room becomes free. */
final class Backlog {
    private final Lanes lanes;
    private final Spool spool;
    private final SetAside setAside;
    private final Timers timers;
    private final int maxOperations;
    private final long maxBytes;

    Backlog(DeliverSettings settings, Lanes lanes, Spool spool, SetAside setAside, Timers timers) {
        this.lanes = lanes;
        this.spool = spool;
        this.setAside = setAside;
        this.timers = timers;
        this.maxOperations = settings.maxBufferedOperations();
        this.maxBytes = settings.maxBufferedBytes();
    }

    boolean isFull() {
        return lanes.buffered() >= maxOperations || lanes.bufferedBytes() >= maxBytes;
    }

    boolean isEmpty() {
        return lanes.buffered() == 0 && spool.size() == 0 && setAside.size() == 0;
    }

    /** Fills the memory again once it is half empty; what was set aside goes first. */
    void refill() {
        boolean something = spool.size() > 0 || setAside.isReturning();
        if (!something || lanes.buffered() > maxOperations / 2) {
            return;
        }
        try {
            while (!isFull()) {
                Operation returned = setAside.poll();
                if (returned != null) {
                    lanes.addUnderWay(returned, timers.now());
                    continue;
                }
                Operation spooled = setAside.isReturning() ? null : spool.poll();
                if (spooled == null) {
                    return;
                }
                lanes.add(spooled, timers.now());
            }
        } catch (Exception e) {
            throw new IllegalStateException("cannot read operations back from state", e);
        }
    }

    /** There is room, and more to look at than one {@link #refill} may. */
    boolean hasMoreToLookAt() {
        return setAside.isReturning() && lanes.buffered() <= maxOperations / 2 && !isFull();
    }
}
