package io.backstitch.cli.scenario;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as a scenario writes them, all UTC: {@code 09:00} (on day 1), {@code day 2 09:00:30},
 * {@code day -3 09:00} or ISO ({@code 2026-03-02T09:00:00Z}).
 */
final class Moments {
    static final String EXPECTED = "expected a time: 09:00, day 2 09:00:30 or 2026-03-02T09:00:00Z";
    static final LocalDate DAY_ONE = LocalDate.of(2026, 3, 2);

    private static final Pattern READABLE =
            Pattern.compile(
                    "(?:day (-?\\d{1,4}) )?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{3}))?)?");
    private static final long DAY_MS = 86_400_000L;

    private final long dayOne;

    Moments(LocalDate dayOne) {
        this.dayOne = dayOne.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    /** Epoch milliseconds, or null if it is no time. */
    Long parse(String text) {
        Matcher readable = READABLE.matcher(text.strip());
        if (readable.matches()) {
            long day = readable.group(1) == null ? 1 : Long.parseLong(readable.group(1));
            int hour = Integer.parseInt(readable.group(2));
            int minute = Integer.parseInt(readable.group(3));
            int second = readable.group(4) == null ? 0 : Integer.parseInt(readable.group(4));
            int milli = readable.group(5) == null ? 0 : Integer.parseInt(readable.group(5));
            if (hour > 24 || minute > 59 || second > 59) {
                return null;
            }
            return dayOne
                    + (day - 1) * DAY_MS
                    + ((hour * 60L + minute) * 60 + second) * 1000
                    + milli;
        }
        try {
            return Instant.parse(text.strip()).toEpochMilli();
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Reads a time out of a form; a fault and null if it is none. */
    Long read(Form form, String name) {
        String text = form.text(name);
        if (text == null) {
            return null;
        }
        Long time = parse(text);
        if (time == null) {
            form.fault(name, EXPECTED + "; found '" + text + "'");
        }
        return time;
    }

    /** As a scenario would write it, to the second. */
    String show(long millis) {
        long day = Math.floorDiv(millis - dayOne, DAY_MS) + 1;
        LocalTime time = LocalTime.ofSecondOfDay(Math.floorMod(millis - dayOne, DAY_MS) / 1000);
        String clock =
                time.getSecond() == 0
                        ? String.format(Locale.ROOT, "%02d:%02d", time.getHour(), time.getMinute())
                        : String.format(
                                Locale.ROOT,
                                "%02d:%02d:%02d",
                                time.getHour(),
                                time.getMinute(),
                                time.getSecond());
        return day == 1 ? clock : "day " + day + " " + clock;
    }
}
