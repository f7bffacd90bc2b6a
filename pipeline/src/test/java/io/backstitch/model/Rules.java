package io.backstitch.model;

/**
 * The settings that the rules have; times in milliseconds.
 *
 * @param settle how long a record waits for what happened before it; 0 for not at all
 * @param emitWait how long a client's report of an order waits for the backend's; 0 for not at all
 * @param deviceOwners more people than that within the window, and a device is nobody's
 * @param latestWins whether the later of two claims wins; else the first that is heard of
 */
public record Rules(
        long window,
        long lateness,
        long minHold,
        long abandonAfter,
        long settle,
        long emitWait,
        int deviceOwners,
        boolean latestWins) {

    /** The usual settings. */
    public static Rules plain(long window, long lateness, long minHold, long abandonAfter) {
        return new Rules(window, lateness, minHold, abandonAfter, 0, 0, 5, false);
    }
}
