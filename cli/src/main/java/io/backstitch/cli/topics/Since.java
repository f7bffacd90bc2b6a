package io.backstitch.cli.topics;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads from when on: {@code 36h}, {@code 7d}, {@code 2026-11-20} or with time and offset. */
public final class Since implements ITypeConverter<Instant> {
    private static final Pattern AGO = Pattern.compile("(\\d{1,6})\\s*(m|min|h|d)");

    private final Clock clock;

    public Since() {
        this(Clock.systemUTC());
    }

    Since(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
        Instant since = read(text);
        return since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since; // Kafka knows no time before
    }

    private Instant read(String text) {
        Matcher ago = AGO.matcher(text.strip());
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            Duration span =
                    switch (ago.group(2)) {
                        case "h" -> Duration.ofHours(count);
                        case "d" -> Duration.ofDays(count);
                        default -> Duration.ofMinutes(count);
                    };
            return clock.instant().minus(span);
        }
        try {
            return text.indexOf('T') < 0
                    ? LocalDate.parse(text.strip()).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : OffsetDateTime.parse(text.strip()).toInstant();
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "expected how long ago (90min, 36h, 7d) or a time (2026-11-20,"
                            + " 2026-11-20T08:30:00Z), found '"
                            + text
                            + "'");
        }
    }
}
