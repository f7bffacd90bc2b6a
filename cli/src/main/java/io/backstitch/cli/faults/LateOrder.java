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
    private static final int LOSSES = 4;

    /** Far enough apart for a deadline to pass, and what follows to be sent, between two. */
    private static final Map<String, String> RARE_CHECKPOINTS =
            Map.of("flink.execution.checkpointing.interval", "3 s");

    /** Enough for the clock to pass a deadline, and for what follows to be sent. */
    private static final Duration DECIDED = Duration.ofMillis(1_800);

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
        return 2;
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.expectFailedCheckpoints();
        scene.stage().reconfigure(RARE_CHECKPOINTS);
        List<Simulation.LateOrder> hit = new ArrayList<>();
        for (Simulation.LateOrder late : scene.simulation().lateOrders()) {
            if (hit.size() == LOSSES || late.before() < scene.written()) {
                continue;
            }
            scene.shopUntil(late.before());
            settle(scene);
            scene.shopUntil(late.due());
            scene.await(DECIDED, () -> isTold(scene, late));
            scene.loseTaskManager();
            scene.shopUntil(late.answered());
            hit.add(late);
        }
        scene.stage().awaitCheckpoints(2);
        scene.stage().reconfigure(Map.of());
        scene.injected("losses", hit.size());
        scene.injected(
                "carts with nothing to announce the second time",
                hit.stream().filter(late -> !isTold(scene, late)).count());
    }

    /** All that was written is worked off, and a checkpoint has just been completed. */
    private static void settle(Scene scene) throws Exception {
        long before = -1;
        for (long now = scene.wire().operations(); now != before; ) {
            before = now;
            scene.stage().awaitCheckpoints(1);
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
