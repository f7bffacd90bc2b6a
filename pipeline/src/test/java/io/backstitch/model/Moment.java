package io.backstitch.model;

/** Times of a history, readable. */
public final class Moment {
    /** When every history begins. */
    public static final long START = 1_764_579_600_000L;

    public static final long MINUTE = 60_000L;
    public static final long HOUR = 60 * MINUTE;
    public static final long DAY = 24 * HOUR;

    private Moment() {}

    /** {@code +1d02:03:04.005} after the start. */
    public static String text(long time) {
        long left = time - START;
        String sign = left < 0 ? "-" : "+";
        left = Math.abs(left);
        return String.format(
                java.util.Locale.ROOT,
                "%s%dd%02d:%02d:%02d.%03d",
                sign,
                left / DAY,
                left / HOUR % 24,
                left / MINUTE % 60,
                left / 1000 % 60,
                left % 1000);
    }
}
