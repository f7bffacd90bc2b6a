package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.balance.Balance;
import io.backstitch.pipeline.balance.Count;
import io.backstitch.pipeline.person.LedgerState;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a step tells its {@link Balance}. */
final class Books {
    private final Balance balance;
    private final String delivery;
    private final Map<String, String> ways = new HashMap<>();

    Books(Balance balance, Level level) {
        this.balance = balance;
        this.delivery =
                Count.passedOn(level.isPerson() ? Count.delivery(level.name()) : Count.ANONYMOUS);
    }

    void received(Bundle bundle) {
        add(bundle, Count.RECEIVED, 1);
    }

    /** Events that wait in the ledger of somebody who turned out to be somebody here. */
    void received(LedgerState ledger) {
        ledger.forEachWaiting(origin -> balance.add(origin, Count.RECEIVED, 1));
    }

    void passedOn(Bundle bundle) {
        add(bundle, way(bundle.level()), 1);
    }

    void passedOn(LedgerState ledger, String level) {
        ledger.forEachWaiting(origin -> balance.add(origin, way(level), 1));
    }

    void delivered(Operation operation) {
        if (operation.isSourceEvent()) {
            balance.add(operation.subject().origin(), delivery, 1);
        }
    }

    /** An event ends here. */
    void ended(Bundle bundle, String how) {
        balance.add(bundle.origin(), how, 1);
    }

    /** The same with one that was an operation already. */
    void ended(Operation operation, String how) {
        if (operation.isSourceEvent()) {
            balance.add(operation.subject().origin(), how, 1);
        }
    }

    /** It is put aside here. */
    void held(Bundle bundle) {
        add(bundle, Count.HELD, 1);
    }

    void heldNoMore(Bundle bundle) {
        add(bundle, Count.HELD, -1);
    }

    void heldNoMore(List<Bundle> bundles) {
        bundles.forEach(this::heldNoMore);
    }

    /**
     * What waits in a ledger, told twice for each change: what waited before is taken off.
     *
     * @param ledger null for none
     */
    void waited(LedgerState ledger) {
        if (ledger != null) {
            ledger.forEachWaiting(origin -> balance.add(origin, Count.WAITING, -1));
        }
    }

    /** What waits in it now. */
    void waits(LedgerState ledger) {
        ledger.forEachWaiting(origin -> balance.add(origin, Count.WAITING, 1));
    }

    private void add(Bundle bundle, String name, int sign) {
        balance.add(bundle.origin(), name, (long) sign * bundle.events().size());
    }

    private String way(String level) {
        return ways.computeIfAbsent(level, to -> Count.passedOn(Count.step(to)));
    }
}
