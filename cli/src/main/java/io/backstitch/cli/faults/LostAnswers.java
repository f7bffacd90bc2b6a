package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conducts;
import java.util.List;

/** Requests take effect, and the answer never arrives in one piece. */
final class LostAnswers implements Fault {
    private static final double SHARE = 0.4;

    @Override
    public String name() {
        return "lost-answers";
    }

    @Override
    public String what() {
        return "RST, FIN, half-close or nonsense before, in place of or amid the answer";
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
                                Conducts.resetBefore(),
                                Conducts.resetAfter(),
                                Conducts.resetMidway(),
                                Conducts.closeBefore(),
                                Conducts.closeAfter(),
                                Conducts.closeMidway(),
                                Conducts.halfClose(),
                                Conducts.garbage(),
                                Conducts.noHttp())));
        scene.shop(0.9);
        scene.pause(scene.span(1_000));
        long repeats = scene.sandbox().summary().duplicatesIgnored();
        scene.check(
                repeats > 0, "no event reached the receiver twice: nothing was put to the test");
        scene.injected("events that came again", repeats);
        scene.heal();
    }
}
