package io.backstitch.cli.faults;

import java.util.SplittableRandom;

/** The task manager is lost at random moments. */
final class TaskManagerLost implements Fault {
    @Override
    public String name() {
        return "task-manager-lost";
    }

    @Override
    public String what() {
        return "all tasks are lost at seeded moments, with everything in memory";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        SplittableRandom random = new SplittableRandom(scene.seed());
        int losses = 3;
        for (int i = 0; i < losses; i++) {
            scene.shop((i + 0.2 + 0.6 * random.nextDouble()) / losses);
            scene.pause(java.time.Duration.ofMillis(random.nextInt(1_000)));
            scene.loseTaskManager();
        }
        scene.injected("losses", losses);
    }
}
