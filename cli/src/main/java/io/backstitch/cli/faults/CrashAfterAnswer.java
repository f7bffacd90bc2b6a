package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conduct;
import io.backstitch.sandbox.proxy.Conducts;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The job fails after Customer.io has taken operations and before the next checkpoint knows of it:
 * they are sent again, and nobody may notice.
 */
final class CrashAfterAnswer implements Fault {
    /** So many batches are let through after a checkpoint, then the job fails. */
    private static final int BATCHES = 3;

    private static final long PATIENCE_S = 20;

    @Override
    public String name() {
        return "crash-after-answer";
    }

    @Override
    public String what() {
        return "all tasks are lost between an answer and the next checkpoint";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        int crashes = 3;
        int hits = 0;
        scene.shop(0.1);
        for (int i = 1; i <= crashes; i++) {
            long before = scene.sandbox().summary().duplicatesIgnored();
            scene.stage().awaitCheckpoints(1);
            crash(scene, 0.1 + 0.2 * i, i == crashes, scene::loseTaskManager);
            scene.stage().awaitCheckpoints(1);
            boolean hit =
                    scene.await(
                            Duration.ofSeconds(10),
                            () -> scene.sandbox().summary().duplicatesIgnored() > before);
            hits += hit ? 1 : 0;
        }
        scene.check(
                hits > 0, "no event came again: the moment before the checkpoint was never hit");
        scene.injected("crashes", crashes);
        scene.injected("of these, with events that came again", hits);
    }

    /**
     * Lets people shop, and the job fail when some batches after that have been answered.
     *
     * @param unanswered the answer of the batch that triggers it does not arrive any more
     */
    static void crash(Scene scene, double share, boolean unanswered, Scene.Failure failure)
            throws Exception {
        CountDownLatch now = new CountDownLatch(1);
        AtomicInteger batches = new AtomicInteger();
        Conduct pass = Conducts.pass();
        scene.line(
                call -> {
                    boolean trigger =
                            call.request().isBatch() && batches.incrementAndGet() == BATCHES;
                    if (!trigger) {
                        pass.on(call);
                        return;
                    }
                    if (unanswered) {
                        call.forward();
                        now.countDown();
                        call.awaitTheClientsEnd();
                    } else {
                        pass.on(call);
                        now.countDown();
                    }
                });
        FutureTask<Void> shopping =
                new FutureTask<>(
                        () -> {
                            scene.shop(share);
                            return null;
                        });
        Thread shoppers = new Thread(shopping, "shoppers");
        shoppers.setDaemon(true);
        shoppers.start();
        scene.check(now.await(PATIENCE_S, TimeUnit.SECONDS), "too few batches to crash after one");
        failure.happen();
        shopping.get();
        scene.line(Conducts.pass());
    }
}
