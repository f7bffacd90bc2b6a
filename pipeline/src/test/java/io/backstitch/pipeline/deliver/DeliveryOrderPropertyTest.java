package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.record.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever the endpoint does and in whatever order answers come: at the receiver each person's
 * operations take effect in order, each once, and every operation is settled exactly once.
 */
class DeliveryOrderPropertyTest {
    private static final String BAD = "bad";

    @Property(tries = 400)
    void orderHoldsUnderEverySchedule(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Desk desk =
                new Desk(
                        "deliver.max-batch-operations",
                        String.valueOf(1 + random.nextInt(12)),
                        "deliver.max-in-flight",
                        String.valueOf(1 + random.nextInt(5)),
                        "deliver.linger",
                        random.nextInt(30) + " ms",
                        "deliver.give-up-after",
                        "1 d",
                        "customerio.requests-per-second",
                        "1000000");
        Receiver receiver = new Receiver(random);
        Map<String, List<String>> expected = new HashMap<>();
        Set<String> all = new HashSet<>();
        int operations = 1 + random.nextInt(60);
        int sent = 0;
        int mischief = random.nextInt(80);
        while (sent < operations || desk.lanes.buffered() > 0) {
            int dice = random.nextInt(10);
            if (dice < 4 && sent < operations) {
                Operation operation = operation(random, sent++);
                all.add(operation.id());
                if (!operation.id().startsWith(BAD)) {
                    expected.computeIfAbsent(operation.person(), person -> new ArrayList<>())
                            .add(operation.id());
                }
                desk.add(operation);
            } else if (dice < 8 && !desk.client.open.isEmpty()) {
                ScriptedClient.Request request =
                        desk.client.open.remove(random.nextInt(desk.client.open.size()));
                request.then().accept(receiver.answer(request, mischief-- > 0));
            } else {
                desk.timers.advance(1 + random.nextInt(400));
            }
            nobodyIsInTwoRequests(desk.client.open);
        }
        assertThat(receiver.effects).isEqualTo(expected);
        assertThat(desk.results.settled).hasSameSizeAs(all).doesNotHaveDuplicates();
        for (String id : all) {
            String end = id.startsWith(BAD) ? "refused " + id + " " + Settlement.REFUSED : null;
            assertThat(desk.results.settled).contains(end == null ? "accepted " + id : end);
        }
        assertThat(desk.lanes.bufferedBytes()).isZero();
        assertThat(desk.lanes.readyOperations()).isZero();
        assertThat(desk.lanes.readyBytes()).isZero();
    }

    private static Operation operation(SplittableRandom random, int number) {
        String person = "id:p" + random.nextInt(5);
        boolean bad = random.nextInt(8) == 0;
        String id = (bad ? BAD : "op") + number;
        // Identifiers are at fault, so that a refused identify is refused as a whole.
        return random.nextInt(3) == 0
                ? Ops.identify(person, id, number, "{\"op\":\"" + id + "\",\"x\":1.0}")
                : Ops.event(person, id, number);
    }

    private static void nobodyIsInTwoRequests(List<ScriptedClient.Request> open) {
        Set<String> seen = new HashSet<>();
        for (ScriptedClient.Request request : open) {
            Map<String, List<String>> actions = new HashMap<>();
            for (JsonNode operation : request.operations()) {
                actions.computeIfAbsent(person(operation), person -> new ArrayList<>())
                        .add(operation.path("action").asText());
            }
            actions.forEach(
                    (person, kinds) -> {
                        assertThat(seen.add(person)).as(person).isTrue();
                        assertThat(kinds.size() == 1 || !kinds.contains("identify")).isTrue();
                    });
        }
    }

    private static String person(JsonNode operation) {
        return "id:" + operation.path("identifiers").path("id").asText();
    }

    private static String id(JsonNode operation) {
        return operation.has("id")
                ? operation.path("id").asText()
                : operation.path("attributes").path("op").asText();
    }

    /** Applies what it accepts, refuses what is bad, and does mischief. */
    private static final class Receiver {
        private final SplittableRandom random;
        private final Set<String> seen = new HashSet<>();
        final Map<String, List<String>> effects = new HashMap<>();

        Receiver(SplittableRandom random) {
            this.random = random;
        }

        Answer answer(ScriptedClient.Request request, boolean mischief) {
            switch (mischief ? random.nextInt(12) : 0) {
                case 1:
                    return Answer.none("timeout");
                case 2:
                    return ScriptedClient.answer(503, "");
                case 3:
                    return Answer.of(429, random.nextBoolean() ? "1" : null, new byte[0]);
                case 4:
                    apply(request);
                    return Answer.none("connection_lost");
                case 5:
                    return ScriptedClient.answer(401, "");
                case 6:
                    apply(request);
                    return ScriptedClient.answer(200, "<html>");
                case 7:
                    // For one operation alone it would be a verdict.
                    return ScriptedClient.answer(request.operations().size() > 1 ? 413 : 500, "");
                default:
                    return judged(request);
            }
        }

        private Answer judged(ScriptedClient.Request request) {
            List<JsonNode> operations = request.operations();
            StringBuilder errors = new StringBuilder();
            boolean place = random.nextInt(4) > 0;
            for (int i = 0; i < operations.size(); i++) {
                if (id(operations.get(i)).startsWith(BAD)) {
                    errors.append(errors.length() == 0 ? "" : ",")
                            .append("{\"batch_index\":")
                            .append(place ? i : 9_999)
                            .append(",\"field\":\"identifiers.id\"}");
                }
            }
            if (errors.length() > 0 && random.nextInt(3) == 0) {
                return ScriptedClient.answer(400, "{\"errors\":[{\"field\":\"identifiers.id\"}]}");
            }
            apply(request);
            return errors.length() == 0
                    ? ScriptedClient.ok()
                    : ScriptedClient.answer(207, "{\"errors\":[" + errors + "]}");
        }

        private void apply(ScriptedClient.Request request) {
            for (JsonNode operation : request.operations()) {
                String id = id(operation);
                if (!id.startsWith(BAD) && seen.add(id)) {
                    effects.computeIfAbsent(person(operation), person -> new ArrayList<>()).add(id);
                }
            }
        }
    }
}
