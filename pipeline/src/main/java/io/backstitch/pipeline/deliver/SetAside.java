package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Events of paused families, and what must not pass them. An operation comes here when it is its
 * person's turn; others of the person pass, except MERGE, DELETE, TAKE_OVER and FENCE, which are
 * about all that was before them, and whatever stands behind one of those.
 *
 * <p>When a family goes on, the lanes are gone through from the start: what no longer waits returns
 * in order, the rest stays. Until a lane has been gone through, all operations of people who have
 * some in the unread part queue up behind it, so that nothing new passes what was set aside.
 *
 * <p>The operations are on disk, a few numbers per person in memory.
 */
final class SetAside {
    /** Part of the state format. */
    static final String NAME = "set-aside";

    /** Looked at in one go, so that the task's thread is not busy for long. */
    private static final int STRIDE = 1_000;

    /** What one person has here. */
    private static final class Kept {
        /** Seen, and waiting for a family. */
        int count;

        /** Among those seen is one that nothing may pass. */
        boolean barrier;

        /** Not yet looked at since a family went on. */
        int unseen;

        /** Their very first operation is here. */
        boolean first;
    }

    private final LaneLog log;
    private final Pauses pauses;
    private final int lanes;
    private final Map<String, Kept> people = new HashMap<>();

    /** Lanes to go through, and where each has been gone through to. */
    private final ArrayDeque<String> returning = new ArrayDeque<>();

    private final Map<String, Long> cursors = new HashMap<>();

    SetAside(LaneLog log, Pauses pauses, int lanes) throws Exception {
        this.log = log;
        this.pauses = pauses;
        this.lanes = lanes;
        boolean[] stale = {false};
        log.forEach(
                (lane, operation) -> {
                    Kept kept = people.computeIfAbsent(operation.person(), name -> new Kept());
                    stale[0] |= !waits(operation, kept);
                    keep(kept, operation);
                });
        if (stale[0]) {
            goOn();
        }
    }

    /** Whether an operation whose turn it is must come here instead of going out. */
    boolean wants(Operation operation) {
        Kept kept = people.isEmpty() ? null : people.get(operation.person());
        if (kept == null) {
            return pauses.holds(operation);
        }
        return kept.unseen > 0 || waits(operation, kept);
    }

    private boolean waits(Operation operation, Kept kept) {
        return kept.barrier
                || pauses.holds(operation)
                || kept.count > 0 && isBarrier(operation.kind());
    }

    private static boolean isBarrier(Kind kind) {
        return kind != Kind.EVENT && kind != Kind.IDENTIFY;
    }

    /** Takes an operation; what it awaited has come. */
    void add(Operation operation) {
        String lane = UnacknowledgedState.key(operation.person(), lanes);
        Kept kept = people.computeIfAbsent(operation.person(), name -> new Kept());
        if (cursors.containsKey(lane)) {
            kept.unseen++;
            kept.first |= operation.seq() == 1;
        } else {
            keep(kept, operation);
        }
        try {
            // The fence may be forgotten by the time it returns.
            log.append(lane, operation.awaiting(List.of()));
        } catch (Exception e) {
            throw new IllegalStateException("cannot write an operation to state", e);
        }
    }

    /**
     * Takes back what had returned, before everything else of its person. {@link #goOn} must be
     * called afterwards.
     */
    void takeBack(Operation operation) {
        Kept kept = people.computeIfAbsent(operation.person(), name -> new Kept());
        kept.unseen++;
        kept.first |= operation.seq() == 1;
        try {
            log.prepend(
                    UnacknowledgedState.key(operation.person(), lanes),
                    operation.awaiting(List.of()));
        } catch (Exception e) {
            throw new IllegalStateException("cannot write an operation to state", e);
        }
    }

    private static void keep(Kept kept, Operation operation) {
        kept.count++;
        kept.barrier |= isBarrier(operation.kind());
        kept.first |= operation.seq() == 1;
    }

    /** What is paused has changed: everything is to be looked at again. */
    void goOn() {
        returning.clear();
        cursors.clear();
        for (String lane : log.lanes()) {
            returning.add(lane);
            cursors.put(lane, log.first(lane));
        }
        for (Kept kept : people.values()) {
            kept.unseen += kept.count;
            kept.count = 0;
            kept.barrier = false;
        }
    }

    /** Whether {@link #poll} has something left to look at. */
    boolean isReturning() {
        return !returning.isEmpty();
    }

    /** Takes the next operation that waits no longer; null if none was found in this stride. */
    Operation poll() throws Exception {
        for (int i = 0; i < STRIDE && !returning.isEmpty(); i++) {
            String lane = returning.peek();
            long at = cursors.get(lane);
            if (at >= log.end(lane)) {
                returning.poll();
                cursors.remove(lane);
                continue;
            }
            cursors.put(lane, at + 1);
            Operation operation = log.read(lane, at);
            if (operation != null && returns(operation)) {
                log.remove(lane, at);
                if (!log.has(lane)) {
                    returning.poll();
                    cursors.remove(lane);
                }
                return operation;
            }
        }
        return null;
    }

    private boolean returns(Operation operation) {
        Kept kept = people.get(operation.person());
        kept.unseen--;
        if (waits(operation, kept)) {
            keep(kept, operation);
            return false;
        }
        kept.first &= operation.seq() != 1;
        if (kept.unseen == 0 && kept.count == 0) {
            people.remove(operation.person());
        }
        return true;
    }

    /** Whether Customer.io may not know the person yet, since their first operation is here. */
    boolean holdsFirst(String person) {
        Kept kept = people.isEmpty() ? null : people.get(person);
        return kept != null && kept.first;
    }

    int size() {
        return log.size();
    }
}
