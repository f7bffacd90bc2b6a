package io.backstitch.pipeline.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineGateTest {
    private final LineGate gate = new LineGate(3, new Backoff(1_000, 8_000));

    @Test
    void aFewFailuresDoNotCloseIt() {
        gate.failed(0);
        gate.failed(0);
        gate.succeeded();
        gate.failed(0);
        gate.failed(0);
        assertThat(gate.maySend(0)).isTrue();
    }

    @Test
    void aRowOfFailuresLetsOnlyProbesThroughOneAtATime() {
        for (int i = 0; i < 3; i++) {
            gate.failed(0);
        }
        assertThat(gate.maySend(0)).isFalse();
        long probe = gate.opensAt();
        assertThat(probe).isBetween(500L, 1_000L);
        assertThat(gate.maySend(probe)).isTrue();
        gate.sent();
        assertThat(gate.maySend(probe)).isFalse();
        gate.failed(probe);
        assertThat(gate.opensAt()).isBetween(probe + 1_000, probe + 2_000);
        gate.sent();
        gate.succeeded();
        assertThat(gate.maySend(gate.opensAt())).isTrue();
        gate.sent();
        assertThat(gate.maySend(gate.opensAt())).isTrue();
    }

    @Test
    void aStopSaysWhyUntilSomethingIsAccepted() {
        gate.stop("wrong key", 0);
        assertThat(gate.stoppedBecause()).isEqualTo("wrong key");
        assertThat(gate.maySend(0)).isFalse();
        gate.sent();
        gate.failed(gate.opensAt());
        assertThat(gate.stoppedBecause()).isEqualTo("wrong key");
        gate.succeeded();
        assertThat(gate.stoppedBecause()).isNull();
    }

    @Test
    void pausesAreKept() {
        gate.pauseUntil(5_000);
        gate.pauseUntil(3_000);
        assertThat(gate.maySend(4_999)).isFalse();
        assertThat(gate.maySend(5_000)).isTrue();
    }
}
