package io.backstitch.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ArrivalTimeTest {
    private static final long NOW = 1_700_000_000_000L;

    private final ArrivalTime arrival =
            new ArrivalTime(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), 60_000);

    @Test
    void thePastAndTheNearFutureAreTakenAsTheyAre() {
        assertThat(of(NOW - 10L * 365 * 24 * 3_600_000)).isEqualTo(NOW - 315_360_000_000L);
        assertThat(of(NOW)).isEqualTo(NOW);
        assertThat(of(NOW + 60_000)).isEqualTo(NOW + 60_000);
    }

    @Test
    void theFarFutureIsBroughtBackToAMinuteFromNow() {
        assertThat(of(NOW + 60_001)).isEqualTo(NOW + 60_000);
        assertThat(of(Long.MAX_VALUE)).isEqualTo(NOW + 60_000);
    }

    private long of(long timestamp) {
        return arrival.of(timestamp);
    }
}
