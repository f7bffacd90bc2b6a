package io.backstitch.cli.faults;

import io.backstitch.cli.Main;
import java.io.IOException;

/**
 * A command in a process that ends with its parent, however that goes: the parent holds the other
 * end of standard input and never writes.
 */
public final class LeashedMain {
    private LeashedMain() {}

    public static void main(String[] args) {
        Thread leash = new Thread(LeashedMain::awaitTheEnd, "leash");
        leash.setDaemon(true);
        leash.start();
        Main.main(args);
    }

    private static void awaitTheEnd() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes; only the end counts.
            }
        } catch (IOException e) {
            // A broken pipe is an end too.
        }
        Runtime.getRuntime().halt(1);
    }
}
