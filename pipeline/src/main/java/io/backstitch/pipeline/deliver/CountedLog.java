package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.balance.Count;
import io.backstitch.pipeline.record.Operation;
import java.util.Set;
import java.util.function.BiConsumer;

/** Counts the input events in a log as pending: nobody could go through it at each checkpoint. */
final class CountedLog implements LaneLog {
    private final LaneLog log;
    private final Balance balance;
    private String lastLane;
    private long lastPosition;
    private Operation last;

    CountedLog(LaneLog log, Balance balance) {
        this.log = log;
        this.balance = balance;
    }

    @Override
    public void append(String lane, Operation operation) throws Exception {
        count(operation, 1);
        log.append(lane, operation);
    }

    @Override
    public void prepend(String lane, Operation operation) throws Exception {
        count(operation, 1);
        log.prepend(lane, operation);
    }

    @Override
    public Operation read(String lane, long position) throws Exception {
        last = log.read(lane, position);
        lastLane = lane;
        lastPosition = position;
        return last;
    }

    @Override
    public void remove(String lane, long position) throws Exception {
        boolean known = lane.equals(lastLane) && position == lastPosition;
        Operation gone = known ? last : log.read(lane, position);
        if (gone != null) {
            count(gone, -1);
        }
        lastLane = null;
        last = null;
        log.remove(lane, position);
    }

    private void count(Operation operation, int sign) {
        if (operation.isSourceEvent()) {
            balance.add(operation.subject().origin(), Count.PENDING, sign);
        }
    }

    @Override
    public Set<String> lanes() {
        return log.lanes();
    }

    @Override
    public boolean has(String lane) {
        return log.has(lane);
    }

    @Override
    public int size() {
        return log.size();
    }

    @Override
    public long first(String lane) {
        return log.first(lane);
    }

    @Override
    public long end(String lane) {
        return log.end(lane);
    }

    @Override
    public void forEach(BiConsumer<String, Operation> sink) throws Exception {
        log.forEach(sink);
    }
}
