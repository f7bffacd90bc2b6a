package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.anonymous;
import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static io.backstitch.sandbox.customerio.Ops.person;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Anonymous events: when they become somebody's. */
class AnonymousTest extends SandboxTestBase {

    private static final String BIND = identify(id("c1"), "'anonymous_id':'anon'");

    @BeforeEach
    void start() {
        start(traffic());
    }

    @Test
    void theyCreateNoProfile() {
        client.ok(event(anonymous("anon"), "seen"));

        assertThat(sandbox.people()).isEmpty();
        assertThat(sandbox.summary().anonymousIds()).isEqualTo(1);
        assertThat(sandbox.events().get(0).anonymousId()).isEqualTo("anon");
        assertThat(sandbox.events().get(0).cioId()).isNull();
    }

    @Test
    void anIdentifyWithTheirIdMakesThemThePersons() {
        client.ok(event(anonymous("anon"), "seen"), event(anonymous("other"), "other"), BIND);

        assertThat(events("c1")).containsExactly("seen");
        assertThat(feed("c1").get(0).via()).isEqualTo(Activity.Via.ANONYMOUS);
        assertThat(profile("c1").anonymousIds()).containsExactly("anon");
        assertThat(sandbox.anonymousActivity()).containsOnlyKeys("other");
    }

    @Test
    void after30DaysTheyAreGone() {
        client.ok(event(anonymous("anon"), "old"));
        sandbox.setClock(T0 + 2);
        client.ok(event(anonymous("anon"), "kept"));
        sandbox.setClock(T0 + 30 * DAY + 1);
        assertThat(sandbox.anonymousActivity().get("anon")).hasSize(1);

        client.ok(BIND);

        assertThat(events("c1")).containsExactly("kept");
    }

    @Test
    void forFiveMinutesAfterTheIdentifyTheyStillCount() {
        client.ok(BIND);
        sandbox.setClock(T0 + 5 * MINUTE);
        client.ok(event(anonymous("anon"), "in time"));
        sandbox.setClock(T0 + 5 * MINUTE + 1);
        client.ok(event(anonymous("anon"), "too late"));

        assertThat(events("c1")).containsExactly("in time");
        assertThat(sandbox.anonymousActivity().get("anon")).hasSize(1);
    }

    @Test
    void aSecondIdentifyFetchesNothingMore() {
        client.ok(BIND);
        sandbox.setClock(T0 + HOUR);
        client.ok(event(anonymous("anon"), "too late"), BIND);

        assertThat(events("c1")).isEmpty();
    }

    @Test
    void anIdBelongsToOnePersonOnly() {
        client.ok(BIND, event(anonymous("anon"), "a"), identify(id("c2"), "'anonymous_id':'anon'"));

        assertThat(events("c2")).isEmpty();
        assertThat(profile("c2").failures())
                .extracting(Failure::field)
                .containsExactly("anonymous_id");
        assertThat(profile("c2").attributes()).doesNotContainKey("anonymous_id");
    }

    @Test
    void theSettingCanBeOff() {
        start(traffic().anonymousMerge(false));
        client.ok(event(anonymous("anon"), "seen"), BIND);

        assertThat(events("c1")).isEmpty();
        assertThat(sandbox.anonymousActivity()).containsKey("anon");
    }

    @Test
    void theyTriggerOnceAssociatedWithin72Hours() {
        client.ok(event(anonymous("anon"), "cart_abandoned", T0, "'cart_id':'k'"));
        assertThat(sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY)).isEmpty();
        sandbox.setClock(T0 + 72 * HOUR);
        client.ok(BIND);
        assertThat(sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY)).hasSize(1);

        client.ok(event(anonymous("late"), "cart_abandoned", T0 + 72 * HOUR, "'cart_id':'k'"));
        sandbox.setClock(T0 + 144 * HOUR + 1);
        client.ok(identify(id("c2"), "'anonymous_id':'late'"));
        assertThat(sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY)).hasSize(1);
    }

    @Test
    void aDeletedPersonsIdStaysUsed() {
        client.ok(BIND, person("delete", id("c1")), event(anonymous("anon"), "a"));

        assertThat(sandbox.people()).isEmpty();
        assertThat(sandbox.anonymousActivity().get("anon")).hasSize(1);
    }
}
