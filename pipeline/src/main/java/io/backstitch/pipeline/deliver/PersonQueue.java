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
 * One person's operations, in order: those in flight, then those that wait; and the fences that
 * have arrived for them.
 */
final class PersonQueue {
    private static final String ANONYMOUS = "anonymous_id:";

    final String person;
    final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    final List<Pending> flying = new ArrayList<>();

    /** In the line for the next request, since {@link #readyAt}. */
    boolean ready;

    long readyAt;
    long waitingBytes;

    /** Fence id to whether its waiter has taken it; null while there are none. */
    private Map<String, Boolean> fences;

    PersonQueue(String person) {
        this.person = person;
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
        waiting.add(pending);
        waitingBytes += pending.length();
    }

    void putBack(Pending pending) {
        waiting.addFirst(pending);
        waitingBytes += pending.length();
    }

    Pending poll() {
        Pending pending = waiting.poll();
        waitingBytes -= pending.length();
        return pending;
    }

    /**
     * Takes into flight what may share a request: one operation, or a run of events, because
     * Customer.io promises no order inside a request. Somebody's very first operation goes alone:
     * two that create the same person could make two.
     *
     * @param room bytes left in the request, separators included
     * @return empty if not even the first fits
     */
    List<Pending> takeRun(int most, int room, int largest) {
        List<Pending> run = new ArrayList<>();
        int left = room;
        for (Pending next = waiting.peek(); next != null; next = waiting.peek()) {
            boolean fits = run.size() < most && next.length() < left;
            if (!fits || !run.isEmpty() && !mayFollow(next, largest)) {
                break;
            }
            run.add(poll());
            left -= next.length() + 1;
            if (!startsRun(next.operation)) {
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
        boolean first = operation.seq() == 1 && !person.startsWith(ANONYMOUS);
        return operation.kind() == Kind.EVENT && !first;
    }

    /** Drops fences that were taken, once nothing can name them any more. */
    boolean isForgettable() {
        if (!waiting.isEmpty() || !flying.isEmpty()) {
            return false;
        }
        if (fences != null) {
            fences.values().removeIf(taken -> taken);
        }
        return fences == null || fences.isEmpty();
    }

    /** Everything a restart must know, in an order in which it can be added again. */
    void forEachUnsettled(Consumer<Operation> sink) {
        if (fences != null) {
            fences.forEach((id, taken) -> sink.accept(fenced(id, taken)));
        }
        flying.forEach(pending -> sink.accept(pending.operation));
        waiting.forEach(pending -> sink.accept(pending.operation));
    }

    private Operation fenced(String id, boolean taken) {
        return new Operation(Kind.FENCED, person, id, taken ? 1 : 0, null, List.of(), null, null);
    }
}
