package io.backstitch.pipeline.deliver;

/** The clock and the alarms of one subtask. Alarms ring on the subtask's own thread. */
interface Timers {
    /** Epoch milliseconds. */
    long now();

    /** Runs {@code task} at {@code time} or soon after. */
    void at(long time, Runnable task);
}
