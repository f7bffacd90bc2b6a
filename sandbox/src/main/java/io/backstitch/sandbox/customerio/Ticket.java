package io.backstitch.sandbox.customerio;

/** One request's stay in the workspace, in ticks: tells which requests overlapped. */
final class Ticket {

    private final long start;
    private long end = Long.MAX_VALUE;
    private long statedNow;

    Ticket(long start) {
        this.start = start;
    }

    void close(long tick) {
        end = tick;
    }

    /** The request says when it is received; see {@link Request#statedNow}. */
    void stateNow(long unixSeconds) {
        statedNow = unixSeconds;
    }

    long statedNow() {
        return statedNow;
    }

    /** True if this request began before {@code earlier} was answered. */
    boolean raced(Ticket earlier) {
        return start < earlier.end;
    }
}
