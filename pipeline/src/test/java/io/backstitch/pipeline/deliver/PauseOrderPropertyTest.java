package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Operation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Pauses come and go, requests fail, the subtask restarts: what is paused is not sent, order per
 * person holds within what is not paused, nobody's MERGE, DELETE or FENCE passes anything, and in
 * the end everything has arrived once.
 */
class PauseOrderPropertyTest {
    private static final List<String> FAMILIES = List.of("a", "b", "c");

    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final Map<String, Integer> arrived = new HashMap<>();
    private final Set<String> sent = new HashSet<>();
    private final Map<String, Integer> effects = new LinkedHashMap<>();
    private final Set<String> settled = new HashSet<>();

    /** Per family the steps at which it was paused. */
    private final Map<String, Set<Integer>> pausedAt = new HashMap<>();

    private Desk desk;
    private SplittableRandom random;
    private int step;
    private int sentBefore;
    private int fencedBefore;
    private int settledBefore;

    @Property(tries = 600)
    void orderHoldsWithinWhatIsNotPaused(@ForAll long seed) {
        random = new SplittableRandom(seed);
        forgetTheTryBefore();
        desk =
                new Desk(
                        "deliver.max-batch-operations",
                        String.valueOf(1 + random.nextInt(6)),
                        "deliver.max-in-flight",
                        String.valueOf(1 + random.nextInt(3)),
                        "deliver.linger",
                        random.nextInt(30) + " ms",
                        "deliver.give-up-after",
                        "1 d",
                        "customerio.requests-per-second",
                        "1000000");
        int most = 1 + random.nextInt(70);
        int mischief = random.nextInt(30);
        int commands = random.nextInt(15);
        while (operations.size() < most) {
            step++;
            switch (random.nextInt(9)) {
                case 0, 1, 2 -> add(operation(operations.size()));
                case 3, 4 -> answer(mischief-- > 0);
                case 5 -> command(commands-- > 0);
                case 6 -> desk.lookOn();
                case 7 -> restart();
                default -> desk.timers.advance(random.nextInt(400));
            }
            look();
        }
        step++;
        desk.resume();
        look();
        for (int i = 0; i < 5_000 && !desk.isEmpty(); i++) {
            step++;
            desk.lookOn();
            answer(false);
            desk.timers.advance(500);
            look();
        }
        assertThat(desk.isEmpty()).as("everything has gone").isTrue();
        assertThat(settled).containsExactlyInAnyOrderElementsOf(operations.keySet());
        assertOrder();
    }

    private void forgetTheTryBefore() {
        operations.clear();
        arrived.clear();
        sent.clear();
        effects.clear();
        settled.clear();
        pausedAt.clear();
        step = 0;
        sentBefore = 0;
        fencedBefore = 0;
        settledBefore = 0;
    }

    private Operation operation(int number) {
        String person = (random.nextInt(4) == 0 ? "anonymous_id:" : "id:") + random.nextInt(3);
        String id = "op" + number;
        return switch (random.nextInt(10)) {
            case 0 -> Ops.delete(person, id, number);
            case 1 -> Ops.fence(person, id, "id:9");
            case 2, 3 -> Ops.identify(person, id, number, "{\"op\":\"" + id + "\"}");
            default -> Ops.named(FAMILIES.get(random.nextInt(3)), person, id, number);
        };
    }

    private void add(Operation operation) {
        operations.put(operation.id(), operation);
        arrived.put(operation.id(), step);
        desk.add(operation);
    }

    private void command(boolean any) {
        if (!any) {
            return;
        }
        String family = FAMILIES.get(random.nextInt(3));
        switch (random.nextInt(6)) {
            case 0 -> desk.pause();
            case 1 -> desk.resume();
            case 2, 3 -> desk.pause(family);
            default -> desk.resume(family);
        }
    }

