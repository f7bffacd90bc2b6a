package io.backstitch.cli.trace;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Pattern;

/** Times, spans, places and money as people read them. */
final class Words {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final Pattern CONTROL = Pattern.compile("\\p{IsControl}");
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;

    private Words() {}

    static String time(Instant time) {
        return TIME.format(time);
    }

    static String time(long epochMs) {
        return time(Instant.ofEpochMilli(epochMs));
    }

    /** The two greatest units of a span, e.g. {@code 2 h 5 min}. */
    static String span(long ms) {
        if (ms >= DAY) {
            return two(ms / DAY, "d", ms % DAY / HOUR, "h");
        } else if (ms >= HOUR) {
            return two(ms / HOUR, "h", ms % HOUR / MINUTE, "min");
        } else if (ms >= MINUTE) {
            return two(ms / MINUTE, "min", ms % MINUTE / SECOND, "s");
        }
        return ms >= SECOND ? ms / SECOND + " s" : ms + " ms";
    }

    private static String two(long great, String unit, long small, String smallUnit) {
        return great + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** Others' text for a terminal: what could move the cursor or begin a line is replaced. */
    static String plain(String text) {
        return CONTROL.matcher(text).replaceAll("?");
    }

    /** Where an input record lies; what no record caused lies nowhere. */
    static String place(String topic, int partition, long offset) {
        return offset < 0
                ? "by no record: its time had come"
                : "topic " + topic + ", partition " + partition + ", offset " + offset;
    }

    /** Sorts what came of one record together. */
    static String sortable(String topic, int partition, long offset) {
        return String.format(Locale.ROOT, "%s %06d %020d", topic, partition, offset);
    }

    static String money(long minor, String currency) {
        int digits = 2;
        try {
            digits =
                    currency == null
                            ? 2
                            : Currency.getInstance(currency).getDefaultFractionDigits();
        } catch (IllegalArgumentException e) {
            // A code that Java does not know: two digits are the usual.
        }
        String amount = BigDecimal.valueOf(minor, Math.max(0, digits)).toPlainString();
        return currency == null ? amount : amount + " " + currency;
    }

    static String count(long count, String one, String many) {
        return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : many);
    }
}
