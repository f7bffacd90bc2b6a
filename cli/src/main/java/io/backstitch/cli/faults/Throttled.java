package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conduct;
import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.Response;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Customer.io asks for fewer requests: a limit, then 429 with Retry-After, then without. */
final class Throttled implements Fault {
    private static final int PER_SECOND = 8;
    private static final long SPAN_MS = 4_000;

    /** Requests that are under way when the first is told to wait, and one each after the wait. */
    private static final int UNDER_WAY = 3 * Stage.PARALLELISM * 4;

    private final AtomicLong refused = new AtomicLong();

    @Override
    public String name() {
        return "throttled";
    }

    @Override
    public String what() {
        return "a limit of 8 requests a second, then 429 with and without Retry-After";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.2);
        scene.line(limited());
        scene.shop(0.45);
        scene.line(tooMany(Map.of("Retry-After", "2")));
        long before = scene.proxy().requests();
        scene.shop(0.5);
        scene.pause(scene.span(SPAN_MS));
        long asked = scene.proxy().requests() - before;
        long rounds = 2 + scene.span(SPAN_MS).toSeconds() / 2;
        scene.check(
                asked <= rounds * UNDER_WAY,
                asked + " requests although told to wait, at most " + rounds * UNDER_WAY);
        scene.line(tooMany(Map.of()));
        scene.shop(0.6);
        scene.pause(scene.span(SPAN_MS));
        scene.injected("answers 429", refused.get());
        scene.injected("requests while told to wait", asked);
        scene.heal();
    }

    private Conduct tooMany(Map<String, String> headers) {
        return call -> {
            refused.incrementAndGet();
            call.send(Response.of(429, headers, "{\"meta\":{\"error\":\"too many requests\"}}"));
        };
    }

    /** So many in each second, the others are refused. */
    private Conduct limited() {
        long[] window = {0, 0};
        Conduct pass = Conducts.pass();
        Conduct refuse = tooMany(Map.of());
        return call -> {
            boolean allowed;
            synchronized (window) {
                long second = System.nanoTime() / 1_000_000_000L;
                window[1] = window[0] == second ? window[1] + 1 : 1;
                window[0] = second;
                allowed = window[1] <= PER_SECOND;
            }
            (allowed ? pass : refuse).on(call);
        };
    }
}