    /** Effects without answers, answers without effects, and both. */
    private void answer(boolean mischief) {
        List<ScriptedClient.Request> open = desk.client.open;
        if (open.isEmpty()) {
            return;
        }
        ScriptedClient.Request request = open.remove(random.nextInt(open.size()));
        boolean effect = !mischief || random.nextBoolean();
        if (effect) {
            request.operations().forEach(o -> effects.putIfAbsent(id(o), step));
        }
        request.then().accept(mischief ? Answer.none("timeout") : ScriptedClient.ok());
    }

    private void restart() {
        desk = desk.restarted();
        sentBefore = 0;
        fencedBefore = 0;
        settledBefore = 0;
    }

    /** What must hold at every moment. */
    private void look() {
        List<String> requests = desk.client.sent;
        for (String body : requests.subList(sentBefore, requests.size())) {
            new ScriptedClient.Request(body.getBytes(), null)
                    .operations()
                    .forEach(operation -> mayBeSent(id(operation)));
        }
        sentBefore = requests.size();
        for (String end :
                desk.results.settled.subList(settledBefore, desk.results.settled.size())) {
            assertThat(end).startsWith("accepted ");
            assertThat(settled.add(end.split(" ")[1])).as("settled twice: " + end).isTrue();
        }
        settledBefore = desk.results.settled.size();
        for (Operation fence :
                desk.results.fenced.subList(fencedBefore, desk.results.fenced.size())) {
            settled.add(fence.id());
            assertAllBefore(fence.id());
        }
        fencedBefore = desk.results.fenced.size();
        for (String name : desk.pauses.names()) {
            pausedAt.computeIfAbsent(name, any -> new HashSet<>()).add(step);
        }
    }

    private void mayBeSent(String id) {
        boolean first = sent.add(id);
        if (first) {
            assertThat(desk.pauses.isWhole()).as(id + " while all is paused").isFalse();
            assertThat(desk.pauses.holds(operations.get(id))).as(id + " is paused").isFalse();
        }
    }

    private void assertAllBefore(String fence) {
        for (Operation before : operations.values()) {
            if (before.id().equals(fence)) {
                return;
            }
            if (before.person().equals(operations.get(fence).person())) {
                assertThat(settled).as("before fence " + fence).contains(before.id());
            }
        }
    }

    private void assertOrder() {
        List<String> order = new ArrayList<>(effects.keySet());
        for (int i = 0; i < order.size(); i++) {
            for (int j = i + 1; j < order.size(); j++) {
                Operation earlier = operations.get(order.get(i));
                Operation later = operations.get(order.get(j));
                if (earlier.person().equals(later.person()) && number(earlier) > number(later)) {
                    assertMayPass(earlier, later);
                }
            }
        }
    }

    /** The first took effect before the second, which had come before it. */
    private void assertMayPass(Operation passing, Operation passed) {
        String what = passing.id() + " passed " + passed.id();
        assertThat(passed.kind()).as(what).isEqualTo(Kind.EVENT);
        assertThat(passing.kind()).as(what).isIn(Kind.EVENT, Kind.IDENTIFY);
        String family = passed.subject().eventName();
        if (passing.kind() == Kind.EVENT) {
            assertThat(passing.subject().eventName()).as(what).isNotEqualTo(family);
        }
        for (Operation between : operations.values()) {
            if (between.person().equals(passed.person())
                    && number(between) > number(passed)
                    && number(between) < number(passing)) {
                assertThat(between.kind()).as(what + " over a barrier").isNotEqualTo(Kind.DELETE);
            }
        }
        assertThat(pausedAt.getOrDefault(family, Set.of()))
                .as(what + ", which was not paused meanwhile")
                .anyMatch(at -> at >= arrived.get(passing.id()) && at <= effects.get(passing.id()));
    }

    private static int number(Operation operation) {
        return Integer.parseInt(operation.id().substring(2));
    }

    private static String id(JsonNode operation) {
        return operation.has("id")
                ? operation.path("id").asText()
                : operation.path("attributes").path("op").asText();
    }
}
