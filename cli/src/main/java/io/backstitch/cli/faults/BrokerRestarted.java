package io.backstitch.cli.faults;

import java.util.concurrent.FutureTask;

/** The broker goes away while shoppers shop and the job writes, and comes back. */
final class BrokerRestarted implements Fault {
    private static final long AWAY_MS = 6_000;

    @Override
    public String name() {
        return "broker-restarted";
    }

    @Override
    public String what() {
        return "the Kafka broker stops amid the traffic and starts again, twice";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.2);
        int restarts = 2;
        for (int i = 1; i <= restarts; i++) {
            double share = 0.2 + 0.3 * i;
            // What shoppers do meanwhile waits with them until the broker is back.
            FutureTask<Void> shopping =
                    new FutureTask<>(
                            () -> {
                                scene.shop(share);
                                return null;
                            });
            Thread shoppers = new Thread(shopping, "shoppers");
            shoppers.setDaemon(true);
            shoppers.start();
            scene.stage().restartBroker(scene.span(AWAY_MS));
            shopping.get();
            scene.recovering();
            scene.stage().awaitCheckpoints(1);
        }
        scene.injected("restarts of the broker", restarts);
        scene.injected("seconds away", scene.span(AWAY_MS).toMillis() / 1000.0);
    }
}
