package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** The two clocks. */
class ClockTest extends SandboxTestBase {

    /** A clock that a test sets. */
    private static final class HandClock extends Clock {
        private volatile long now = T0;

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(now);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void inTrafficModeTimeIsWhatThePersonsTimestampsSay() {
        start(traffic());
        client.ok(
                event(id("c1"), "a", T0 + 100, ""),
                event(id("c1"), "late", T0 + 50, ""),
                event(id("c2"), "other", T0 + 10, ""),
                event(id("c1"), "without"));

        assertThat(feed("c1"))
                .extracting(Activity::receivedAt)
                .containsExactly(T0 + 100, T0 + 100, T0 + 100);
        assertThat(feed("c1")).extracting(Activity::timestamp).contains(T0 + 50);
        assertThat(feed("c2").get(0).receivedAt()).isEqualTo(T0 + 10);
    }

    @Test
    void inTrafficModeNothingIsReceivedBeforeTheGlobalTime() {
        start(traffic());
        assertThat(client.post("/sandbox/api/clock", "{'now':" + (T0 + 500) + "}").statusCode())
                .isEqualTo(200);
        client.ok(event(id("c1"), "a", T0 + 100, ""));
        assertThat(feed("c1").get(0).receivedAt()).isEqualTo(T0 + 500);

        sandbox.setClock(T0);
        assertThat(sandbox.summary().now()).isEqualTo(T0 + 500);
    }

    @Test
    void inTrafficModeOnesOwnTimeDecidesOnlyOnesOwnMail() {
        start(traffic());
        for (String who : new String[] {"c1", "c2"}) {
            client.ok(
                    identify(id(who), "'email':'" + who + "@b.c'"),
                    event(id(who), "cart_abandoned", T0, "'cart_id':'k'"));
        }
        client.ok(event(id("c1"), "later", T0 + DAY, ""));

        assertThat(sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY))
                .extracting(JourneyEntry::outcome)
                .containsExactly(JourneyEntry.Outcome.MAILED, JourneyEntry.Outcome.WAITING);
    }

    @Test
    void inSystemModeTimeIsTheClocks() {
        HandClock clock = new HandClock();
        sandbox = CustomerIoSandbox.start(SandboxOptions.builder().systemClock(clock).build());
        try (CustomerIoSandbox closing = sandbox) {
            client = new Client(closing);
            client.ok(
                    identify(id("c1"), "'email':'a@b.c'"),
                    event(id("c1"), "cart_abandoned", T0 - HOUR, "'cart_id':'k'"));
            assertThat(feed("c1").get(1).receivedAt()).isEqualTo(T0);
            clock.now = T0 + 30 * MINUTE;
            assertThat(outcome()).isEqualTo(JourneyEntry.Outcome.WAITING);
            clock.now++;
            assertThat(outcome()).isEqualTo(JourneyEntry.Outcome.MAILED);
            assertThat(client.sandbox("summary").get("now").asLong()).isEqualTo(clock.now);
        }
    }

    private JourneyEntry.Outcome outcome() {
        return sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY).get(0).outcome();
    }

    @Test
    void inSystemModeTheClockCannotBeSet() {
        try (CustomerIoSandbox system = CustomerIoSandbox.start(SandboxOptions.defaults())) {
            assertThat(new Client(system).post("/sandbox/api/clock", "{'now':1}").statusCode())
                    .isEqualTo(409);
            assertThatThrownBy(() -> system.setClock(1)).hasMessageContaining("traffic mode");
        }
    }

    @Test
    void theClockWantsANumber() {
        start(traffic());

        for (String body : new String[] {"", "{}", "{'now':'soon'}", "{'now':1.5}"}) {
            assertThat(client.post("/sandbox/api/clock", body).statusCode()).isEqualTo(400);
        }
    }
}
