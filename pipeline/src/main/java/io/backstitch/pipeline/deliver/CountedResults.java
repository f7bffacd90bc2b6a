package io.backstitch.pipeline.deliver;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.balance.Count;
import io.backstitch.pipeline.record.Operation;

/** Counts the ends of input events; knows which replays have come to theirs. */
final class CountedResults implements Results {
    private final Results results;
    private final Balance balance;
    private final Replays replays;

    CountedResults(Results results, Balance balance, Replays replays) {
        this.results = results;
        this.balance = balance;
        this.replays = replays;
    }

    @Override
    public void accepted(Operation operation, String reason, int attempts) {
        count(operation, Count.ACCEPTED);
        if (operation.isSourceEventAgain()) {
            // Its end was the dead letter.
            balance.add(operation.subject().origin(), Count.REPLAYED, 1);
        }
        results.accepted(operation, reason, attempts);
    }

    @Override
    public void filtered(Operation operation, String reason) {
        count(operation, Count.FILTERED);
        results.filtered(operation, reason);
    }

    @Override
    public void refused(Operation operation, Refusal refusal, int attempts) {
        count(operation, Count.DEAD_LETTERS);
        results.refused(operation, refusal, attempts);
    }

    private void count(Operation operation, String end) {
        if (operation.replayed()) {
            replays.ended(operation);
        } else if (operation.isSourceEvent()) {
            balance.add(operation.subject().origin(), end, 1);
        }
    }

    @Override
    public void attributeRefused(Operation remains, String attribute, Refusal refusal) {
        results.attributeRefused(remains, attribute, refusal);
    }

    @Override
    public void fenced(Operation fenced) {
        results.fenced(fenced);
    }
}
