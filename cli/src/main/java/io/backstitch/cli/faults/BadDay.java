package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.Response;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A bit of everything at once, and the job fails in the middle of it. */
final class BadDay implements Fault {
    private static final double SHARE = 0.3;

    @Override
    public String name() {
        return "bad-day";
    }

    @Override
    public String what() {
        return "429, 500, 503, silence, resets and lost answers at once, and all tasks are lost";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        SplittableRandom random = new SplittableRandom(scene.seed());
        scene.line(
                Conducts.mixed(
                        scene.seed(),
                        SHARE,
                        List.of(
                                Conducts.answer(Response.of(429, Map.of(), "")),
                                Conducts.answer(Response.of(429, Map.of("Retry-After", "1"), "")),
                                Conducts.answer(Response.of(500, Map.of(), "")),
                                Conducts.answer(Response.of(503, Map.of(), "")),
                                Conducts.silenceAfter(),
                                Conducts.resetBefore(),
                                Conducts.resetAfter(),
                                Conducts.closeMidway(),
                                Conducts.garbage())));
        scene.shop(0.3 + 0.3 * random.nextDouble());
        scene.loseTaskManager();
        scene.shop(1);
        scene.injected("losses", 1);
        scene.heal();
    }
}
