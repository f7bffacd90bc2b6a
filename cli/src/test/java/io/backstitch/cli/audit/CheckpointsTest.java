package io.backstitch.cli.audit;

import static io.backstitch.cli.audit.Subtasks.TEN;
import static io.backstitch.cli.audit.Subtasks.of;
import static io.backstitch.cli.audit.Subtasks.ofJob;
import static io.backstitch.cli.audit.Subtasks.received;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CheckpointsTest {
    private final Checkpoints checkpoints = new Checkpoints();

    @Test
    void aCheckpointWithoutOneSubtaskOrOperatorIsPassedOver() {
        checkpoints.add(of(1, "ingest", 0, 1, received(TEN, 1, "deliver-email", 1)));
        checkpoints.add(of(1, "deliver-email", 0, 1, received(TEN, 1)));
        checkpoints.add(of(2, "ingest", 0, 1, received(TEN, 1, "deliver-email", 1)));
        checkpoints.add(of(3, "ingest", 0, 2));
        checkpoints.add(of(4, "deliver-email", 0, 1));

        assertThat(checkpoints.newest().id()).isEqualTo(1);
        assertThat(checkpoints.before(checkpoints.newest())).isNull();
    }

    @Test
    void ofOneTakenAgainTheLastCounts() {
        checkpoints.add(of(1, "ingest", 0, 1, received(TEN, 7)));
        checkpoints.add(of(1, "ingest", 0, 1, received(TEN, 5)));

        assertThat(checkpoints.newest().of("ingest").get(0).getCells().get(0).getReceived())
                .isEqualTo(5);
    }

    @Test
    void theJobThatRanLastCounts() {
        checkpoints.add(ofJob("first", 5, "ingest", 0, 1));
        checkpoints.add(ofJob("second", 6, "ingest", 0, 1));
        checkpoints.add(ofJob("first", 4, "ingest", 0, 1));

        assertThat(checkpoints.newest().job()).isEqualTo("second");
        assertThat(checkpoints.before(checkpoints.newest())).isNull();
    }

    @Test
    void onlyTheNewestAreKept() {
        for (long id = 40; id > 0; id--) {
            checkpoints.add(of(id, "ingest", 0, 1));
        }

        assertThat(checkpoints.newest().id()).isEqualTo(40);
        assertThat(checkpoints.before(checkpoints.newest()).id()).isEqualTo(39);
    }
}
