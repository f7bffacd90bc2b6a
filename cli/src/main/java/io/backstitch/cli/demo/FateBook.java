package io.backstitch.cli.demo;

import io.backstitch.cli.demo.Casebook.Effect;
import io.backstitch.cli.demo.Fates.Kind;
import io.backstitch.cli.demo.Fates.Occurrence;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.RecordTruth;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * P8 and P9: every input has exactly one fate, the fates are those of truth, and what is said to be
 * accepted is there. An input without a fate that had arrived before the job was stopped and
 * resumed was lost in the upgrade: P9. Which of several occurrences is the duplicate is left open;
 * a second effect is P5's, a wrong person P1's or P2's.
 */
final class FateBook {
    private final Evidence evidence;
    private final Truth truth;
    private final Fates fates;
    private final Findings nothingLost = new Findings(Promise.P8);
    private final Findings nothingForgotten = new Findings(Promise.P9);
    private final Set<Integer> withLosses = new HashSet<>();
    private final Set<String> lostEvents = new HashSet<>();
    private final Set<String> lostOrders = new HashSet<>();
    private final Map<String, List<RecordTruth>> placed = new HashMap<>();

    FateBook(Evidence evidence) {
        this.evidence = evidence;
        this.truth = evidence.truth();
        this.fates = new Fates(evidence.receipts(), evidence.deadLetters());
        for (EventTruth event : truth.events()) {
            event(event);
        }
        for (RecordTruth written : truth.records()) {
            if (written.fate() != null) {
                record(written);
            }
            if ("order_completed".equals(written.contractName())) {
                placed.computeIfAbsent(written.orderId(), id -> new ArrayList<>()).add(written);
            }
        }
        for (OrderTruth order : truth.orders()) {
            order(order);
        }
        if (evidence.stoppedAt() != null) {
            withLosses.addAll(Gaps.shoppers(evidence));
        }
    }

    /** Shoppers of whom an input or an operation got lost in an upgrade. */
    Set<Integer> shoppersWithLosses() {
        return withLosses;
    }

    /** P8, with the receiver's side looked up in the casebook. */
    Verdict nothingLost(Casebook cases) {
        for (Map.Entry<String, Map<String, Occurrence>> found : fates.byEvent.entrySet()) {
            String position = found.getValue().keySet().iterator().next();
            boolean order = position.startsWith("orders-");
            nothingLost.check(
                    order || truth.event(found.getKey()) != null,
                    "event " + found.getKey() + " has a fate and was never sent");
        }
        Set<String> there = new HashSet<>();
        Set<String> receipted = new HashSet<>();
        for (Effect effect : cases.effects) {
            there.add(effect.deed().ulid());
        }
        for (Receipt receipt : evidence.receipts()) {
            if (receipt.getKind() == OperationKind.EVENT
                    && receipt.getOutcome() == Outcome.ACCEPTED
                    && receipted.add(receipt.getUlid())) {
                nothingLost.check(
                        there.contains(receipt.getUlid()),
                        receipt.getEventName()
                                + " "
                                + receipt.getEventId()
                                + " is receipted as accepted and is not there");
            }
        }
        for (Effect effect : cases.effects) {
            boolean excused =
                    evidence.stoppedAt() != null
                            && (lostEvents.contains(effect.deed().eventId())
                                    || cases.excused(cases.causeOf(effect.deed()).shopper()));
            if (excused) {
                continue;
            }
            boolean known = receipted.contains(effect.deed().ulid());
            String words = effect.deed().name() + " " + effect.deed().eventId() + " has no receipt";
            if (!known && beforeTheStop(effect.deed().receivedAt() * 1000)) {
                nothingForgotten.check(false, words + ": it was forgotten in the upgrade");
            } else {
                nothingLost.check(known, words);
            }
        }
        nothingLost.note(truth.inputs() + " inputs");
        return nothingLost.verdict();
    }

