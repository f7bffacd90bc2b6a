package io.backstitch.cli.faults;

import io.backstitch.sandbox.proxy.Conducts;
import io.backstitch.sandbox.proxy.FaultProxy;

/** The receiver sends the job to another host. Nobody may go there. */
final class Redirects implements Fault {
    private static final int[] STATUSES = {301, 302, 307, 308};

    @Override
    public String name() {
        return "redirects";
    }

    @Override
    public String what() {
        return "301, 302, 307 and 308 to another host, which must never hear of us";
    }

    @Override
    public void happen(Scene scene) throws Exception {
        scene.shop(0.2);
        try (FaultProxy elsewhere = FaultProxy.start(scene.sandbox().uri())) {
            double share = 0.2;
            for (int status : STATUSES) {
                scene.line(Conducts.redirect(status, elsewhere.uri() + "/api/v2/batch"));
                share += 0.15;
                scene.shop(share);
                scene.pause(scene.span(1_000));
            }
            scene.check(
                    elsewhere.connections() == 0,
                    elsewhere.connections() + " connections to the other host");
        }
        scene.injected("kinds of redirects", STATUSES.length);
        scene.heal();
    }
}
