package io.backstitch.pipeline.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReaderClocksTest {
    private static final long TEN = 1_700_000_000_000L; // ten o'clock, say
    private static final long HOUR = 3_600_000;
    private static final long EVERY = 5_000;
    private static final long GAP = 30_000;
    private static final TopicPartition A = new TopicPartition("orders", 0);
    private static final TopicPartition B = new TopicPartition("orders", 1);

    private final ReaderClocks clocks =
            new ReaderClocks(new PartitionClock.Patience(GAP, 24 * HOUR));
    private final PartitionClock a = clocks.add(A, 0, PartitionClock.UNKNOWN, 0);
    private final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(A, 0L));
    private final Map<TopicPartition, Look.Stretch> unreadable = new HashMap<>();
    private long newest = PartitionClock.UNKNOWN;
    private boolean unassigned;
    private long now;

    @Test
    void whileNothingIsUnreadTimeGoesOnWithoutRecords() {
        read(a, 0, TEN);
        looks(10);

        assertThat(a.time()).isEqualTo(TEN + 10 * EVERY);
    }

    @Test
    void aBacklogIsReadByTheTimesOfItsRecords() {
        ends.put(A, 3L);
        read(a, 0, TEN);
        looks(100);
        read(a, 1, TEN + 1);
        looks(100);

        assertThat(a.time()).isEqualTo(TEN + 1);

        read(a, 2, TEN + 2);
        look();
        assertThat(a.time()).isEqualTo(TEN + 2 + EVERY);
    }

    @Test
    void aPartitionThatCannotBeLookedAtStandsStill() {
        read(a, 0, TEN);
        ends.clear();
        looks(1_000);

        assertThat(a.time()).isEqualTo(TEN);
    }

    @Test
    void theTimeOfAnOutageIsNotMadeUp() {
        read(a, 0, TEN);
        ends.clear();
        looks(1_000);
        ends.put(A, 1L);
        look();
        assertThat(a.time()).as("nobody could write meanwhile").isEqualTo(TEN);

        look();
        assertThat(a.time()).isEqualTo(TEN + EVERY);
    }

    @Test
    void theTimeInWhichTheTaskWasBlockedIsNotMadeUp() {
        read(a, 0, TEN);
        now += HOUR;
        look();

        assertThat(a.time()).isEqualTo(TEN);
    }

    @Test
    void aNewPartitionWithRecordsThatNobodyReadsYetHoldsAll() {
        read(a, 0, TEN);
        unassigned = true;
        looks(10);

        assertThat(a.time()).isEqualTo(TEN);
    }

    @Test
    void aQuietPartitionFollowsWhatIsWrittenElsewhereALittleLater() {
        read(a, 0, TEN);
        newest = TEN + HOUR;
        looks(2);
        assertThat(a.time()).as("somebody may still be writing").isEqualTo(TEN + 2 * EVERY);

        look();
        assertThat(a.time()).isEqualTo(TEN + HOUR);
    }

    @Test
    void anEmptyPartitionTakesItsTimeFromTheOthers() {
        PartitionClock b = clocks.add(B, -2, PartitionClock.UNKNOWN, 0);
        ends.put(B, 0L);
        unreadable.put(B, new Look.Stretch(-2, 0));
        read(a, 0, TEN);
        looks(2);
        assertThat(b.time()).isEqualTo(PartitionClock.UNKNOWN);

        look();
        assertThat(b.time()).isEqualTo(TEN);
        look();
        assertThat(b.time()).isEqualTo(TEN + EVERY);
    }

    @Test
    void aPartitionBehindDoesNotFollowTheOthers() {
        ends.put(A, 2L);
        read(a, 0, TEN);
        newest = TEN + HOUR;
        looks(10);

        assertThat(a.time()).isEqualTo(TEN);
    }

    @Test
    void markersAtTheEndAreNotWaitedFor() {
        ends.put(A, 2L);
        read(a, 0, TEN);
        looks(3);
        assertThat(a.time()).isEqualTo(TEN);

        unreadable.put(A, new Look.Stretch(1, 2));
        look();
        assertThat(a.time()).isEqualTo(TEN + 4 * EVERY);
        assertThat(clocks.positions()).containsEntry(A, 2L);
    }

    @Test
    void whatWasEmptyBehindAnotherPositionProvesNothing() {
        ends.put(A, 9L);
        unreadable.put(A, new Look.Stretch(5, 9));
        read(a, 0, TEN);
        looks(3);

        assertThat(a.time()).isEqualTo(TEN);
    }

    @Test
    void aRestoredPartitionGoesOnFromItsTime() {
        PartitionClock restored = clocks.add(B, 7, TEN, now);
        ends.put(B, 7L);
        looks(3);

        assertThat(restored.time()).isEqualTo(TEN + 3 * EVERY);
    }

    @Test
    void afterTheLongestStallItIsLeftOutUntilItsNextRecord() {
        read(a, 0, TEN);
        ends.clear();
        looks((int) (24 * HOUR / EVERY)); // the first of them saw a record
        assertThat(clocks.leftOut()).isZero();
        assertThat(clocks.longestStall()).isEqualTo(24 * HOUR - EVERY);

        look();
        assertThat(a.isLeftOut()).isTrue();
        assertThat(clocks.leftOut()).isOne();

        read(a, 1, TEN + 1);
        assertThat(a.isLeftOut()).isFalse();
        look();
        assertThat(clocks.longestStall()).isZero();
    }

    @Test
    void aBlockedTaskIsNotAStall() {
        read(a, 0, TEN);
        look();
        ends.clear();
        now += 100 * HOUR;
        looks(3);

        assertThat(clocks.leftOut()).isZero();
        assertThat(clocks.longestStall()).isLessThanOrEqualTo(GAP + 3 * EVERY);
    }

    @Test
    void aLateRecordDoesNotTurnItBack() {
        read(a, 0, TEN);
        looks(2);
        read(a, 1, TEN - HOUR);
        ends.put(A, 2L);
        look();

        assertThat(a.time()).isEqualTo(TEN + 3 * EVERY);
    }

    private void read(PartitionClock clock, long offset, long time) {
        clock.emitted(offset, time, now);
        ends.merge(clock.partition(), offset + 1, Math::max);
    }

    private void looks(int count) {
        for (int i = 0; i < count; i++) {
            look();
        }
    }

    private void look() {
        now += EVERY;
        clocks.looked(
                new Look(now, Map.copyOf(ends), Map.copyOf(unreadable), newest, unassigned), now);
    }
}
