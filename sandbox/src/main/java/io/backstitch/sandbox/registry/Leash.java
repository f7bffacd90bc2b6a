package io.backstitch.sandbox.registry;

import java.io.IOException;

/**
 * Runs another program's main class and ends the process as soon as standard input ends.
 *
 * <p>The parent holds the other end of that pipe and never writes. The operating system closes it
 * when the parent is gone, for whatever reason, {@code kill -9} included: no orphan is possible.
 * The class is copied alone onto the child's class path, so it must use nothing but the JDK and
 * have no nested classes.
 */
final class Leash extends Thread {

    private Leash() {
        super("leash");
        setDaemon(true);
    }

    public static void main(String[] args) throws Exception {
        new Leash().start();
        Class.forName(args[0])
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[0]);
    }

    @Override
    public void run() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes; only the end counts.
            }
        } catch (IOException e) {
            // A broken pipe is an end too.
        }
        Runtime.getRuntime().halt(0);
    }
}
