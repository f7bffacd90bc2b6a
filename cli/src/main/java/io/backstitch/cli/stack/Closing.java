package io.backstitch.cli.stack;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes one thing within a time, on a thread of its own: an interrupt of the caller does not spoil
 * it, and what fails or hangs is logged and does not keep the rest from being closed.
 */
public final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private Closing() {}

    /**
     * Waits until closed or out of time.
     *
     * @param what for the log, e.g. "the broker"
     * @param part may be null: then there is nothing to do
     */
    public static void within(Duration limit, String what, AutoCloseable part) {
        if (part == null) {
            return;
        }
        FutureTask<Void> closing =
                new FutureTask<>(
                        () -> {
                            part.close();
                            return null;
                        });
        Thread thread = new Thread(closing, "closing " + what);
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                try {
                    closing.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (TimeoutException e) {
            LOG.warn("Gave up closing {} after {} s", what, limit.toSeconds());
            for (StackTraceElement frame : thread.getStackTrace()) {
                LOG.info("  at {}", frame);
            }
        } catch (ExecutionException e) {
            LOG.warn("Closing {} failed", what, e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