    /** P9. */
    Verdict nothingForgotten() {
        if (evidence.stoppedAt() == null) {
            nothingForgotten.note("this run was not stopped and resumed");
        }
        return nothingForgotten.verdict();
    }

    private void event(EventTruth event) {
        Map<String, Occurrence> found = fates.byEvent.getOrDefault(event.eventId(), Map.of());
        List<Long> missing = new ArrayList<>(event.arrivals());
        boolean effect = false;
        for (Occurrence occurrence : found.values()) {
            missing.remove((Long) occurrence.kafkaTime);
            effect |= occurrence.kinds.contains(Kind.ACCEPTED);
            judge("event " + event.eventId(), occurrence, Kind.of(event.fate()));
            remembered(occurrence.kafkaTime);
        }
        for (long arrival : missing) {
            lost("event " + event.eventId(), event.fate(), arrival, event.shopper());
            lostEvents.add(event.eventId());
            lostOrders.add(event.orderId());
        }
        nothingLost.check(
                found.size() <= event.arrivals().size(),
                "event " + event.eventId() + " has more fates than occurrences");
        if (Kind.of(event.fate()) == Kind.ACCEPTED
                && event.orderId() == null
                && missing.isEmpty()) {
            nothingLost.check(effect, "event " + event.eventId() + " was never delivered");
        }
    }

    private void record(RecordTruth written) {
        String what = written.what() + " record " + written.position();
        Occurrence found = fates.byPosition.get(written.position());
        if (found == null) {
            lost(what, written.fate(), written.kafkaTime(), written.shopper());
            lostEvents.add(written.eventId());
            lostOrders.add(written.orderId());
        } else {
            judge(what, found, Kind.of(written.fate()));
            remembered(written.kafkaTime());
        }
    }

    /** Of an order's reports one must have been delivered, unless one is missing anyway. */
    private void order(OrderTruth order) {
        boolean missing = lostOrders.contains(order.orderId());
        boolean effect = false;
        List<Map<String, Occurrence>> reports = new ArrayList<>();
        for (String clientEvent : order.clientEvents()) {
            reports.add(fates.byEvent.getOrDefault(clientEvent, Map.of()));
        }
        for (RecordTruth report : placed.getOrDefault(order.orderId(), List.of())) {
            Occurrence found = fates.byPosition.get(report.position());
            reports.add(found == null ? Map.of() : Map.of(report.position(), found));
        }
        for (Map<String, Occurrence> report : reports) {
            missing |= report.isEmpty();
            for (Occurrence occurrence : report.values()) {
                effect |= occurrence.kinds.contains(Kind.ACCEPTED);
            }
        }
        if (!missing) {
            nothingLost.check(effect, "order " + order.orderId() + " was never delivered");
        }
    }

    private void judge(String what, Occurrence found, Kind expected) {
        boolean one = found.kinds.size() == 1;
        nothingLost.check(one, what + " has two fates: " + found.kinds);
        Kind kind = found.kinds.iterator().next();
        if (one) {
            nothingLost.check(
                    kind == expected || (kind.effective() && expected.effective()),
                    what + " was " + kind + ", expected " + expected);
        }
    }

    private void remembered(long arrival) {
        if (beforeTheStop(arrival)) {
            nothingForgotten.checked();
        }
    }

    private boolean beforeTheStop(long arrival) {
        return evidence.stoppedAt() != null && arrival <= evidence.stoppedAt();
    }

    /** What never leaves the job's first operator cannot get lost in an upgrade. */
    private void lost(String what, Fate expected, long arrival, int shopper) {
        String words = what + " has no fate";
        boolean leaves = Kind.of(expected).effective();
        if (!leaves || !beforeTheStop(arrival)) {
            nothingLost.check(false, words);
            return;
        }
        nothingForgotten.check(false, words + ": it was lost in the upgrade");
        withLosses.add(shopper);
    }
}
