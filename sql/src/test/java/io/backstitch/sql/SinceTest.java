package io.backstitch.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SinceTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "90m, 2026-11-23T08:00:00Z",
        "24h, 2026-11-22T09:30:00Z",
        "7 d, 2026-11-16T09:30:00Z",
        "2026-11-01, 2026-11-01T00:00:00Z",
        "2026-11-01T10:00:00Z, 2026-11-01T10:00:00Z",
        "2026-11-01T10:00:00+02:00, 2026-11-01T08:00:00Z"
    })
    void readsHowLongAgoADayOrAMoment(String text, Instant expected) {
        assertThat(Since.parse(text, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"yesterday", "7", "2026-11-31", "2026-11-01T10:00:00"})
    void saysWhatItWouldHaveUnderstood(String text) {
        assertThatThrownBy(() -> Since.parse(text, NOW))
                .hasMessageContaining(text)
                .hasMessageContaining("24h");
    }
}
