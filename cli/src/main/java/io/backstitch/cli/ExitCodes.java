package io.backstitch.cli;

/** What {@code ./backstitch} tells its caller. The launcher script uses the same numbers. */
public final class ExitCodes {
    /** Done, and everything that was checked held. */
    public static final int OK = 0;

    /** The command ran and found something wrong: a broken promise, a failed run. */
    public static final int FAILED = 1;

    /** Nothing ran: wrong usage, a refused configuration, no JDK, a build that fails. */
    public static final int USAGE = 2;

    private ExitCodes() {}
}
