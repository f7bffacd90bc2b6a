package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.anonymous;
import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.eventWithId;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Event ids: what counts as a repeat. */
class DedupeTest extends SandboxTestBase {

    @BeforeEach
    void start() {
        start(traffic());
    }

    @Test
    void aRepeatIsAcceptedAndIgnored() {
        client.ok(eventWithId(id("c1"), "a", ulid(1)), eventWithId(id("c1"), "a", ulid(2)));
        client.ok(eventWithId(id("c1"), "a", ulid(1)));

        assertThat(events("c1")).hasSize(2);
        assertThat(sandbox.summary().duplicatesIgnored()).isEqualTo(1);
    }

    @Test
    void theWorkspaceIsTheScope() {
        client.ok(
                eventWithId(id("c1"), "a", ulid(1)),
                eventWithId(id("c2"), "b", ulid(1)),
                eventWithId(anonymous("x"), "c", ulid(1)));
        client.post("/api/v1/customers/c3/events", "{'name':'d','id':" + ulid(1) + "}");

        assertThat(sandbox.events()).hasSize(1);
        assertThat(sandbox.people()).hasSize(1);
        assertThat(sandbox.summary().duplicatesIgnored()).isEqualTo(3);
    }

    @Test
    void thePersonMayBeTheScope() {
        start(traffic().dedupeScope(Behaviour.DedupeScope.PERSON));
        client.ok(
                eventWithId(id("c1"), "a", ulid(1)),
                eventWithId(id("c2"), "a", ulid(1)),
                eventWithId(id("c2"), "a", ulid(2)),
                eventWithId(id("c2"), "a", ulid(2)));

        assertThat(sandbox.events()).hasSize(3);
    }

    @Test
    void anEventWithoutAnIdIsNewEveryTime() {
        client.ok(event(id("c1"), "a"), event(id("c1"), "a"));

        assertThat(events("c1")).hasSize(2);
    }

    @Test
    void ulidsHaveNoLetterCase() {
        client.ok(
                eventWithId(id("c1"), "a", "'01hfabcdefghjkmnpqrstvwxyz'"),
                eventWithId(id("c1"), "a", "'01HFABCDEFGHJKMNPQRSTVWXYZ'"));

        assertThat(events("c1")).hasSize(1);
    }

    @Test
    void otherIdsMayBeIgnored() {
        start(traffic().nonUlidIds(Behaviour.NonUlidIds.IGNORE_FOR_DEDUPE));
        client.ok(eventWithId(id("c1"), "a", "'m-1'"), eventWithId(id("c1"), "a", "'m-1'"));

        assertThat(events("c1")).hasSize(2);
    }

    @Test
    void otherIdsMayCountAsTheyAre() {
        start(traffic().nonUlidIds(Behaviour.NonUlidIds.DEDUPE));
        client.ok(
                eventWithId(id("c1"), "a", "'m-1'"),
                eventWithId(id("c1"), "a", "'m-1'"),
                eventWithId(id("c1"), "a", "'M-1'"));

        assertThat(events("c1")).hasSize(2);
    }

    @Test
    void idsMayBeForgottenAfterAWhile() {
        start(traffic().dedupeWindow(Duration.ofHours(1)));
        client.ok(eventWithId(id("c1"), "a", ulid(1)));
        sandbox.setClock(T0 + HOUR);
        client.ok(eventWithId(id("c1"), "a", ulid(1)));
        assertThat(events("c1")).hasSize(1);
        sandbox.setClock(T0 + HOUR + 1);
        client.ok(eventWithId(id("c1"), "a", ulid(1)));
        assertThat(events("c1")).hasSize(2);
        client.ok(eventWithId(id("c1"), "a", ulid(1)));
        assertThat(events("c1")).hasSize(2);
    }

    @Test
    void aRefusedOperationLeavesItsIdFreeOrUsesItUp() {
        client.batch(eventWithId(id("c1"), " ", ulid(1)));
        client.ok(eventWithId(id("c1"), "a", ulid(1)));
        assertThat(events("c1")).hasSize(1);

        start(traffic().refusedIds(Behaviour.RefusedIds.USED_UP));
        client.batch(eventWithId(id("c1"), " ", ulid(1)));
        client.post("/api/v2/entity", eventWithId(id("c1"), " ", ulid(2)));
        client.ok(eventWithId(id("c1"), "a", ulid(1)), eventWithId(id("c1"), "a", ulid(2)));
        assertThat(sandbox.people()).isEmpty();
        assertThat(sandbox.summary().duplicatesIgnored()).isEqualTo(2);
    }
}
