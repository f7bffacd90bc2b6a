package io.backstitch.cli.stack;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * Ctrl-C, {@code kill} and a closed terminal, told to the command as an interrupt of its thread, so
 * that it can put everything away in order; JVM shutdown hooks would run all at once.
 *
 * <p>A command that is not done in time, or is signalled a second time, is ended at once, together
 * with its child processes and its run folder.
 */
public final class StopSignal implements AutoCloseable {
    private static final String[] SIGNALS = {"INT", "TERM", "HUP"};

    private final Thread command = Thread.currentThread();
    private final Duration patience;
    private final Runnable onFirst;
    private final Map<Signal, SignalHandler> before = new HashMap<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int exitCode;

    private StopSignal(Duration patience, Runnable onFirst) {
        this.patience = patience;
        this.onFirst = onFirst;
    }

    /** What a command does, and puts away before it returns. */
    @FunctionalInterface
    public interface Work {
        /** Returns the exit code. */
        int run(StopSignal stop) throws Exception;
    }

    /**
     * Does a command's work on the calling thread, which a signal interrupts.
     *
     * @param patience how long the work may take to put everything away after a signal
     * @param onFirst called once when the first signal comes, on another thread
     * @return the work's exit code; if it was the signal that made it fail, 128 and the signal's
     *     number, e.g. 130 for Ctrl-C
     */
    public static int during(Duration patience, Runnable onFirst, Work work) throws Exception {
        try (StopSignal stop = listen(patience, onFirst)) {
            try {
                return work.run(stop);
            } catch (Exception e) {
                if (stop.raised()) {
                    return stop.exitCode; // asked for: nothing to explain
                }
                throw e;
            }
        }
    }

    private static StopSignal listen(Duration patience, Runnable onFirst) {
        StopSignal stop = new StopSignal(patience, onFirst);
        for (String name : SIGNALS) {
            try {
                Signal signal = new Signal(name);
                stop.before.put(signal, Signal.handle(signal, stop::raise));
            } catch (IllegalArgumentException e) {
                // Not a signal of this system, or java -Xrs: then the JVM's own way must do.
            }
        }
        return stop;
    }

    /** Whether a signal came. */
    public boolean raised() {
        return exitCode != 0;
    }

    /**
     * @throws InterruptedException if a signal came, for code whose interrupt somebody swallowed
     */
    public void check() throws InterruptedException {
        if (raised()) {
            throw new InterruptedException("stopped");
        }
    }

    private void raise(Signal signal) {
        synchronized (this) {
            if (raised()) {
                abandon();
                return;
            }
            exitCode = 128 + signal.getNumber();
        }
        command.interrupt();
        Thread watchdog = new Thread(this::watch, "stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        onFirst.run();
    }

    private void watch() {
        try {
            if (!done.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                abandon();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void abandon() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        RunFolder.deleteOwn();
        Runtime.getRuntime().halt(exitCode);
    }

    /** The command has put everything away: signals have their old meaning again. */
    @Override
    public void close() {
        done.countDown();
        before.forEach(Signal::handle);
        before.clear();
    }
}
