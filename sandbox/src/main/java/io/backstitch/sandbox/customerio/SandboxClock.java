package io.backstitch.sandbox.customerio;

import java.time.Clock;

/** Says when an operation was received, in Unix seconds. Guarded by the workspace's lock. */
final class SandboxClock {

    private final Clock system;
    private final boolean traffic;
    private long global;

    SandboxClock(Behaviour.ClockMode mode, Clock system) {
        this.traffic = mode == Behaviour.ClockMode.TRAFFIC;
        this.system = system;
    }

    boolean traffic() {
        return traffic;
    }

    long now() {
        return traffic ? global : system.instant().getEpochSecond();
    }

    /**
     * The time of acceptance.
     *
     * @param stated when the request says it is received, or 0; counts in traffic mode alone
     */
    long accept(long stated) {
        return traffic ? Math.max(global, stated) : now();
    }

    /** Sets the global time; it never goes back. */
    void set(long unixSeconds) {
        if (!traffic) {
            throw new IllegalStateException(
                    "the clock can only be set in traffic mode; this sandbox runs on system time");
        }
        global = Math.max(global, unixSeconds);
    }

    /**
     * The receive time of an operation.
     *
     * @param acceptedAt {@link #accept} when the request came
     * @param highest the person's highest receive time so far
     * @param timestamp the operation's own time, or null
     */
    long receive(long acceptedAt, long highest, Long timestamp) {
        if (!traffic) {
            return acceptedAt;
        }
        long time = Math.max(Math.max(global, acceptedAt), highest);
        return timestamp == null ? time : Math.max(time, timestamp);
    }
}
