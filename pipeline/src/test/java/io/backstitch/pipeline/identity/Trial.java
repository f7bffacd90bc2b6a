package io.backstitch.pipeline.identity;

import io.backstitch.model.Coverage;
import io.backstitch.model.History;
import io.backstitch.model.Outcome;
import io.backstitch.model.Report;
import io.backstitch.model.World;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;

/** Plays one history to the steps and says in which way they and the model differ. */
public final class Trial implements BiFunction<History, Long, String> {
    private Staircase stairs;
    final List<Operation> operations = new ArrayList<>();
    private final List<Receipt> receipts = new ArrayList<>();
    private SplittableRandom random;
    private Setting setting;

    /** The difference between the pipeline and the model, line by line; empty if there is none. */
    @Override
    public String apply(History history, Long seed) {
        random = new SplittableRandom(seed);
        setting = new Setting(history.twists());
        operations.clear();
        receipts.clear();
        try {
            begin(Map.of());
            List<String> left;
            try {
                play(history);
                left = stairs.leftovers();
            } finally {
                stairs.close();
            }
            return compare(history, left);
        } catch (Exception | AssertionError e) {
            throw new IllegalStateException(e);
        }
    }

    private void begin(Map<String, OperatorSubtaskState> from) throws Exception {
        stairs = new Staircase(setting.identity(), setting.person(), from);
        stairs.over(new Edges(random.split()));
    }

    private void play(History history) throws Exception {
        Map<String, OperatorSubtaskState> crashed = null;
        for (int i = 0; i < history.slots().size(); i++) {
            History.Slot slot = history.slots().get(i);
            play(slot);
            if (crashed != null) {
                // What was sent cannot be taken back; what was only written is not committed.
                operations.addAll(stairs.operations);
                stairs.close();
                begin(crashed);
                play(slot);
                crashed = null;
            }
            keep();
            if (slot.trouble() == History.Trouble.CRASH) {
                crashed = stairs.snapshot(i + 1);
            } else if (slot.trouble() == History.Trouble.RESTART) {
                Map<String, OperatorSubtaskState> snapshot = stairs.snapshot(i + 1);
                stairs.close();
                begin(snapshot);
            }
        }
    }

    private void keep() {
        operations.addAll(stairs.operations);
        receipts.addAll(stairs.receipts);
        stairs.operations.clear();
        stairs.receipts.clear();
    }

    /** All of the slot is under way at once; per entry key it keeps its order. */
    private void play(History.Slot slot) throws Exception {
        Map<String, Queue<Bundle>> sources = new LinkedHashMap<>();
        for (Report report : slot.reports()) {
            Bundle bundle = Reports.bundle(report, "");
            sources.computeIfAbsent(bundle.level() + ":" + bundle.key(), key -> new ArrayDeque<>())
                    .add(bundle);
        }
        while (!sources.isEmpty()) {
            if (random.nextInt(3) > 0 && stairs.one()) {
                continue;
            }
            List<String> keys = new ArrayList<>(sources.keySet());
            String key = keys.get(random.nextInt(keys.size()));
            stairs.push(sources.get(key).remove());
            if (sources.get(key).isEmpty()) {
                sources.remove(key);
            }
        }
        stairs.settle();
        stairs.advance(slot.end());
    }

    private String compare(History history, List<String> left) {
        Outcome expected = World.of(history, setting.rules());
        Outcome got = new Outcome();
        Receiver receiver = new Receiver(withAddress(history));
        operations.forEach(receiver::take);
        Effects.tell(receiver, "", history.races(), got);
        for (Receipt receipt : receipts) {
            if (receipt.getOutcome() == io.backstitch.schemas.wire.Outcome.DUPLICATE) {
                boolean order = "order_id".equals(receipt.getReason().toString());
                if (!order) {
                    got.add("duplicate message " + receipt.getEventId());
                } else if (!history.races()) {
                    got.add("duplicate of order " + receipt.getOrderId());
                }
            }
        }
        StringBuilder difference = new StringBuilder(Outcome.difference(expected, got));
        receiver.wrong.forEach(line -> difference.append("  ! ").append(line).append('\n'));
        left.forEach(line -> difference.append("  ! left over: ").append(line).append('\n'));
        outOfOrder(expected, difference);
        return difference.toString();
    }

    /** Events that must not be sent before the address; none where an address is disputed. */
    private static Set<String> withAddress(History history) {
        Set<String> events = new HashSet<>();
        if (Coverage.of(history).contains("conflicts")) {
            return events;
        }
        boolean always = true;
        for (Report report : history.reports()) {
            boolean address = report.ids().containsKey("email");
            always &= address || !report.ids().containsKey("customer_id");
        }
        for (Report report : history.reports()) {
            if (always || report.ids().containsKey("email")) {
                report.deeds().forEach(deed -> events.add(deed.id()));
            }
        }
        return events;
    }

    /** What the model wants in an order, and one person got in another. */
    private void outOfOrder(Outcome expected, StringBuilder difference) {
        Map<String, Integer> position = new LinkedHashMap<>();
        Map<String, String> person = new LinkedHashMap<>();
        for (Operation operation : operations) {
            if (operation.kind() == Operation.Kind.EVENT) {
                String event = operation.subject().eventId();
                person.putIfAbsent(event, operation.person());
                position.putIfAbsent(event, position.size());
            }
        }
        for (List<String> wanted : expected.inOrder) {
            for (int i = 0; i + 1 < wanted.size(); i++) {
                String first = wanted.get(i);
                String second = wanted.get(i + 1);
                boolean both = person.containsKey(first) && person.containsKey(second);
                if (both
                        && person.get(first).equals(person.get(second))
                        && position.get(first) > position.get(second)) {
                    difference.append("  ! " + second + " was sent before " + first + "\n");
                }
            }
        }
    }
}
