package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One person's operations, in order: those in flight, then those that wait, the ones under way
 * ({@link Pending#underWay}) first; and the fences that have arrived for them.
 */
final class PersonQueue {
    private static final String ANONYMOUS = "anonymous_id:";

    final String person;
    private final ArrayDeque<Pending> underWay = new ArrayDeque<>();
    private final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    final List<Pending> flying = new ArrayList<>();

    /** In the line for the next request, since {@link #readyAt}. */
    boolean ready;

    long readyAt;

    /** In the list of those whose next operation awaits a checkpoint. */
    boolean unknown;

    private long waitingBytes;

    /** Fence id to whether its waiter has taken it; null while there are none. */
    private Map<String, Boolean> fences;

    PersonQueue(String person) {
        this.person = person;
    }

    /** Whether it is an id under which nobody's events go. */
    static boolean isAnonymous(String person) {
        return person.startsWith(ANONYMOUS);
    }

    void arrived(String fence, boolean taken) {
        if (fences == null) {
            fences = new LinkedHashMap<>();
        }
        fences.merge(fence, taken, Boolean::logicalOr);
    }

    /** Whether all that the operation awaits has arrived; takes it if so. */
    boolean release(Pending pending) {
        List<String> awaits = pending.operation.awaits();
        if (pending.released || awaits.isEmpty()) {
            return true;
        }
        if (fences == null || !fences.keySet().containsAll(awaits)) {
            return false;
        }
        // Kept until the queue is empty, for a later operation that names the same fence.
        awaits.forEach(fence -> fences.put(fence, true));
        pending.released = true;
        return true;
    }

    void add(Pending pending) {
        (pending.underWay ? underWay : waiting).add(pending);
        waitingBytes += pending.length();
    }

    /** What goes in the place of an operation whose turn it was. */
    void putBack(Pending pending) {
        pending.underWay = true;
        underWay.addFirst(pending);
        waitingBytes += pending.length();
    }

    /** Takes the last of those under way that are not in flight; null if there are none. */
    Pending pollLastUnderWay() {
        Pending pending = underWay.pollLast();
        if (pending != null) {
            waitingBytes -= pending.length();
        }
        return pending;
    }

    /** The operation whose turn it is, or null. */
    Pending peek() {
        return underWay.isEmpty() ? waiting.peek() : underWay.peek();
    }

    Pending poll() {
        Pending pending = underWay.isEmpty() ? waiting.poll() : underWay.poll();
        waitingBytes -= pending.length();
        return pending;
    }

    /** Operations that wait, not in flight. */
    int waiting() {
        return underWay.size() + waiting.size();
    }

    long waitingBytes() {
        return waitingBytes;
    }

    /**
     * Takes into flight what may share a request: one operation, or a run of events, because
     * Customer.io promises no order inside a request. Somebody's very first operation goes alone:
     * two that create the same person could make two.
     *
     * @param room bytes left in the request, separators included
     * @param alone nothing may share a request
     * @param checkpoints what must know of a provisional operation before it goes
     * @param steppedAside takes away an operation that must not go now, and says whether it did
     * @return empty if not even the first fits
     */
    List<Pending> takeRun(
            int most,
            int room,
            int largest,
            boolean alone,
            Checkpoints checkpoints,
            Predicate<Pending> steppedAside) {
        List<Pending> run = new ArrayList<>();
        int left = room;
        for (Pending next = peek(); next != null; next = peek()) {
            if (!checkpoints.know(next)) {
                break;
            }
            if (!run.isEmpty() && release(next) && steppedAside.test(next)) {
                continue;
            }
            boolean fits = run.size() < most && next.length() < left;
            if (!fits || !run.isEmpty() && !mayFollow(next, largest)) {
                break;
            }
            run.add(poll());
            left -= next.length() + 1;
            if (alone || !startsRun(next.operation)) {
                break;
            }
        }
        flying.addAll(run);
        return run;
    }

    private boolean mayFollow(Pending next, int largest) {
        return next.operation.kind() == Kind.EVENT && next.length() <= largest && release(next);
    }

    private boolean startsRun(Operation operation) {
        // Of a replayed one it is not known whether its person was ever created.
        boolean first = operation.seq() == 1 || operation.replayed();
        boolean creates = first && !isAnonymous(person);
        return operation.kind() == Kind.EVENT && !creates;
    }

    /** Drops fences that were taken, once nothing can name them any more. */
    boolean isForgettable() {
        if (waiting() > 0 || !flying.isEmpty()) {
            return false;
        }
        if (fences != null) {
            fences.values().removeIf(taken -> taken);
        }
        return fences == null || fences.isEmpty();
    }

    /** Lets the person go on without the fences they wait for. */
    void releaseAll() {
        underWay.forEach(pending -> pending.released = true);
        waiting.forEach(pending -> pending.released = true);
    }

    /** What a restart must know and add first, in order: fences, and what is under way. */
    void forEachUnderWay(Consumer<Operation> sink) {
        if (fences != null) {
            fences.forEach((id, taken) -> sink.accept(fenced(id, taken)));
        }
        flying.forEach(pending -> sink.accept(pending.operation));
        underWay.forEach(pending -> sink.accept(pending.operation));
    }

    /** What a restart must know besides, in order. */
    void forEachWaiting(Consumer<Operation> sink) {
        waiting.forEach(pending -> sink.accept(pending.operation));
    }

    private Operation fenced(String id, boolean taken) {
        return new Operation(Kind.FENCED, person, id, taken ? 1 : 0, null, List.of(), null, null);
    }
}
