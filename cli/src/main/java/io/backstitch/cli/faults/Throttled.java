package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conduct;
import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.Response;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Customer.io asks for fewer requests: a limit, then 429 without Retry-After, then with. */
final class Throttled implements Fault {
    /** The account's limit, and a ceiling in the configuration that is too high for it. */
    private static final int LIMIT = 12;

    private static final int CEILING = 48;
    private static final double MOST_BEYOND = 0.05;
    private static final Duration LIMITED = Duration.ofSeconds(60);

    private static final long SPAN_MS = 5_000;
    private static final long WAIT_MS = 2_000;
    private static final long LEEWAY_MS = 1_000;

    /** Two clocks, and milliseconds cut off. */
    private static final long ROUNDING_MS = 10;

    /** Many requests, so that a few more or less are few per cent. */
    private static final Map<String, String> SETTINGS =
            Map.of(
                    "customerio.requests-per-second",
                    Integer.toString(CEILING),
                    "deliver.max-batch-operations",
                    "1");

    private final AtomicLong refused = new AtomicLong();

    @Override
    public String name() {
        return "throttled";
    }

    @Override
    public String what() {
        return "a limit of 12 requests a second, then 429 without and with Retry-After";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.expectFailedCheckpoints();
        scene.shop(0.05);
        scene.stage().reconfigure(SETTINGS);
        keepTheLimit(scene);
        scene.line(tooMany(Map.of()));
        scene.shop(0.7);
        scene.pause(scene.span(SPAN_MS));
        waitAsTold(scene);
        scene.injected("answers 429", refused.get());
        scene.heal();
        scene.stage().reconfigure(Map.of());
    }

    /** More than the account may is little of what it may. */
    private void keepTheLimit(Scene scene) throws Exception {
        Allowance allowance = new Allowance(LIMIT);
        Conduct pass = Conducts.pass();
        Conduct refuse = tooMany(Map.of());
        scene.line(call -> (allowance.take() ? pass : refuse).on(call));
        scene.shop(0.6);
        int wanted = LIMIT * (int) scene.span(15_000).toSeconds();
        scene.await(LIMITED, () -> allowance.allowed() >= wanted || isIdle(scene));
        scene.check(allowance.isKnown(), "nobody came near the limit");
        scene.check(
                allowance.beyond() <= MOST_BEYOND * allowance.allowed(),
                allowance.beyond()
                        + " requests beyond the limit after it was known, "
                        + allowance.allowed()
                        + " within");
        scene.injected("requests within the limit", allowance.allowed());
        scene.injected("beyond it once it was known", allowance.beyond());
    }

    private static boolean isIdle(Scene scene) throws InterruptedException {
        long before = scene.proxy().requests();
        Thread.sleep(1_500);
        return scene.proxy().requests() == before;
    }

    /** Nobody comes before the time, and everybody soon after. */
    private void waitAsTold(Scene scene) throws Exception {
        ToldToWait waiting = new ToldToWait(WAIT_MS);
        Conduct refuse = tooMany(Map.of("Retry-After", Long.toString(WAIT_MS / 1000)));
        Conduct pass = Conducts.pass();
        scene.line(
                call -> {
                    waiting.came(call);
                    waiting.told(call);
                    refuse.on(call);
                });
        scene.shop(0.9);
        scene.pause(scene.span(SPAN_MS));
        scene.line(
                call -> {
                    waiting.came(call);
                    pass.on(call);
                });
        boolean all =
                scene.await(
                        Duration.ofMillis(WAIT_MS + 5 * LEEWAY_MS), () -> waiting.silent() == 0);
        scene.check(all, waiting.silent() + " senders that were told to wait never came back");
        scene.check(
                waiting.shortestMs() >= WAIT_MS - ROUNDING_MS,
                "told to wait 2 s, an operation came again after " + waiting.shortestMs() + " ms");
        scene.check(
                waiting.longestMs() <= WAIT_MS + LEEWAY_MS,
                "told to wait 2 s, a sender waited " + waiting.longestMs() + " ms");
        scene.injected("told to wait, ms", WAIT_MS);
        scene.injected("shortest wait, ms", waiting.shortestMs());
        scene.injected("longest wait, ms", waiting.longestMs());
    }

    private Conduct tooMany(Map<String, String> headers) {
        return call -> {
            refused.incrementAndGet();
            call.send(Response.of(429, headers, "{\"meta\":{\"error\":\"too many requests\"}}"));
        };
    }
}
