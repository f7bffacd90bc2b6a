package io.backstitch.cli.demo;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Breaks a long silence of the terminal: says how far the running step is. */
public final class Heartbeat {
    static final Duration SILENCE = Duration.ofSeconds(4);

    private final Consumer<String> say;
    private final ScheduledExecutorService timer;
    private volatile String soFar = "";
    private volatile long lastSaid = System.nanoTime();

    /**
     * @param say prints a line
     */
    public Heartbeat(Consumer<String> say) {
        this.say = say;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        task -> {
                            Thread thread = new Thread(task, "demo-heartbeat");
                            thread.setDaemon(true);
                            return thread;
                        });
        timer.scheduleAtFixedRate(this::beat, 500, 500, TimeUnit.MILLISECONDS);
    }

    /** Something was printed, a new step perhaps. */
    public void said() {
        lastSaid = System.nanoTime();
    }

    /**
     * @param text e.g. "120 of 609 records"; empty for a step without counts
     */
    public void soFar(String text) {
        soFar = text;
    }

    private void beat() {
        if (System.nanoTime() - lastSaid >= SILENCE.toNanos()) {
            say.accept("        ... " + (soFar.isEmpty() ? "at it" : soFar));
        }
    }

    /** From now on silence is right. */
    public void stop() {
        timer.shutdownNow();
    }
}
