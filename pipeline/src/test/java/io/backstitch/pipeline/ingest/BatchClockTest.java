package io.backstitch.pipeline.ingest;

import static io.backstitch.pipeline.normalise.SourceValues.NO_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BatchClockTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long NOW = 20_000 * DAY;

    @Test
    void aTruthfulClockIsLeftAlone() {
        BatchClock clock = clock(NOW - 1000, NOW - 2000);

        assertThat(clock.correct(NOW - HOUR)).isEqualTo(NOW - HOUR);
        assertThat(clock.correct(NOW - 2000)).isEqualTo(NOW - 2000);
    }

    @Test
    void aClockThatIsBehindIsTakenForALateUpload() {
        BatchClock clock = clock(NOW - 1000, NOW - 3 * HOUR);

        assertThat(clock.correct(NOW - 3 * HOUR)).isEqualTo(NOW - 3 * HOUR);
    }

    @Test
    void aWholeBatchFromTheFutureMovesByWhatItsOwnTimestampIsAhead() {
        BatchClock clock = clock(NOW + HOUR, NOW + HOUR - 30_000);

        assertThat(clock.correct(NOW + HOUR - 30_000)).isEqualTo(NOW - 30_000);
        assertThat(clock.correct(NOW + HOUR - MINUTE)).isEqualTo(NOW - MINUTE);
    }

    @Test
    void eventsAfterTheirBatchWasReceivedMoveOntoIt() {
        BatchClock clock = clock(NOW - 2000, NOW + 20 * MINUTE);

        assertThat(clock.correct(NOW + 20 * MINUTE)).isEqualTo(NOW - 2000);
        assertThat(clock.correct(NOW + 19 * MINUTE)).isEqualTo(NOW - 2000 - MINUTE);
    }

    @Test
    void anAbsurdEventDoesNotMoveTheOthersAndIsBounded() {
        BatchClock clock = clock(NO_TIME, NOW + 400 * DAY);

        assertThat(clock.correct(NOW - MINUTE)).isEqualTo(NOW - MINUTE);
        assertThat(clock.correct(NOW + 400 * DAY)).isEqualTo(NOW + 5 * MINUTE);
    }

    @Test
    void aLittleAheadIsTolerated() {
        BatchClock clock = clock(NO_TIME, NOW + 4 * MINUTE);

        assertThat(clock.correct(NOW + 4 * MINUTE)).isEqualTo(NOW + 4 * MINUTE);
    }

    private static BatchClock clock(long sent, long lastEvent) {
        return BatchClock.of(sent, NOW, lastEvent, 5 * MINUTE, DAY);
    }
}
