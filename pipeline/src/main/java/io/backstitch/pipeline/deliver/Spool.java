package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import java.util.ArrayDeque;

/**
 * Operations that found no room in memory: per lane first in, first out. While a lane has some
 * here, whatever comes for it goes behind them.
 */
final class Spool {
    /** Part of the state format. */
    static final String NAME = "spooled";

    private final LaneLog log;

    /** The lanes that hold something, the one that has waited longest first. */
    private final ArrayDeque<String> turns = new ArrayDeque<>();

    Spool(LaneLog log) {
        this.log = log;
        turns.addAll(log.lanes());
    }

    boolean has(String lane) {
        return log.has(lane);
    }

    int size() {
        return log.size();
    }

    void add(String lane, Operation operation) throws Exception {
        if (!log.has(lane)) {
            turns.add(lane);
        }
        log.append(lane, operation);
    }

    /** Takes the first operation of the lane that has waited longest; null if there is none. */
    Operation poll() throws Exception {
        String lane = turns.poll();
        if (lane == null) {
            return null;
        }
        long first = log.first(lane);
        Operation operation = log.read(lane, first);
        log.remove(lane, first);
        if (log.has(lane)) {
            turns.add(lane);
        }
        return operation;
    }
}
