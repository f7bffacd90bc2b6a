package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LanesTest {
    @Test
    void theLaneOfAPersonIsPartOfTheStateFormatAndNeverChanges() {
        assertThat(UnacknowledgedState.key("id:7", 256)).isEqualTo("62");
        assertThat(UnacknowledgedState.key("email:a@b.c", 256)).isEqualTo("25");
        assertThat(UnacknowledgedState.key("anonymous_id:d-1", 256)).isEqualTo("111");
    }

    @Test
    void peopleSpreadEvenlyOverLanes() {
        int[] people = new int[256];
        for (int i = 0; i < 256_000; i++) {
            people[Lanes.of("id:" + i, 256)]++;
        }
        for (int count : people) {
            assertThat(count).isBetween(700, 1_300);
        }
    }

    @Test
    void theShareOfASubtaskIsFairAtUsualParallelisms() {
        for (int parallelism : new int[] {2, 4, 8}) {
            int[] lanes = new int[parallelism];
            for (int lane = 0; lane < 256; lane++) {
                lanes[
                        org.apache.flink.runtime.state.KeyGroupRangeAssignment
                                .assignKeyToParallelOperator(
                                        Integer.toString(lane), 128, parallelism)]++;
            }
            for (int count : lanes) {
                assertThat(count)
                        .isBetween(256 / parallelism * 6 / 10, 256 / parallelism * 14 / 10);
            }
        }
    }
}
