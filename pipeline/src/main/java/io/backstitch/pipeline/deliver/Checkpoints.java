package io.backstitch.pipeline.deliver;

/**
 * Which operations a completed checkpoint knows. What came before a checkpoint began is in it, and
 * so is the decision that made it: after a failure it is not decided again. Single-threaded.
 */
final class Checkpoints {
    /** Of an operation that waits for no checkpoint. */
    static final long KNOWN = Long.MIN_VALUE;

    private long begun;
    private long completed = KNOWN + 1;
    private boolean waiting;

    /** From now on a provisional operation that comes waits; none has before. */
    void beginToWait() {
        waiting = true;
    }

    /** No checkpoint is to be expected any more: nothing waits. */
    void waitNoMore() {
        waiting = false;
    }

    /** The last checkpoint that has begun; an operation that comes now is not in it. */
    long lastBegun() {
        return waiting ? begun : KNOWN;
    }

    /** All that has come so far is in that checkpoint. */
    void began(long checkpoint) {
        begun = checkpoint;
    }

    /**
     * A checkpoint is complete, and with it what was before. One that failed has no successor but
     * the next: whatever waited for it waits for that.
     */
    void completed(long checkpoint) {
        if (checkpoint <= begun) {
            completed = Math.max(completed, checkpoint);
        }
    }

    /** Whether the operation may go as far as checkpoints are concerned. */
    boolean know(Pending pending) {
        return !waiting || pending.cameAfter < completed;
    }
}
