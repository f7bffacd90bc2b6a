package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Call;
import io.backstitch.sandbox.proxy.Conduct;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Far more comes in than a slow receiver takes; then it takes more, and the rest follows. */
final class BackPressure implements Fault {
    private static final int SLOW = 5;
    private static final int FASTER = 12;
    private static final long SPAN_MS = 8_000;
    private static final long CATCHING_UP_MS = 4_000;

    /** Of what the receiver takes while there is something to catch up with. */
    private static final double LEAST_SHARE = 0.9;

    /** The heap after garbage collection may grow by this much while people wait. */
    private static final long MOST_MB = 32;

    @Override
    public String name() {
        return "back-pressure";
    }

    @Override
    public String what() {
        return "the receiver takes 5 requests a second, some fifty times more comes in; then 12";
    }

    @Override
    public int crowd() {
        return 4;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.1);
        scene.line(new Pace(SLOW));
        scene.shop(0.3);
        long before = heapMb();
        long sent = scene.wire().operations();
        int written = scene.tape().size();
        scene.shop(0.9);
        scene.pause(scene.span(SPAN_MS));
        long grown = heapMb() - before;
        scene.injected("operations sent while slow", scene.wire().operations() - sent);
        scene.injected("records written meanwhile", scene.tape().size() - written);
        scene.injected("MB of heap, collected", before);
        scene.injected("MB more after the wait", grown);
        scene.check(grown <= MOST_MB, "the heap has grown by " + grown + " MB while people waited");
        catchUp(scene);
        scene.heal();
    }

    /** The backlog goes as fast as it may. */
    private static void catchUp(Scene scene) throws Exception {
        Pace faster = new Pace(FASTER);
        scene.line(faster);
        scene.recovering();
        // What was asked at the slow pace is over by now.
        scene.pause(scene.span(2 * Stage.REQUEST_TIMEOUT_MS));
        long from = faster.answered();
        long start = System.nanoTime();
        scene.pause(scene.span(CATCHING_UP_MS));
        double seconds = (System.nanoTime() - start) / 1e9;
        double share = (faster.answered() - from) / (seconds * FASTER);
        scene.injected("then share of what it takes, %", Math.round(share * 100));
        scene.check(
                share >= LEAST_SHARE,
                "only " + Math.round(share * 100) + " % of what the receiver takes was sent to it");
    }

    private static long heapMb() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    /** One request after the other, each at its time. */
    private static final class Pace implements Conduct {
        private final long gap;
        private final AtomicLong answered = new AtomicLong();
        private long next = System.nanoTime();

        Pace(int perSecond) {
            gap = 1_000_000_000L / perSecond;
        }

        @Override
        public void on(Call call) throws IOException, InterruptedException {
            long wait = turn() - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            call.send(call.forward());
            answered.incrementAndGet();
        }

        private synchronized long turn() {
            next = Math.max(System.nanoTime(), next + gap);
            return next;
        }

        long answered() {
            return answered.get();
        }
    }
}
