package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All people of one subtask, and the line of those whose next operation may go.
 *
 * <p>What is paused leaves memory when its turn comes, see {@link SetAside}.
 *
 * <p>A lane is what people are hashed to: the key of the stream and of the state, so that a person
 * always meets the same subtask. Inside it each person has a queue and at most one request in
 * flight, so a person who must wait (a fence, a retry) holds up nobody else, and one request may
 * carry many people. Single-threaded.
 */
final class Lanes {
    private final Map<String, PersonQueue> people = new LinkedHashMap<>();
    private final ArrayDeque<PersonQueue> ready = new ArrayDeque<>();

    /** Those whose next operation awaits a checkpoint. */
    private List<PersonQueue> unknown = new ArrayList<>();

    private final Settlement settlement;
    private final SetAside setAside;
    private final Checkpoints checkpoints;
    private final int largest;
    private final boolean oneRequestEach;
    private int readyOperations;
    private long readyBytes;
    private int buffered;
    private long bufferedBytes;
    private long left;

    Lanes(Settlement settlement, SetAside setAside, Checkpoints checkpoints, int largestOperation) {
        this(settlement, setAside, checkpoints, largestOperation, true);
    }

    /**
     * @param checkpoints what must know of a provisional operation before it goes
     * @param oneRequestEach false breaks the order on purpose
     */
    Lanes(
            Settlement settlement,
            SetAside setAside,
            Checkpoints checkpoints,
            int largestOperation,
            boolean oneRequestEach) {
        this.settlement = settlement;
        this.setAside = setAside;
        this.checkpoints = checkpoints;
        this.largest = largestOperation;
        this.oneRequestEach = oneRequestEach;
    }

    /** The lane of a person; part of the state format. */
    static int of(String person, int lanes) {
        int hash = person.hashCode() * 0x9E3779B9;
        return Math.floorMod(hash ^ hash >>> 15, lanes);
    }

    void add(Operation operation, long now) {
        add(operation, false, now);
    }

    /** What was under way before a restart, or has been set aside: it goes before what waits. */
    void addUnderWay(Operation operation, long now) {
        add(operation, true, now);
    }

    private void add(Operation operation, boolean underWay, long now) {
        PersonQueue queue = people.computeIfAbsent(operation.person(), PersonQueue::new);
        if (operation.kind() == Kind.FENCED) {
            queue.arrived(operation.id(), operation.seq() == 1);
            if (queue.waiting() == 0) {
                return; // not forgotten: at a restore, what took the fence comes after it
            }
        } else {
            Pending pending = new Pending(operation, 0);
            pending.underWay = underWay;
            if (operation.provisional() && !underWay) {
                pending.cameAfter = checkpoints.lastBegun();
            }
            enqueue(queue, pending);
        }
        advance(queue, now);
    }

    private void enqueue(PersonQueue queue, Pending pending) {
        queue.add(pending);
        buffered++;
        bufferedBytes += pending.memory();
        if (queue.ready) {
            readyOperations++;
            readyBytes += pending.length();
        }
    }

    /** What is paused has changed: everybody's turn is decided anew. */
    void reconsider(long now) {
        ready.clear();
        readyOperations = 0;
        readyBytes = 0;
        for (PersonQueue queue : people.values()) {
            queue.ready = false;
            for (Pending last = queue.pollLastUnderWay();
                    last != null;
                    last = queue.pollLastUnderWay()) {
                forget(last);
                setAside.takeBack(last.operation);
            }
        }
        setAside.goOn();
        for (PersonQueue queue : new ArrayList<>(people.values())) {
            advance(queue, now);
        }
    }

    private boolean stepAside(PersonQueue queue, Pending head) {
        if (head.underWay || !setAside.wants(head.operation)) {
            return false;
        }
        queue.poll();
        forget(head);
        setAside.add(head.operation);
        return true;
    }

