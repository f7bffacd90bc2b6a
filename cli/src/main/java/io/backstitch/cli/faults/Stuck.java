package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Call;
import io.backstitch.sandbox.proxy.Conduct;
import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that nobody answers, or so slowly or so late that it does not help. */
final class Stuck implements Fault {
    private static final double SHARE = 0.3;

    /** The request timeout of the stage, and what a busy machine adds. */
    private static final long LONGEST_MS = Stage.REQUEST_TIMEOUT_MS + 1_000;

    /** Whoever waits for a late answer waits longer than allowed. */
    private static final long LATE_MS = LONGEST_MS + 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong shortest = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong hit = new AtomicLong();
    private final AtomicLong left = new AtomicLong();

    @Override
    public String name() {
        return "stuck";
    }

    @Override
    public String what() {
        return "accepted and never answered, one byte per second, answered after the timeout";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.2);
        List<Conduct> ways =
                List.of(
                        timed(Call::awaitTheClientsEnd),
                        timed(afterEffect((call, answer) -> call.awaitTheClientsEnd())),
                        timed(
                                afterEffect(
                                        (call, answer) -> {
                                            call.isLeftWithin(LATE_MS);
                                            call.send(answer);
                                        })),
                        timed(afterEffect((call, answer) -> call.drip(answer.bytes(), 1_000))));
        scene.line(Conducts.mixed(scene.seed(), SHARE, ways));
        scene.shop(0.8);
        scene.pause(scene.span(2_000));
        scene.heal();
        // With the rest of the traffic: what is said of the wait is said of every request.
        boolean allLeft = scene.await(PATIENCE, () -> left.get() == hit.get());
        scene.check(allLeft, "a request still waits 20 s after the line is well");
        scene.check(hit.get() >= ways.size(), "only " + hit.get() + " requests were hit");
        scene.check(
                longest.get() <= LONGEST_MS,
                "a request was waited for during " + longest.get() + " ms");
        scene.injected("requests hit", hit.get());
        scene.injected("request timeout, ms", Stage.REQUEST_TIMEOUT_MS);
        scene.injected("shortest wait, ms", shortest.get());
        scene.injected("longest wait, ms", longest.get());
    }

    /** What is done with the answer after the request has had its effect. */
    private interface Answering {
        void with(Call call, Response answer) throws IOException;
    }

    private static Conduct afterEffect(Answering answering) {
        return call -> answering.with(call, call.forward());
    }

    /** How long the client waits before it gives up: it leaves, which ends each of these. */
    private Conduct timed(Conduct conduct) {
        return call -> {
            hit.incrementAndGet();
            long start = System.nanoTime();
            try {
                conduct.on(call);
            } finally {
                long waited = (System.nanoTime() - start) / 1_000_000;
                longest.accumulateAndGet(waited, Math::max);
                shortest.accumulateAndGet(waited, Math::min);
                left.incrementAndGet();
            }
        };
    }
}
