package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void delaysStayBetweenHalfAndAllOfTheCappedDoubling() {
        Backoff backoff = new Backoff(200, 30_000);
        for (int attempt = 1; attempt <= 1000; attempt++) {
            double full = Math.min(30_000, 200 * Math.pow(2, attempt - 1));
            for (long seed = -3; seed < 3; seed++) {
                assertThat(backoff.delayMs(attempt, seed))
                        .as("attempt %d", attempt)
                        .isBetween((long) (full / 2), (long) full);
            }
        }
    }

    @Property(tries = 300)
    void anySettingStaysWithinItsCap(
            @ForAll @LongRange(min = 1, max = 60_000) long initial,
            @ForAll @LongRange(min = 1, max = 3_600_000) long max,
            @ForAll @IntRange(min = 1, max = 1000) int attempt,
            @ForAll long seed) {
        assertThat(new Backoff(initial, max).delayMs(attempt, seed)).isBetween(0L, max);
    }

    @Test
    void jitterIsAFunctionOfTheSeed() {
        Backoff backoff = new Backoff(1_000, 30_000);
        Set<Long> delays = new HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            delays.add(backoff.delayMs(4, seed));
            assertThat(backoff.delayMs(4, seed)).isEqualTo(backoff.delayMs(4, seed));
        }
        assertThat(delays).hasSizeGreaterThan(30);
    }
}
