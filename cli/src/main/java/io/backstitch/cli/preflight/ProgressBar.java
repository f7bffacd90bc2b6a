package io.backstitch.cli.preflight;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How far the reading is: one line that is written over on a terminal, a line now and then else.
 */
final class ProgressBar implements Consumer<Odometer> {
    private static final int CELLS = 30;
    private static final long EVERY_NS = 5_000_000_000L;

    private final PrintWriter out;
    private final boolean terminal;
    private final long started = System.nanoTime();
    private long said = System.nanoTime();

    ProgressBar(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    @Override
    public void accept(Odometer odometer) {
        long now = System.nanoTime();
        if (!terminal && now - said < EVERY_NS) {
            return;
        }
        said = now;
        int full = (int) (CELLS * odometer.share);
        double seconds = (now - started) / 1e9;
        String line =
                String.format(
                        Locale.ROOT,
                        "[%s%s] %3.0f %%  %,d records, %,.0f per second",
                        "#".repeat(full),
                        "-".repeat(CELLS - full),
                        100 * odometer.share,
                        odometer.records,
                        odometer.records / Math.max(0.001, seconds));
        if (terminal) {
            out.print("\r" + line + "   ");
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** The line is full. */
    void end() {
        if (terminal) {
            out.println();
            out.flush();
        }
    }
}
