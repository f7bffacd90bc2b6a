package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads values that sources write sometimes as text and sometimes as numbers. */
public final class SourceValues {
    /** There is no time. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** There is something that is no time. */
    public static final long BROKEN_TIME = Long.MIN_VALUE + 1;

    private static final int MAX_DIGITS = 38;
    private static final long FIRST_SECONDS = 100_000_000L;
    private static final long FIRST_MILLIS = 100_000_000_000L;

    /** End of the year 9999: the last time that an ISO date can name. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private static final int MAX_DATE = 64;
    private static final Pattern DATE =
            Pattern.compile("\\d{1,4}[./-]\\d{1,2}[./-]\\d{1,4}([ T].*)?");

    /** ISO 8601 and RFC 3339: T or a space; Z, +02:00, +0200 or +02. */
    private static final DateTimeFormatter ISO =
            new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .appendPattern("['T'][' ']")
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .appendPattern("[' '][XXX][XX][X]")
                    .toFormatter(Locale.ROOT);

    private SourceValues() {}

    /** True for a missing value, null, and blank text: sources use all of them for "unset". */
    public static boolean absent(JsonNode value) {
        return value == null
                || value.isNull()
                || value.isMissingNode()
                || (value.isTextual() && value.textValue().isBlank());
    }

    /**
     * Text of a value that may have been written as a number, digit by digit; null if it is absent
     * or neither text nor a whole number.
     */
    public static String idText(JsonNode value) {
        if (absent(value)) {
            return null;
        }
        if (value.isTextual()) {
            return value.textValue().strip();
        }
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue().toString();
        }
        BigDecimal number = value.isNumber() ? number(value) : null;
        if (number == null || number.scale() > 0) {
            return null;
        }
        return number.toPlainString();
    }

    /**
     * A decimal number written as number or text, without trailing zeros; null if it is none, or
     * has more than 38 digits.
     */
    public static BigDecimal number(JsonNode value) {
        if (value.isNumber()) {
            return bounded(value.decimalValue());
        }
        return value.isTextual() ? NumberText.parse(value.textValue()) : null;
    }

    static BigDecimal bounded(BigDecimal number) {
        if (number.precision() > MAX_DIGITS || Math.abs((long) number.scale()) > MAX_DIGITS) {
            return null;
        }
        BigDecimal stripped = number.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /**
     * A time as epoch milliseconds: epoch milliseconds or seconds as number or text, ISO 8601 with
     * an offset, or an ISO date (midnight UTC). Zero means unset.
     *
     * @return the time, {@link #NO_TIME} or {@link #BROKEN_TIME}
     */
    public static long time(JsonNode value) {
        if (absent(value)) {
            return NO_TIME;
        }
        if (value.isTextual() && !digits(value.textValue().strip())) {
            return isoTime(value.textValue().strip());
        }
        BigDecimal number = number(value);
        if (number == null) {
            return BROKEN_TIME;
        }
        if (number.signum() == 0) {
            return NO_TIME;
        }
        if (number.compareTo(BigDecimal.valueOf(LAST_MILLIS)) > 0
                || number.compareTo(BigDecimal.valueOf(FIRST_SECONDS)) < 0) {
            return BROKEN_TIME;
        }
        boolean seconds = number.compareTo(BigDecimal.valueOf(FIRST_MILLIS)) < 0;
        return (seconds ? number.movePointRight(3) : number).longValue();
    }

    private static boolean digits(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private static long isoTime(String text) {
        try {
            long millis =
                    text.length() == 10
                            ? LocalDate.parse(text)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant()
                                    .toEpochMilli()
                            : OffsetDateTime.parse(text, ISO).toInstant().toEpochMilli();
            return millis >= 0 && millis <= LAST_MILLIS ? millis : BROKEN_TIME;
        } catch (DateTimeException | ArithmeticException e) {
            return BROKEN_TIME;
        }
    }

    /** Whether text that is no time is a date all the same: a day without order, or no offset. */
    static boolean ambiguousDate(JsonNode value) {
        return value.isTextual()
                && value.textValue().length() <= MAX_DATE
                && DATE.matcher(value.textValue().strip()).matches();
    }

    /** Whether a stated time can be one: after the epoch and at most the year 9999. */
    public static boolean plausible(long millis) {
        return millis > 0 && millis <= LAST_MILLIS;
    }

    /** What a value is, for people; never the value itself. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "nothing";
        };
    }
}
