package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    @Test
    void neverSendsFasterThanTheCeiling() {
        RateLimit rate = new RateLimit(50, 4);
        assertThat(sentWithin(rate, 0, 10_000)).isBetween(495, 504);
    }

    @Test
    void halvesOncePerComplaintAndRecoversBitByBit() {
        RateLimit rate = new RateLimit(100, 4);
        rate.throttled(0);
        rate.throttled(10);
        assertThat(rate.perSecond()).isEqualTo(50);
        rate.throttled(1_000);
        assertThat(rate.perSecond()).isBetween(25.0, 27.0);
        rate.waitMs(2_000);
        double soon = rate.perSecond();
        assertThat(soon).isBetween(25.0, 40.0);
        rate.waitMs(60_000);
        assertThat(rate.perSecond()).isEqualTo(100);
    }

    @Test
    void neverStopsAltogether() {
        RateLimit rate = new RateLimit(100, 4);
        for (int second = 0; second < 60; second++) {
            rate.throttled(second * 1_000L);
        }
        assertThat(rate.perSecond()).isGreaterThanOrEqualTo(1);
        assertThat(rate.waitMs(60_000)).isLessThanOrEqualTo(1_000);
    }

    @Test
    void pausesDoNotPileUpPermits() {
        RateLimit rate = new RateLimit(100, 4);
        sentWithin(rate, 0, 100);
        rate.waitMs(3_600_000);
        int atOnce = 0;
        while (rate.waitMs(3_600_000) == 0) {
            rate.take(3_600_000);
            atOnce++;
        }
        assertThat(atOnce).isEqualTo(4);
    }

    @Test
    void aClockThatStepsBackDoesNoHarm() {
        RateLimit rate = new RateLimit(100, 1);
        rate.take(10_000);
        assertThat(rate.waitMs(5_000)).isLessThanOrEqualTo(10);
        assertThat(rate.waitMs(5_020)).isZero();
    }

    private static int sentWithin(RateLimit rate, long from, long to) {
        int sent = 0;
        for (long now = from; now < to; ) {
            long wait = rate.waitMs(now);
            if (wait == 0) {
                rate.take(now);
                sent++;
            } else {
                now += wait;
            }
        }
        return sent;
    }
}
