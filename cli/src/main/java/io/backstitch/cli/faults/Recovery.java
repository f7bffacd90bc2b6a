package io.backstitch.cli.faults;

/** From the end of a trouble to the next checkpoint that is complete. Single-threaded. */
final class Recovery {
    private final long since = System.nanoTime();
    private final long checkpoints;
    private long tookMs = -1;

    /**
     * @param checkpoints completed when the trouble was over
     */
    Recovery(long checkpoints) {
        this.checkpoints = checkpoints;
    }

    /** Told now and then how many checkpoints are complete; whether one is that came after. */
    boolean isOver(long completed) {
        if (tookMs < 0 && completed > checkpoints) {
            tookMs = (System.nanoTime() - since) / 1_000_000;
        }
        return tookMs >= 0;
    }

    /** Milliseconds; -1 while there is none. */
    long tookMs() {
        return tookMs;
    }
}
