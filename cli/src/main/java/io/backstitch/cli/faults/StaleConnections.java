package io.backstitch.cli.faults;

/** The receiver closes connections that the job would have used again. */
final class StaleConnections implements Fault {
    private static final int IDLE_MS = 20;
    private static final int REQUESTS = 2;

    /** The first time, one retry, and one more where both met a connection that was just closed. */
    private static final int MOST_SENDINGS = 3;

    @Override
    public String name() {
        return "stale-connections";
    }

    @Override
    public String what() {
        return "idle connections are closed after 20 ms, others after two requests";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.1);
        long before = scene.proxy().connections();
        scene.proxy().idleLimit(IDLE_MS);
        scene.shop(0.5);
        scene.proxy().idleLimit(0);
        scene.proxy().requestsPerConnection(REQUESTS);
        scene.shop(0.9);
        scene.pause(scene.span(500));
        scene.check(
                scene.wire().mostSendings() <= MOST_SENDINGS,
                "an operation was sent " + scene.wire().mostSendings() + " times");
        scene.injected("connections used", scene.proxy().connections() - before);
        scene.heal();
    }
}
