package io.backstitch.cli.faults;

import io.backstitch.sandbox.customerio.AcceptedEvent;
import io.backstitch.sandbox.shoppers.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The job fails right after a cart's time has come, and when it is back the order is there already:
 * then the order is read before the clock reaches the cart's time once more, and there is nothing
 * to announce and nothing to answer. Whoever was told of the cart in between would never hear of
 * the order.
 */
final class LateOrder implements Fault {
    private static final int LOSSES = 6;

    /** They are taken by hand: none comes between a cart's time and the loss. */
    private static final Map<String, String> NO_CHECKPOINTS =
            Map.of("flink.execution.checkpointing.interval", "1 h");

    /** Enough for the clock to pass a deadline, and for what follows to be sent. */
    private static final Duration DECIDED = Duration.ofSeconds(3);

    /** Nothing sent for so long after a checkpoint: nothing is left to send. */
    private static final Duration QUIET = Duration.ofMillis(300);

    @Override
    public String name() {
        return "late-order";
    }

    @Override
    public String what() {
        return "all tasks are lost after carts' deadlines, and their orders come meanwhile";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public int crowd() {
        return 4;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.expectFailedCheckpoints();
        scene.stage().reconfigure(NO_CHECKPOINTS);
        List<Simulation.LateOrder> hit = new ArrayList<>();
        int told = 0;
        for (Simulation.LateOrder late : scene.simulation().lateOrders()) {
            if (hit.size() == LOSSES || late.before() < scene.written()) {
                continue;
            }
            scene.shopUntil(late.before());
            settle(scene);
            scene.shopUntil(late.due());
            told += scene.await(DECIDED, () -> isTold(scene, late)) ? 1 : 0;
            scene.loseTaskManager();
            scene.shopUntil(late.answered());
            hit.add(late);
        }
        scene.stage().reconfigure(Map.of());
        scene.injected("losses", hit.size());
        scene.injected("carts announced before the loss", told);
        scene.injected(
                "carts with nothing to announce the second time",
                hit.stream().filter(late -> !isTold(scene, late)).count());
    }

    /** All that was written is worked off, and a checkpoint has just been completed. */
    private static void settle(Scene scene) throws Exception {
        long before = -1;
        for (long now = scene.wire().operations(); now != before; ) {
            before = now;
            scene.stage().checkpoint();
            scene.pause(QUIET);
            now = scene.wire().operations();
        }
    }

    private static boolean isTold(Scene scene, Simulation.LateOrder late) {
        String announcement = "cart_abandoned:" + late.cart().cartId() + "#1";
        for (AcceptedEvent event : scene.sandbox().events()) {
            if (announcement.equals(event.activity().eventId())) {
                return true;
            }
        }
        return false;
    }
}
