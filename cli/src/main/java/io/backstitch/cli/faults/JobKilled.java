package io.backstitch.cli.faults;

import java.time.Duration;

/** The job's process dies by SIGKILL with requests under way; another goes on where it can. */
final class JobKilled implements Fault {
    private static final Duration TO_COME_AGAIN = Duration.ofSeconds(20);
    private static final int KILLS = 2;

    @Override
    public String name() {
        return "job-killed";
    }

    @Override
    public String what() {
        return "the job's process is killed with requests under way, and started from its last"
                + " checkpoint";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.expectFailedCheckpoints();
        scene.shop(0.1);
        scene.stage().moveToProcess();
        int hits = 0;
        for (int i = 1; i <= KILLS; i++) {
            long before = scene.sandbox().summary().duplicatesIgnored();
            scene.stage().awaitCheckpoints(1);
            CrashAfterAnswer.crash(
                    scene, 0.1 + 0.3 * i, i == KILLS, () -> scene.fail(scene.stage()::killProcess));
            scene.stage().awaitCheckpoints(1);
            boolean hit =
                    scene.await(
                            TO_COME_AGAIN,
                            () -> scene.sandbox().summary().duplicatesIgnored() > before);
            hits += hit ? 1 : 0;
        }
        scene.check(hits > 0, "no event came again: nothing was under way when it was killed");
        scene.stage().moveBack();
        scene.recovering();
        scene.injected("processes killed", KILLS);
        scene.injected("of these, with events that came again", hits);
    }
}
