package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conduct;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Far more comes in than a slow receiver takes. */
final class BackPressure implements Fault {
    private static final int REQUESTS_PER_SECOND = 5;
    private static final long SPAN_MS = 8_000;

    @Override
    public String name() {
        return "back-pressure";
    }

    @Override
    public String what() {
        return "the receiver takes 5 requests a second, some fifty times more comes in";
    }

    @Override
    public int crowd() {
        return 4;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.line(slow());
        scene.shop(0.7);
        scene.pause(scene.span(SPAN_MS));
        long delivered = scene.wire().operations();
        scene.injected("operations sent while slow", delivered);
        scene.injected("records written meanwhile", scene.tape().size());
        long memory = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        scene.injected("MB of heap in use", memory >> 20);
        scene.check(
                scene.await(Duration.ofSeconds(30), () -> scene.stage().health().checkpoints() > 0),
                "no checkpoint");
        scene.heal();
    }

    /** One request at a time, none before the one before has had its share of the second. */
    private static Conduct slow() {
        Semaphore turn = new Semaphore(1, true);
        return call -> {
            turn.acquire();
            try {
                Thread.sleep(1_000 / REQUESTS_PER_SECOND);
            } finally {
                turn.release();
            }
            call.send(call.forward());
        };
    }
}
