package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * The state of one Customer.io workspace, and the lock around it. Operations enter through {@link
 * #accept}; readers run inside {@link #read}.
 */
final class Workspace {

    final SandboxOptions options;
    final SandboxClock clock;
    final Segments segments;
    final Journeys journeys;
    final People people = new People();
    final AnonymousEvents anonymous = new AnonymousEvents();
    final Counters counters = new Counters();
    final List<Failure> failures = new ArrayList<>();
    final Dedupe dedupe;

    private final IdentifyAction identify = new IdentifyAction(this);
    private final EventAction event = new EventAction(this);
    private final MergeAction merge = new MergeAction(this);
    private final RemoveAction remove = new RemoveAction(this);
    private final Reordering reordering;
    private final Random random;
    private long ticks;
    private long accepted;
    private long acceptedAtLastLook;
    private long limitSecond;
    private int requestsInSecond;

    Workspace(SandboxOptions options) {
        this.options = options;
        clock = new SandboxClock(options.clockMode, options.systemClock);
        segments = new Segments(options.segments);
        journeys = new Journeys(options.journeys, segments);
        dedupe = new Dedupe(options.dedupeScope, options.nonUlidIds, options.dedupeWindow);
        random = new Random(options.seed);
        reordering = new Reordering(options.outOfOrderWindow, options.seed, this::apply);
    }

    /** A request has come in. */
    synchronized Ticket open() {
        counters.requests++;
        return new Ticket(++ticks);
    }

    /** A request has been answered. */
    synchronized void close(Ticket ticket) {
        ticket.close(++ticks);
    }

    /** Takes the valid operations of one request. */
    synchronized void accept(List<Operation> operations, Ticket ticket) {
        List<Operation> order = operations;
        if (options.batchOrder == Behaviour.BatchOrder.SHUFFLED && operations.size() > 1) {
            order = new ArrayList<>(operations);
            Collections.shuffle(order, random);
        }
        journeys.advanceAll(clock.now());
        long now = clock.accept(ticket.statedNow());
        for (Operation operation : order) {
            reordering.add(new Accepted(operation, ++accepted, now, ticket));
        }
        counters.meter(order.size(), wallSecond());
    }

    /** Counts refused operations, and uses up their event ids if the workspace does so. */
    synchronized void refuse(int items, List<String> eventIds) {
        counters.refusedItems += items;
        if (options.refusedIds == Behaviour.RefusedIds.USED_UP) {
            for (String id : eventIds) {
                dedupe.isRepeat(id, new Identifier(Identifier.Kind.ID, ""), null, clock.now());
            }
        }
    }

    /** Applies what was accepted and is still waiting. */
    synchronized void settle() {
        reordering.flush();
    }

    /** Applies what is waiting unless something was accepted since the last call. */
    synchronized void settleIfIdle() {
        if (accepted == acceptedAtLastLook) {
            reordering.flush();
        }
        acceptedAtLastLook = accepted;
    }

    /** Counts a Track request against the soft limit per wall-clock second. */
    synchronized boolean isOverLimit(int requestsPerSecond) {
        long second = wallSecond();
        if (second != limitSecond) {
            limitSecond = second;
            requestsInSecond = 0;
        }
        return ++requestsInSecond > requestsPerSecond;
    }

    /** Sets the global time; see {@link Behaviour.ClockMode#TRAFFIC}. */
    synchronized void setClock(long unixSeconds) {
        clock.set(unixSeconds);
        journeys.advanceAll(clock.now());
    }

    synchronized <T> T read(Supplier<T> query) {
        journeys.advanceAll(clock.now());
        return query.get();
    }

    double operationsPerSecond() {
        return counters.perSecond(wallSecond());
    }

    private void apply(Accepted a) {
        Operation.Action action = a.operation().action();
        switch (action) {
            case IDENTIFY -> identify.apply(a);
            case EVENT, PAGE, SCREEN -> event.apply(a);
            case MERGE -> merge.apply(a);
            case DELETE -> remove.delete(a);
            case SUPPRESS -> remove.suppress(a);
            case UNSUPPRESS -> remove.unsuppress(a);
            default -> counters.operation(action.label);
        }
    }

    /** Time passes for a person: computes the receive time and ends the waits that were due. */
    long receive(Person person, Accepted a) {
        long now = clock.receive(a.at(), person.clock, a.operation().timestamp());
        journeys.advance(person, now);
        person.clock = Math.max(person.clock, now);
        person.lastSeq = Math.max(person.lastSeq, a.seq());
        return now;
    }

    /** True if this operation raced with the one that created the person. */
    boolean raced(Person person, Accepted a) {
        return options.racingCreates && a.ticket().raced(person.createdBy);
    }

    Person create(Identifier who, Accepted a) {
        Person person = people.create(a.ticket());
        if (who.kind() != Identifier.Kind.CIO_ID) {
            if (people.find(who) != null) {
                counters.duplicateProfiles++;
            }
            people.assign(person, who);
            person.attributes.put(who.kind().field, TextNode.valueOf(who.value()));
        }
        return person;
    }

    void fail(long seq, Person person, String field, String reason, long now) {
        Failure failure =
                new Failure(seq, person == null ? null : person.cioId, field, reason, now);
        failures.add(failure);
        if (person != null) {
            person.failures.add(failure);
        }
        counters.attributeFailures++;
    }

    private static long wallSecond() {
        return System.nanoTime() / 1_000_000_000L;
    }
}
