package io.backstitch.cli.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.sandbox.proxy.Call;
import io.backstitch.sandbox.proxy.Conduct;
import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.Request;
import io.backstitch.sandbox.proxy.Response;
import io.backstitch.sandbox.shoppers.Simulation;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** A receiver that refuses what has to do with victims, and takes the rest. */
final class Refusals {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Reason of the dead letters. */
    private static final String REASON = "refused_by_customerio";

    /** An identify and an event. */
    private static final int OPERATIONS_EACH = 2;

    private final SplittableRandom random;
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong odd = new AtomicLong();

    Refusals(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Answers that refused something. */
    long refused() {
        return refused.get();
    }

    /** Answers that no document describes. */
    long odd() {
        return odd.get();
    }

    /** Lets victims be among the shoppers, one after every so many records. */
    static void mingle(Scene scene, int every) {
        int[] count = {0, 0};
        scene.writeBy(
                (tape, next) -> {
                    tape.write(next);
                    if (++count[0] % every == 0 && !next.onlyForTheClock()) {
                        tape.extra(
                                Simulation.BATCHES_TOPIC,
                                next.partition(),
                                next.kafkaTime(),
                                Stranger.victim(count[1]++, scene.seed(), next.kafkaTime()),
                                "a victim's batch",
                                REASON,
                                OPERATIONS_EACH);
                    }
                });
    }

    /** The whole request is refused if a victim is in it. */
    Conduct wholeRequests(int... statuses) {
        Conduct pass = Conducts.pass();
        return call -> {
            boolean victim = false;
            for (JsonNode item : WireBook.items(call.request().body())) {
                victim |= isVictim(item);
            }
            if (!victim) {
                pass.on(call);
                return;
            }
            refused.incrementAndGet();
            ObjectNode body = JSON.createObjectNode();
            fault(body.putArray("errors"));
            call.send(Response.json(pick(statuses), body.toString()));
        };
    }

    /** Victims are refused by index, the others are taken; now and then the answer is odd. */
    Conduct byIndex(double oddShare) {
        Conduct pass = Conducts.pass();
        return call -> {
            if (!call.request().isBatch()) {
                pass.on(call);
                return;
            }
            ObjectNode taken = JSON.createObjectNode();
            ArrayNode others = taken.putArray("batch");
            ObjectNode answer = JSON.createObjectNode();
            ArrayNode errors = answer.putArray("errors");
            int index = 0;
            for (JsonNode item : WireBook.items(call.request().body())) {
                if (isVictim(item)) {
                    // Two errors about one operation are still one refusal.
                    for (int i = pick(1, 2); i > 0; i--) {
                        fault(errors).put("batch_index", index);
                    }
                } else {
                    others.add(item);
                }
                index++;
            }
            if (!others.isEmpty()) {
                Request rest = call.request().withBody(Stranger.bytes(taken.toString()));
                Response response = call.forward(rest);
                if (response.status() != 200) {
                    call.send(response);
                    return;
                }
            }
            answer(call, answer, oddShare);
        };
    }

    private void answer(Call call, ObjectNode answer, double oddShare) throws IOException {
        boolean refusal = !answer.path("errors").isEmpty();
        if (chance(oddShare)) {
            odd.incrementAndGet();
            call.send(oddAnswer(answer));
        } else if (refusal) {
            refused.incrementAndGet();
            call.send(Response.json(pick(200, 207), answer.toString()));
        } else {
            call.send(Response.json(200, "{}"));
        }
    }

    /** What must never be taken for a verdict. */
    private Response oddAnswer(ObjectNode answer) {
        List<Response> choices =
                List.of(
                        Response.json(207, "{}"),
                        Response.json(207, "{\"errors\":[]}"),
                        Response.json(207, "{\"errors\":\"some\"}"),
                        Response.json(207, answer.toString().substring(1)),
                        Response.of(200, Map.of("Content-Type", "text/html"), "<html>"),
                        Response.json(200, "[]"));
        return choices.get(pick(0, 1, 2, 3, 4, 5));
    }

    /** An error that names an operation that was not in the request. */
    Conduct unknownIndex() {
        return call -> {
            if (call.request().isBatch()) {
                odd.incrementAndGet();
                call.forward();
                ObjectNode answer = JSON.createObjectNode();
                fault(answer.putArray("errors")).put("batch_index", 9_999);
                call.send(Response.json(207, answer.toString()));
            } else {
                call.send(call.forward());
            }
        };
    }

    private static ObjectNode fault(ArrayNode errors) {
        return errors.addObject()
                .put("reason", "invalid")
                .put("field", "identifiers")
                .put("message", "not here");
    }

    private static boolean isVictim(JsonNode item) {
        return item.toString().contains(Stranger.VICTIM);
    }

    private boolean chance(double share) {
        synchronized (random) {
            return random.nextDouble() < share;
        }
    }

    private int pick(int... of) {
        synchronized (random) {
            return of[random.nextInt(of.length)];
        }
    }
}
