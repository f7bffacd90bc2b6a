package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conduct;
import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.Response;
import java.util.List;
import java.util.Map;

/**
 * Every other request fails after a while, those around it pass at once: what overtakes would be
 * seen.
 */
final class Flaky implements Fault {
    private static final double SHARE = 0.5;
    private static final long WHILE_MS = 400;

    @Override
    public String name() {
        return "flaky";
    }

    @Override
    public String what() {
        return "every other request is answered 500, 502, 503 or 408, those around it pass";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.1);
        scene.line(
                Conducts.mixed(
                        scene.seed(),
                        SHARE,
                        List.of(
                                late(Response.of(500, Map.of(), "")),
                                late(Response.of(502, Map.of(), "<html>")),
                                late(Response.of(503, Map.of(), "")),
                                late(Response.of(408, Map.of(), "")))));
        scene.shop(0.9);
        scene.pause(scene.span(1_000));
        scene.injected("operations sent again", scene.wire().sentAgain());
        scene.heal();
    }

    private static Conduct late(Response response) {
        return Conducts.answerLate(WHILE_MS, response);
    }
}
