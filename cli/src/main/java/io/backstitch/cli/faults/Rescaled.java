package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conducts;

/** The job is stopped and resumed at other parallelisms while requests are under way. */
final class Rescaled implements Fault {
    private static final long SLOW_MS = 300;

    @Override
    public String name() {
        return "rescaled";
    }

    @Override
    public String what() {
        return "stopped with a savepoint, resumed at parallelism 4, 1 and 2, requests under way";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.expectFailedCheckpoints();
        scene.line(Conducts.late(SLOW_MS));
        double share = 0.25;
        for (int parallelism : new int[] {4, 1, Stage.PARALLELISM}) {
            scene.shop(share);
            scene.stage().rescale(parallelism);
            share += 0.2;
        }
        scene.injected("rescalings", 3);
        scene.heal();
    }
}
