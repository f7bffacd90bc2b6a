package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conduct;
import io.backstitch.sandbox.proxy.Conducts;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that nobody answers, or so slowly or so late that it does not help. */
final class Stuck implements Fault {
    private static final double SHARE = 0.3;
    private static final long LATE_MS = 2_500;

    /** The request timeout of the stage, and what a busy machine adds. */
    private static final long LONGEST_MS = 1_500 + 2_000;

    private final AtomicLong longest = new AtomicLong();
    private final AtomicLong hit = new AtomicLong();

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
        scene.line(
                Conducts.mixed(
                        scene.seed(),
                        SHARE,
                        List.of(
                                timed(Conducts.silence()),
                                timed(Conducts.silenceAfter()),
                                counted(Conducts.late(LATE_MS)),
                                counted(Conducts.drip(1_000)))));
        scene.shop(0.8);
        scene.pause(scene.span(2_000));
        scene.check(hit.get() > 0, "no request was hit");
        scene.check(
                longest.get() <= LONGEST_MS,
                "a request was waited for during " + longest.get() + " ms");
        scene.injected("requests hit", hit.get());
        scene.injected("longest wait, ms", longest.get());
        scene.heal();
    }

    private Conduct counted(Conduct conduct) {
        return call -> {
            hit.incrementAndGet();
            conduct.on(call);
        };
    }

    /** How long the client waits before it gives up. */
    private Conduct timed(Conduct conduct) {
        return counted(
                call -> {
                    long start = System.nanoTime();
                    conduct.on(call);
                    longest.accumulateAndGet((System.nanoTime() - start) / 1_000_000, Math::max);
                });
    }
}
