package io.backstitch.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

class SinceTest {
    private static final Since SINCE =
            new Since(Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));

    @ParameterizedTest
    @CsvSource({
        "90min, 2026-11-23T10:30:00Z",
        "36 h, 2026-11-22T00:00:00Z",
        "7d, 2026-11-16T12:00:00Z",
        "2026-11-20, 2026-11-20T00:00:00Z",
        "2026-11-20T08:30:00+01:00, 2026-11-20T07:30:00Z",
        "999999d, 1970-01-01T00:00:00Z",
        "1969-07-20, 1970-01-01T00:00:00Z"
    })
    void readsHowLongAgoOrWhen(String text, Instant expected) {
        assertThat(SINCE.convert(text)).isEqualTo(expected);
    }

    @Test
    void anythingElseIsRefusedWithExamples() {
        assertThatThrownBy(() -> SINCE.convert("yesterday"))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("36h")
                .hasMessageContaining("'yesterday'");
        assertThatThrownBy(() -> SINCE.convert("2026-11-31"))
                .isInstanceOf(TypeConversionException.class);
    }
}