    /** Puts a person in line if the next operation may go; settles what needs no request. */
    private void advance(PersonQueue queue, long now) {
        if (queue.ready || oneRequestEach && !queue.flying.isEmpty()) {
            return;
        }
        for (Pending head = queue.peek(); head != null; head = queue.peek()) {
            if (!checkpoints.know(head)) {
                if (!queue.unknown) {
                    queue.unknown = true;
                    unknown.add(queue);
                }
                return;
            }
            if (!queue.release(head)) {
                return;
            }
            if (stepAside(queue, head)) {
                continue;
            }
            if (settlement.needsRequest(head)) {
                queue.ready = true;
                queue.readyAt = now;
                ready.add(queue);
                readyOperations += queue.waiting();
                readyBytes += queue.waitingBytes();
                return;
            }
            queue.poll();
            forget(head);
            replace(queue, settlement.withoutRequest(head));
        }
        if (queue.isForgettable()) {
            people.remove(queue.person);
        }
    }

    /** The person whose turn it is, or null. */
    PersonQueue nextReady() {
        return ready.peek();
    }

    /** Takes what may share a request from the person whose turn it is, see {@link PersonQueue}. */
    List<Pending> take(int most, int room) {
        PersonQueue queue = ready.peek();
        int size = queue.waiting();
        long bytes = queue.waitingBytes();
        boolean alone = setAside.holdsFirst(queue.person);
        List<Pending> run =
                queue.takeRun(
                        most, room, largest, alone, checkpoints, next -> stepAside(queue, next));
        if (!run.isEmpty()) {
            ready.poll();
            queue.ready = false;
            readyOperations -= size;
            readyBytes -= bytes;
            if (!oneRequestEach) {
                advance(queue, queue.readyAt);
            }
        }
        return run;
    }

    /**
     * An operation has left its flight.
     *
     * @param instead what takes its place, in order; empty if it is settled
     */
    void landed(PersonQueue queue, Pending pending, List<Pending> instead, long now) {
        queue.flying.remove(pending);
        forget(pending);
        replace(queue, instead);
        advance(queue, now);
    }

    private void replace(PersonQueue queue, List<Pending> instead) {
        for (int i = instead.size() - 1; i >= 0; i--) {
            queue.putBack(instead.get(i));
            buffered++;
            bufferedBytes += instead.get(i).memory();
        }
    }

    private void forget(Pending pending) {
        left++;
        buffered--;
        bufferedBytes -= pending.memory();
    }

    /** Lets everybody go who waits for a fence: the lower lanes have ended, nothing is before. */
    void releaseAll(long now) {
        for (PersonQueue queue : new ArrayList<>(people.values())) {
            queue.releaseAll();
            advance(queue, now);
        }
    }

    /** A checkpoint is complete, or none is waited for any more: who waited for it goes on. */
    void checkpointsKnowMore(long now) {
        List<PersonQueue> waited = unknown;
        unknown = new ArrayList<>();
        for (PersonQueue queue : waited) {
            queue.unknown = false;
            advance(queue, now);
        }
    }

    /** People whose next operation awaits a checkpoint. */
    int unknown() {
        return unknown.size();
    }

    /** What a restart must add under way again, each person's in order. */
    void forEachUnderWay(Consumer<Operation> sink) {
        people.values().forEach(queue -> queue.forEachUnderWay(sink));
    }

    /** What a restart must add behind it, each person's in order. */
    void forEachWaiting(Consumer<Operation> sink) {
        people.values().forEach(queue -> queue.forEachWaiting(sink));
    }

    /** Roughly the operations that could go now; counts those behind an obstacle too. */
    int readyOperations() {
        return readyOperations;
    }

    long readyBytes() {
        return readyBytes;
    }

    /** Operations that have left so far: it grows while there is progress. */
    long left() {
        return left;
    }

    /** Operations not settled. */
    int buffered() {
        return buffered;
    }

    long bufferedBytes() {
        return bufferedBytes;
    }
}
