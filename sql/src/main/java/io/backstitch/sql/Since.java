package io.backstitch.sql;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code --since}: how long ago, or a moment. */
final class Since {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})\\s*([smhd])");

    private Since() {}

    /**
     * @param text {@code 90m}, {@code 24h}, {@code 7d}; {@code 2026-11-23}; or {@code
     *     2026-11-23T09:00:00Z}
     * @throws IllegalArgumentException for anything else
     */
    static Instant parse(String text, Instant now) {
        Matcher ago = AGO.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (ago.matches()) {
            long number = Long.parseLong(ago.group(1));
            return now.minus(
                    switch (ago.group(2)) {
                        case "s" -> Duration.ofSeconds(number);
                        case "m" -> Duration.ofMinutes(number);
                        case "h" -> Duration.ofHours(number);
                        default -> Duration.ofDays(number);
                    });
        }
        try {
            return text.contains("T")
                    ? Instant.parse(text)
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "--since is "
                            + text
                            + "; expected how long ago (90m, 24h, 7d), a day (2026-11-23) or a"
                            + " moment (2026-11-23T09:00:00Z), UTC.",
                    e);
        }
    }
}
