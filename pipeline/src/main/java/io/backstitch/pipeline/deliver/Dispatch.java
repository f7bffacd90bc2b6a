package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.deliver.Flight.Item;
import io.backstitch.pipeline.deliver.Outcome.Accepted;
import io.backstitch.pipeline.deliver.Outcome.Fault;
import io.backstitch.pipeline.deliver.Outcome.ItemsRefused;
import io.backstitch.pipeline.deliver.Outcome.RequestRefused;
import io.backstitch.pipeline.deliver.Outcome.RetryLater;
import io.backstitch.pipeline.deliver.Outcome.StopTheLine;
import io.backstitch.pipeline.deliver.Results.Refusal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is ready, and acts on the answers. Single-threaded: operations, alarms and answers
 * come on the subtask's own thread.
 *
 * <p>Order per person holds because a person has at most one request in flight, and leaves it only
 * with a verdict. A request without one keeps its place among those in flight, except a single
 * operation that keeps failing while others pass: that one waits aside, and only its person with
 * it.
 */
final class Dispatch {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatch.class);
    private static final int ASIDE_AFTER = 3;

    private final Lanes lanes;
    private final BatchAssembler assembler;
    private final Settlement settlement;
    private final CustomerIoClient client;
    private final MergeLookup mergeLookup;
    private final Timers timers;
    private final LineGate gate;
    private final RateLimit rate;
    private final Backoff backoff;
    private final DeliverSettings settings;
    private final DeliverMetrics metrics;
    private final Runnable onProgress;

    private final PriorityQueue<Flight> sleeping =
            new PriorityQueue<>(
                    Comparator.comparingLong((Flight flight) -> flight.wakeAt)
                            .thenComparingLong(flight -> flight.number));
    private long takenOff;
    private int flights;
    private int slots;
    private int inTheAir;
    private long accepted;
    private long nextAlarm = Long.MIN_VALUE;
    private boolean preferFresh;

    /**
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
            Runnable onProgress) {
        this.settings = settings;
        this.lanes = lanes;
        this.settlement = settlement;
        this.client = client;
        this.timers = timers;
        this.metrics = metrics;
        this.onProgress = onProgress;
        this.assembler =
                new BatchAssembler(
                        settings.maxBatchOperations(),
                        settings.maxBatchBytes(),
                        settings.sabotage());
        this.mergeLookup = new MergeLookup(client);
        this.backoff = new Backoff(settings.backoffInitialMs(), settings.backoffMaxMs());
        this.gate = new LineGate(5, backoff);
        double share =
                settings.requestsPerSecond()
                        / (double) Math.max(1, subtasks * settings.instances());
        this.rate = new RateLimit(share, settings.maxInFlight());
        metrics.gauges(() -> inTheAir, lanes::buffered, gate::stoppedBecause, rate::perSecond);
    }

    /** Sends all that may go now, and sets the alarm for what may go later. */
    void pump() {
        while (true) {
            long now = timers.now();
            boolean wakes = !sleeping.isEmpty() && sleeping.peek().wakeAt <= now;
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
            send(wakes && !(fresh && preferFresh) ? sleeping.poll() : takeOff(), now);
        }
    }

    private boolean hasFresh(long now) {
        return slots < settings.maxInFlight()
                && lanes.nextReady() != null
                && (assembler.isFull(lanes)
                        || now >= lanes.nextReady().readyAt + settings.lingerMs());
    }

    private Flight takeOff() {
        flights++;
        slots++;
        return new Flight(takenOff++, List.of(assembler.assemble(lanes)));
    }

    private void alarmForNextWork(long now) {
        if (!sleeping.isEmpty()) {
            alarm(sleeping.peek().wakeAt, now);
        }
        if (slots < settings.maxInFlight() && lanes.nextReady() != null) {
            alarm(lanes.nextReady().readyAt + settings.lingerMs(), now);
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
            mergeLookup.find(flight.first(), timers, found -> found(flight, found));
        } else {
            client.send(flight.body(), answer -> answered(flight, answer));
        }
    }

    private void found(Flight flight, MergeLookup.Found found) {
        if (found instanceof MergeLookup.Found.Merge merge) {
            client.send(merge.request(), answer -> answered(flight, answer));
            return;
        }
        inTheAir--;
        gate.undecided();
        Item item = flight.items().get(0);
        if (found instanceof MergeLookup.Found.Failed failed) {
            client.reloadSecrets();
            later(flight, failed.why(), timers.now());
        } else {
            if (found instanceof MergeLookup.Found.Nothing) {
                settlement.accepted(item.pending(), "nothing_to_merge");
            } else {
                settlement.refusedAsAWhole(
                        item.pending(),
                        new Refusal("broken_merge", null, "expected primary and secondary"));
            }
            landed(item, List.of());
            next(flight, timers.now());
        }
        goOn();
    }

    private void answered(Flight flight, Answer answer) {
        inTheAir--;
        long now = timers.now();
        Outcome outcome = OutcomeClassifier.classify(answer, flight.items().size(), now);
        if (outcome instanceof Accepted) {
            gate.succeeded();
            flight.items().forEach(this::accept);
            next(flight, now);
        } else if (outcome instanceof ItemsRefused refused) {
            gate.succeeded();
            itemsRefused(flight, refused, now);
        } else if (outcome instanceof RequestRefused refused) {
            gate.succeeded();
            requestRefused(flight, refused.fault(), now);
        } else if (outcome instanceof RetryLater retry) {
            pause(retry, now);
            later(flight, retry, now);
        } else if (outcome instanceof StopTheLine stop) {
            LOG.error("Delivery stands still, nothing is lost: {}", stop.why());
            gate.stop(stop.why(), now);
            sleep(flight, now);
        }
        goOn();
    }

    private void goOn() {
        onProgress.run();
        pump();
    }

    private void accept(Item item) {
        accepted++;
        settlement.accepted(item.pending(), null);
        landed(item, List.of());
    }

    private void landed(Item item, List<Pending> instead) {
        lanes.landed(item.queue(), item.pending(), instead, timers.now());
    }

    private void itemsRefused(Flight flight, ItemsRefused refused, long now) {
        List<Item> items = flight.items();
        List<Item> unknown = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            int index = i;
            List<Fault> faults =
                    refused.faults().stream().filter(fault -> fault.index() == index).toList();
            if (!faults.isEmpty()) {
                landed(items.get(i), settlement.refused(items.get(i).pending(), faults));
            } else if (refused.unplaced()) {
                unknown.add(items.get(i));
            } else {
                accept(items.get(i));
            }
        }
        if (unknown.isEmpty()) {
            next(flight, now);
        } else {
            flight.cut(unknown);
            sleep(flight, now);
        }
    }

    private void requestRefused(Flight flight, Fault fault, long now) {
        if (flight.items().size() > 1) {
            flight.cut(flight.items());
            sleep(flight, now);
            return;
        }
        Item item = flight.items().get(0);
        landed(item, settlement.refused(item.pending(), List.of(fault)));
        next(flight, now);
    }

    private void pause(RetryLater retry, long now) {
        if (retry.throttled()) {
            rate.throttled(now);
            gate.undecided();
        } else {
            gate.failed(now);
        }
        if (retry.retryAfterMs() > 0) {
            gate.pauseUntil(now + Math.min(retry.retryAfterMs(), settings.retryAfterMaxMs()));
        }
    }

    private void later(Flight flight, RetryLater retry, long now) {
        metrics.retried(flight.items().size());
        flight.retries++;
        if (!retry.throttled() && ++flight.failures == 1) {
            flight.firstFailureAt = now;
            flight.acceptedAtFirstFailure = accepted;
        }
        boolean othersPass = flight.failures > 0 && accepted > flight.acceptedAtFirstFailure;
        long delay = backoff.delayMs(flight.retries, flight.seed());
        LOG.debug("Again in {} ms: {}", delay, retry.why());
        if (flight.items().size() > 1) {
            int cutAfter = othersPass ? ASIDE_AFTER : 2 * ASIDE_AFTER;
            if (flight.failures >= cutAfter) {
                flight.cut(flight.items());
            }
        } else if (othersPass && now - flight.firstFailureAt >= settings.giveUpAfterMs()) {
            Item item = flight.items().get(0);
            String detail = "failed alone for too long while others were accepted: " + retry.why();
            settlement.refusedAsAWhole(item.pending(), new Refusal("gave_up", null, detail));
            landed(item, List.of());
            next(flight, now);
            return;
        } else if (flight.retries >= ASIDE_AFTER && flight.holdsSlot) {
            setAside(flight, now);
        }
        sleep(flight, now + delay);
    }

    private void setAside(Flight flight, long now) {
        flight.holdsSlot = false;
        List<List<Item>> others = flight.withoutOthers();
        if (others.isEmpty()) {
            slots--;
        } else {
            flights++;
            sleep(new Flight(takenOff++, others), now);
        }
    }

    private void sleep(Flight flight, long until) {
        flight.wakeAt = until;
        sleeping.add(flight);
    }

    private void next(Flight flight, long now) {
        if (flight.hasMore()) {
            sleep(flight, now);
            return;
        }
        flights--;
        if (flight.holdsSlot) {
            slots--;
        }
    }

    /** Nothing is under way and nothing can go, now or later, unless more arrives. */
    boolean isAtRest() {
        return flights == 0 && lanes.nextReady() == null;
    }
}
