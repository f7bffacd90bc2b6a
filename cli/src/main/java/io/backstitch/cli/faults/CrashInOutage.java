package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.Response;
import java.util.Map;

/** The job fails while operations wait that only its checkpoint knows of. */
final class CrashInOutage implements Fault {
    @Override
    public String name() {
        return "crash-in-outage";
    }

    @Override
    public String what() {
        return "all tasks are lost while the receiver is away and operations wait";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.2);
        scene.line(Conducts.answer(Response.of(503, Map.of(), "away")));
        scene.shop(0.6);
        scene.stage().awaitCheckpoints(2);
        scene.loseTaskManager();
        scene.stage().awaitCheckpoints(1);
        scene.loseTaskManager();
        scene.injected("losses", 2);
        scene.stage().awaitCheckpoints(1);
        scene.heal();
    }
}
