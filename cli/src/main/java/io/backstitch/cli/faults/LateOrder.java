package io.backstitch.cli.faults;

import io.backstitch.sandbox.customerio.AcceptedEvent;
import io.backstitch.sandbox.shoppers.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The job fails right after a cart's time has come, and when it is back the order is there already:
 * then the order is read before the clock reaches the cart's time once more, and there is nothing
 * to announce and nothing to answer. Whoever was told of the cart in between would never hear of
 * the order.
 */
final class LateOrder implements Fault {
    private static final int LOSSES = 6;

    /** Enough for the clock to pass a deadline, and for what follows to be sent. */
    private static final Duration DECIDED = Duration.ofMillis(450);

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
        List<Simulation.LateOrder> hit = new ArrayList<>();
        for (Simulation.LateOrder late : scene.simulation().lateOrders()) {
            if (hit.size() == LOSSES || late.before() < scene.written()) {
                continue;
            }
            scene.shopUntil(late.before());
            settle(scene);
            scene.shopUntil(late.due());
            scene.pause(DECIDED);
            scene.loseTaskManager();
            scene.shopUntil(late.answered());
            scene.stage().awaitCheckpoints(2);
            hit.add(late);
        }
        scene.injected("losses", hit.size());
        scene.injected("carts with nothing to announce the second time", quiet(scene, hit));
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

    private static int quiet(Scene scene, List<Simulation.LateOrder> hit) {
        int quiet = 0;
        for (Simulation.LateOrder late : hit) {
            boolean told = false;
            for (AcceptedEvent event : scene.sandbox().events()) {
                told |=
                        ("cart_abandoned:" + late.cart().cartId() + "#1")
                                .equals(event.activity().eventId());
            }
            quiet += told ? 0 : 1;
        }
        return quiet;
    }
}
