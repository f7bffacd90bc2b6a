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
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Acts on outcomes: settles what has a verdict, cuts what must be cut, and lets the rest sleep
 * until it may try again.
 */
final class Verdicts {
    private static final Logger LOG = LoggerFactory.getLogger(Verdicts.class);

    /** Failures after which a request is cut, and a single operation waits aside. */
    private static final int PATIENCE = 3;

    /** So often an email is asked for: with pauses that double, for about half a minute. */
    private static final int TAKE_OVERS = 8;

    private final DeliverSettings settings;
    private final Lanes lanes;
    private final Settlement settlement;
    private final Flights flights;
    private final LineGate gate;
    private final RateLimit rate;
    private final Backoff backoff;
    private final DeliverMetrics metrics;
    private long accepted;

    Verdicts(
            DeliverSettings settings,
            Lanes lanes,
            Settlement settlement,
            Flights flights,
            LineGate gate,
            RateLimit rate,
            Backoff backoff,
            DeliverMetrics metrics) {
        this.settings = settings;
        this.lanes = lanes;
        this.settlement = settlement;
        this.flights = flights;
        this.gate = gate;
        this.rate = rate;
        this.backoff = backoff;
        this.metrics = metrics;
    }

    /** The Track API answered the flight's current slice. */
    void onAnswer(Flight flight, Outcome outcome, long now) {
        if (outcome instanceof Accepted) {
            gate.succeeded();
            flight.items().forEach(item -> accept(item, null, now));
            flights.next(flight, now);
        } else if (outcome instanceof ItemsRefused refused) {
            gate.succeeded();
            itemsRefused(flight, refused, now);
        } else if (outcome instanceof RequestRefused refused) {
            gate.succeeded();
            requestRefused(flight, refused.fault(), now);
        } else if (outcome instanceof RetryLater retry) {
            slowDown(flight, retry, now);
            later(flight, retry, now);
        } else if (outcome instanceof StopTheLine stop) {
            LOG.error("Delivery stands still, nothing is lost: {}", stop.why());
            gate.stop(stop.why(), now);
            flights.sleep(flight, now);
        }
    }

    /** A merge came to an end before it was sent; says nothing about the Track API. */
    void onLookUp(Flight flight, MergeLookup.Found found, long now) {
        gate.undecided();
        Item item = flight.items().get(0);
        if (found instanceof MergeLookup.Found.Failed failed) {
            later(flight, failed.why(), now);
            return;
        }
        if (found instanceof MergeLookup.Found.Nothing) {
            accept(item, "nothing_to_merge", now);
        } else {
            String detail = "expected one identifier in primary and one in secondary";
            refuse(item, new Refusal("broken_merge", null, detail), now);
        }
        flights.next(flight, now);
    }

    /**
     * An email that was somebody else's was accepted and looked up. Its old owner gives it back in
     * a lane of their own, and what is accepted shows only after a while: it is sent again until it
     * has taken, or for so long that somebody else must have it.
     */
    void onTakeOver(Flight flight, TakeOverCheck.Taken taken, long now) {
        gate.succeeded();
        Item item = flight.items().get(0);
        boolean last = item.pending().attempts >= TAKE_OVERS;
        if (taken == TakeOverCheck.Taken.YES) {
            accept(item, null, now);
        } else if (!last) {
            later(flight, new RetryLater("email_not_taken", -1, true), now);
            return;
        } else if (taken == TakeOverCheck.Taken.UNKNOWN) {
            accept(item, "email_unchecked", now);
        } else {
            LOG.warn("An email could not be taken over; its receipt says email_conflict");
            settlement.notTaken(item.pending());
            lanes.landed(item.queue(), item.pending(), List.of(), now);
        }
        flights.next(flight, now);
    }

    private void accept(Item item, String reason, long now) {
        accepted++;
        settlement.accepted(item.pending(), reason);
        lanes.landed(item.queue(), item.pending(), List.of(), now);
    }

    private void refuse(Item item, Refusal refusal, long now) {
        settlement.refusedAsAWhole(item.pending(), refusal);
        lanes.landed(item.queue(), item.pending(), List.of(), now);
    }

    private void refuse(Item item, List<Fault> faults, long now) {
        List<Pending> instead = settlement.refused(item.pending(), faults);
        lanes.landed(item.queue(), item.pending(), instead, now);
    }

    private void itemsRefused(Flight flight, ItemsRefused refused, long now) {
        List<List<Fault>> faults = refused.byItem(flight.items().size());
        List<Item> unknown = new ArrayList<>();
        for (int i = 0; i < faults.size(); i++) {
            Item item = flight.items().get(i);
            if (!faults.get(i).isEmpty()) {
                refuse(item, faults.get(i), now);
            } else if (refused.unplaced()) {
                unknown.add(item);
            } else {
                accept(item, null, now);
            }
        }
        if (unknown.isEmpty()) {
            flights.next(flight, now);
        } else {
            flight.cut(unknown);
            flights.sleep(flight, now);
        }
    }

    private void requestRefused(Flight flight, Fault fault, long now) {
        if (flight.items().size() > 1) {
            flight.cut(flight.items());
            flights.sleep(flight, now);
        } else {
            refuse(flight.items().get(0), List.of(fault), now);
            flights.next(flight, now);
        }
    }

    private void slowDown(Flight flight, RetryLater retry, long now) {
        if (retry.throttled()) {
            rate.throttled(now);
            gate.undecided();
        } else if (flight.holdsSlot || gate.isClosed()) {
            gate.failed(now);
        } else {
            // It waits aside because it fails alone: that says nothing about the line.
            gate.undecided();
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
            if (flight.failures >= (othersPass ? PATIENCE : 2 * PATIENCE)) {
                flight.cut(flight.items());
            }
        } else if (othersPass && now - flight.firstFailureAt >= settings.giveUpAfterMs()) {
            String detail = "failed alone for too long while others were accepted: " + retry.why();
            refuse(flight.items().get(0), new Refusal("gave_up", null, detail), now);
            flights.next(flight, now);
            return;
        } else if (flight.retries >= PATIENCE && flight.holdsSlot) {
            flights.setAside(flight, now);
        }
        flights.sleep(flight, now + delay);
    }
}
