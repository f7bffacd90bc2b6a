package io.backstitch.pipeline.deliver;

import java.util.List;

/**
 * Decides when the next request goes, and sends it. Single-threaded: operations, alarms and answers
 * come on the subtask's own thread.
 *
 * <p>Order per person holds because a person has at most one request in flight, and leaves it only
 * with a verdict. A request without one keeps its place among those in flight, except a single
 * operation that keeps failing: that one waits aside, and only its person with it.
 */
final class Dispatch {
    /** Failures in a row after which only probes go. */
    private static final int FAILURES_TO_CLOSE = 5;

    private final Lanes lanes;
    private final BatchAssembler assembler;
    private final Flights flights;
    private final Verdicts verdicts;
    private final CustomerIoClient client;
    private final MergeLookup mergeLookup;
    private final TakeOverCheck takeOverCheck;
    private final Timers timers;
    private final LineGate gate;
    private final RateLimit rate;
    private final long lingerMs;
    private final DeliverMetrics metrics;
    private final Pauses pauses;
    private final Runnable onProgress;

    private int inTheAir;
    private long nextAlarm = Long.MIN_VALUE;
    private boolean preferFresh;

    /**
     * @param subtasks of this level, for the share of the account's ceiling
     * @param pauses while delivery as a whole is paused nothing is sent; what is in flight goes to
     *     its end
     * @param onProgress called after each verdict, before the next request is made up
     */
    Dispatch(
            DeliverSettings settings,
            int subtasks,
            Lanes lanes,
            Settlement settlement,
            CustomerIoClient client,
            Timers timers,
            DeliverMetrics metrics,
            Pauses pauses,
            Runnable onProgress) {
        this.lanes = lanes;
        this.client = client;
        this.timers = timers;
        this.metrics = metrics;
        this.pauses = pauses;
        this.onProgress = onProgress;
        this.lingerMs = settings.lingerMs();
        this.assembler =
                new BatchAssembler(
                        settings.maxBatchOperations(),
                        settings.maxBatchBytes(),
                        settings.sabotage());
        this.mergeLookup = new MergeLookup(client);
        this.takeOverCheck = new TakeOverCheck(client, mergeLookup);
        this.flights = new Flights(settings.maxInFlight());
        Backoff backoff = new Backoff(settings.backoffInitialMs(), settings.backoffMaxMs());
        this.gate = new LineGate(FAILURES_TO_CLOSE, backoff);
        int sharers = Math.max(1, subtasks * settings.instances());
        this.rate =
                new RateLimit(
                        settings.requestsPerSecond() / (double) sharers, settings.maxInFlight());
        this.verdicts =
                new Verdicts(settings, lanes, settlement, flights, gate, rate, backoff, metrics);
        metrics.gauges(() -> inTheAir, lanes::buffered, gate::stoppedBecause, rate::perSecond);
    }

    /** Sends all that may go now, and sets the alarm for what may go later. */
    void pump() {
        while (!pauses.isWhole()) {
            long now = timers.now();
            boolean wakes = flights.nextAsleep() != null && flights.nextAsleep().wakeAt <= now;
            boolean fresh = hasFresh(now);
            if (!wakes && !fresh) {
                alarmForNextWork(now);
                return;
            }
            if (!gate.maySend(now)) {
                alarm(gate.opensAt(), now);
                return;
            }
            long wait = rate.waitMs(now);
            if (wait > 0) {
                alarm(now + wait, now);
                return;
            }
            // While the line is closed new requests take turns as probes, lest one poisoned
            // operation be the only one ever tried.
            preferFresh = gate.isClosed() && !preferFresh;
            send(
                    wakes && !(fresh && preferFresh)
                            ? flights.wake()
                            : flights.takeOff(List.of(assembler.assemble(lanes))),
                    now);
        }
    }

    private boolean hasFresh(long now) {
        return flights.hasSlot()
                && lanes.nextReady() != null
                && (assembler.isFull(lanes) || now >= lanes.nextReady().readyAt + lingerMs);
    }

    private void alarmForNextWork(long now) {
        if (flights.nextAsleep() != null) {
            alarm(flights.nextAsleep().wakeAt, now);
        }
        if (flights.hasSlot() && lanes.nextReady() != null) {
            alarm(lanes.nextReady().readyAt + lingerMs, now);
        }
    }

    private void alarm(long time, long now) {
        if (time > now && (nextAlarm <= now || time < nextAlarm)) {
            nextAlarm = time;
            timers.at(time, this::pump);
        }
    }

    private void send(Flight flight, long now) {
        if (gate.stoppedBecause() != null) {
            client.reloadSecrets();
        }
        gate.sent();
        rate.take(now);
        inTheAir++;
        metrics.request(flight.items().size());
        flight.items().forEach(item -> item.pending().attempts++);
        if (flight.isMerge()) {
            mergeLookup.find(
                    flight.items().get(0).pending(), timers, found -> found(flight, found));
        } else {
            client.send(flight.body(), answer -> answered(flight, answer));
        }
    }

    private void found(Flight flight, MergeLookup.Found found) {
        if (found instanceof MergeLookup.Found.Merge merge) {
            client.send(merge.request(), answer -> answered(flight, answer));
            return;
        }
        if (found instanceof MergeLookup.Found.Failed) {
            // Perhaps the App API key has been rotated.
            client.reloadSecrets();
        }
        inTheAir--;
        verdicts.onLookUp(flight, found, timers.now());
        progressed();
    }

    private void answered(Flight flight, Answer answer) {
        long now = timers.now();
        Outcome outcome = OutcomeClassifier.classify(answer, flight.items().size(), now);
        if (flight.isTakeOver() && outcome instanceof Outcome.Accepted) {
            Pending pending = flight.items().get(0).pending();
            takeOverCheck.check(pending, timers, taken -> took(flight, taken));
            return;
        }
        inTheAir--;
        verdicts.onAnswer(flight, outcome, now);
        progressed();
    }

    private void took(Flight flight, TakeOverCheck.Taken taken) {
        inTheAir--;
        verdicts.onTakeOver(flight, taken, timers.now());
        progressed();
    }

    private void progressed() {
        onProgress.run();
        pump();
    }

    /**
     * Delivery goes on after a pause.
     *
     * @param pausedMs for so long nothing could be sent, which is nobody's failure
     */
    void goOn(long pausedMs) {
        flights.excuse(pausedMs);
        pump();
    }

    /** Nothing is under way and nothing can go, now or later, unless more arrives. */
    boolean isAtRest() {
        return flights.isEmpty() && lanes.nextReady() == null;
    }
}
