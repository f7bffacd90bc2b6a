package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.cioId;
import static io.backstitch.sandbox.customerio.Ops.email;
import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static io.backstitch.sandbox.customerio.Ops.merge;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A merge from each of its four before-states, and what moves. */
class MergeTest extends SandboxTestBase {

    @BeforeEach
    void start() {
        start(traffic());
    }

    @Test
    void bothExist() {
        client.ok(
                identify(id("c1"), "'a':'primary','empty':'x'"),
                identify(email("g@b.c"), "'a':'secondary','b':'secondary'"),
                event(email("g@b.c"), "guest_event"),
                event(id("c1"), "own_event"));
        String secondary = sandbox.personByEmail("g@b.c").orElseThrow().cioId();

        client.ok(merge(cioId(profile("c1").cioId()), cioId(secondary)));

        assertThat(sandbox.people()).hasSize(1);
        PersonView merged = profile("c1");
        assertThat(merged.email()).isEqualTo("g@b.c");
        assertThat(merged.attributes().get("a").asText()).isEqualTo("primary");
        assertThat(merged.attributes().get("b").asText()).isEqualTo("secondary");
        assertThat(sandbox.personByCioId(secondary)).isEmpty();
        assertThat(feed("c1"))
                .extracting(Activity::type, Activity::name, Activity::via)
                .containsExactly(
                        tuple("identify", null, Activity.Via.DIRECT),
                        tuple("event", "guest_event", Activity.Via.MERGE),
                        tuple("event", "own_event", Activity.Via.DIRECT),
                        tuple("merge", null, Activity.Via.DIRECT));
    }

    @Test
    void thePrimaryIsMissing() {
        client.ok(event(id("c2"), "a"), merge(id("c1"), id("c2")));

        assertThat(sandbox.people()).extracting(PersonView::id).containsExactly("c2");
    }

    @Test
    void theSecondaryIsMissing() {
        client.ok(event(id("c1"), "a"), merge(id("c1"), id("c2")));

        assertThat(feed("c1")).hasSize(1);
    }

    @Test
    void bothAreTheSameAndTheWorkspaceDecides() {
        String self = merge(id("c1"), email("a@b.c"));
        client.ok(identify(id("c1"), "'email':'a@b.c'"), self, merge(id("c1"), id("c1")));
        assertThat(feed("c1")).hasSize(1);

        start(traffic().selfMerge(Behaviour.SelfMerge.REJECT));
        client.ok(identify(id("c1"), "'email':'a@b.c'"));
        assertThat(client.batch(merge(id("c1"), id("c1"))).statusCode()).isEqualTo(207);

        start(traffic().selfMerge(Behaviour.SelfMerge.DELETE_PROFILE));
        client.ok(identify(id("c1"), "'email':'a@b.c'"), self);
        assertThat(sandbox.people()).isEmpty();
    }

    @Test
    void thePrimaryKeepsItsOwnIdentifiers() {
        client.ok(
                identify(id("c1"), "'email':'one@b.c'"),
                identify(id("c2"), "'email':'two@b.c'"),
                merge(id("c1"), id("c2")));

        assertThat(profile("c1").email()).isEqualTo("one@b.c");
        assertThat(sandbox.personByEmail("two@b.c")).isEmpty();
        assertThat(sandbox.personById("c2")).isEmpty();
    }

    @Test
    void eventsOlderThan30DaysDoNotMove() {
        client.ok(
                event(id("c1"), "own"),
                event(id("c2"), "old", T0 - 31 * DAY, ""),
                event(id("c2"), "recent", T0 - 29 * DAY, ""),
                merge(id("c1"), id("c2")));

        assertThat(events("c1")).containsExactly("own", "recent");
        assertThat(sandbox.summary().eventsLostInMerge()).isEqualTo(1);
    }

    @Test
    void mergedEventsTriggerNothingButWaitingJourneysGoOn() {
        client.ok(
                identify(id("c1"), "'email':'a@b.c'"),
                event(id("c2"), "cart_abandoned", T0, "'cart_id':'k'"),
                merge(id("c1"), id("c2")));

        List<JourneyEntry> entries = sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY);
        assertThat(entries).hasSize(1);
        assertThat(entries.get(0).cioId()).isEqualTo(profile("c1").cioId());
        client.ok(event(id("c1"), "cart_recovered", T0 + MINUTE, "'cart_id':'k'"));
        assertThat(sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY))
                .extracting(JourneyEntry::outcome)
                .containsExactly(JourneyEntry.Outcome.EXITED);
    }

    @Test
    void anonymousIdsOfTheSecondaryLeadToThePrimary() {
        client.ok(
                identify(id("c2"), "'anonymous_id':'anon'"),
                identify(id("c1"), "'a':1"),
                merge(id("c1"), id("c2")),
                event(Ops.anonymous("anon"), "late"));

        assertThat(events("c1")).containsExactly("late");
    }
}
