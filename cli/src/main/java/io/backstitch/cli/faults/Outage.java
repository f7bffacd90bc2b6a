package io.backstitch.cli.faults;

import io.backstitch.cli.faults.Stage.Health;
import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.Response;
import java.time.Duration;

/** Customer.io is away: 503, then nobody listens, then 500. */
final class Outage implements Fault {
    private static final long SPAN_MS = 4_000;

    /** Per second and delivery subtask, once the line is closed: back-off ends at a second. */
    private static final int PROBES = 3;

    private static final int SUBTASKS = 3 * Stage.PARALLELISM;

    /** A subtask's requests under way, and the failures until it closes the line. */
    private static final int FIRST = 10;

    @Override
    public String name() {
        return "outage";
    }

    @Override
    public String what() {
        return "503, then connections refused, then 500, while shoppers go on";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        Duration span = scene.span(SPAN_MS);
        scene.shop(0.2);
        Health before = scene.stage().health();
        scene.line(Conducts.answer(Response.of(503, java.util.Map.of(), "away")));
        scene.shop(0.4);
        int effects = scene.watch().effects();
        long requests = scene.proxy().requests();
        scene.pause(span);
        scene.proxy().refuse();
        scene.shop(0.6);
        scene.pause(span);
        scene.proxy().listen();
        scene.line(Conducts.answer(Response.of(500, java.util.Map.of(), "broken")));
        scene.pause(span);
        long asked = scene.proxy().requests() - requests;
        long allowed = SUBTASKS * (FIRST + PROBES * span.toSeconds() * 3);
        scene.check(
                asked <= allowed,
                asked + " requests while the receiver was away, expected at most " + allowed);
        scene.check(scene.watch().effects() == effects, "effects while the receiver was away");
        Health during = scene.stage().health().since(before);
        scene.check(
                during.checkpoints() >= 2,
                during.checkpoints() + " checkpoints while the receiver was away");
        scene.injected("seconds away", 3 * span.toMillis() / 1000.0);
        scene.injected("requests meanwhile", asked);
        scene.injected("checkpoints meanwhile", during.checkpoints());
        scene.heal();
    }
}
