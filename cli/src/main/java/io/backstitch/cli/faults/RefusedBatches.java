package io.backstitch.cli.faults;

import java.time.Duration;

/** Whole requests are refused because of one operation. */
final class RefusedBatches implements Fault {
    private static final int EVERY = 40;

    /** Twice the way down a request of 20, for an identify and an event that came together. */
    private static final int MOST_REFUSALS_EACH = 12;

    @Override
    public String name() {
        return "refused-batches";
    }

    @Override
    public String what() {
        return "400 or 413 for a whole request because of one operation in it";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        Refusals refusals = new Refusals(scene.seed());
        Refusals.mingle(scene, EVERY);
        scene.line(refusals.wholeRequests(400, 413));
        scene.shop(1);
        boolean settled = scene.await(Duration.ofSeconds(20), scene::extrasHaveTheirFate);
        scene.check(settled, "refused operations have not become dead letters after 20 s");
        int victims = scene.tape().extras().size();
        scene.check(refusals.refused() > 0, "nothing was refused");
        scene.check(
                refusals.refused() <= (long) victims * MOST_REFUSALS_EACH,
                refusals.refused() + " refusals to find " + victims + " victims");
        scene.injected("victims", victims);
        scene.injected("requests refused", refusals.refused());
        scene.heal();
    }
}
