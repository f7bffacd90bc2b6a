package io.backstitch.cli.demo;

import io.backstitch.cli.demo.Casebook.Effect;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** P4: per person, events were accepted in the order in which the pipeline decided them. */
final class InOrder {
    private final Casebook cases;
    private final Findings findings = new Findings(Promise.P4);

    InOrder(Casebook cases) {
        this.cases = cases;
    }

    Verdict verdict() {
        Map<String, Long> acceptance = new HashMap<>();
        for (Effect effect : cases.effects) {
            if (effect.deed().ulid() != null) {
                acceptance.put(effect.deed().ulid(), effect.deed().seq());
            }
        }
        decided().forEach((person, receipts) -> check(person, receipts, acceptance));
        return findings.verdict();
    }

    /** Accepted events per person; what was sent for two people by one fact says nothing. */
    private Map<String, List<Receipt>> decided() {
        Map<String, Receipt> byReceipt = new HashMap<>();
        Map<String, Set<String>> peopleOf = new HashMap<>();
        for (Receipt receipt : cases.evidence.receipts()) {
            if (receipt.getKind() == OperationKind.EVENT
                    && receipt.getOutcome() == Outcome.ACCEPTED
                    && receipt.getPersonSeq() > 0
                    && receipt.getUlid() != null) {
                byReceipt.put(receipt.getReceiptId(), receipt);
            }
            if (receipt.getUlid() != null) {
                peopleOf.computeIfAbsent(receipt.getUlid(), ulid -> new HashSet<>())
                        .add(receipt.getPerson());
            }
        }
        Map<String, List<Receipt>> decided = new TreeMap<>();
        for (Receipt receipt : byReceipt.values()) {
            if (peopleOf.get(receipt.getUlid()).size() == 1) {
                decided.computeIfAbsent(receipt.getPerson(), person -> new ArrayList<>())
                        .add(receipt);
            }
        }
        return decided;
    }

    private void check(String person, List<Receipt> receipts, Map<String, Long> acceptance) {
        receipts.sort(Comparator.comparingLong(Receipt::getPersonSeq));
        long last = Long.MIN_VALUE;
        Receipt before = null;
        for (Receipt receipt : receipts) {
            Long accepted = acceptance.get(receipt.getUlid());
            if (accepted == null) {
                continue;
            }
            findings.check(
                    accepted > last,
                    before == null
                            ? ""
                            : person
                                    + ": "
                                    + receipt.getEventName()
                                    + " (no. "
                                    + receipt.getPersonSeq()
                                    + ") was accepted before "
                                    + before.getEventName()
                                    + " (no. "
                                    + before.getPersonSeq()
                                    + ")");
            last = Math.max(last, accepted);
            before = receipt;
        }
    }
}
