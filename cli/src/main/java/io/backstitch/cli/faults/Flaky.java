package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.Response;
import java.util.List;
import java.util.Map;

/** Every other request fails at once, those around it do not: what overtakes would be seen. */
final class Flaky implements Fault {
    private static final double SHARE = 0.5;

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
                                Conducts.answer(Response.of(500, Map.of(), "")),
                                Conducts.answer(Response.of(502, Map.of(), "<html>")),
                                Conducts.answer(Response.of(503, Map.of(), "")),
                                Conducts.answer(Response.of(408, Map.of(), "")))));
        scene.shop(0.9);
        scene.pause(scene.span(1_000));
        scene.injected("operations sent again", scene.wire().sentAgain());
        scene.heal();
    }
}
