package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.email;
import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static io.backstitch.sandbox.customerio.Ops.person;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Delete, suppress and unsuppress. */
class RemovalTest extends SandboxTestBase {

    @BeforeEach
    void start() {
        start(traffic());
    }

    @Test
    void aDeletedPersonIsGoneAndMayComeBack() {
        client.ok(
                identify(id("c1"), "'email':'a@b.c'"),
                person("delete", email("A@b.c")),
                person("delete", id("c1")));
        assertThat(sandbox.people()).isEmpty();

        client.ok(event(id("c1"), "back"));
        assertThat(events("c1")).containsExactly("back");
        assertThat(profile("c1").email()).isNull();
    }

    @Test
    void aSuppressedPersonIsGoneAndIgnoredByEveryIdentifier() {
        client.ok(
                identify(id("c1"), "'email':'a@b.c'"),
                person("suppress", id("c1")),
                identify(id("c1"), "'a':1"),
                event(id("c1"), "x"),
                event(email("A@B.C"), "x"),
                identify(id("c2"), "'email':'a@b.c'"));

        assertThat(sandbox.people()).isEmpty();
        assertThat(sandbox.summary().ignoredSuppressed()).isEqualTo(4);
    }

    @Test
    void unsuppressFreesTheIdentifiersAndBringsNothingBack() {
        client.ok(
                identify(id("c1"), "'email':'a@b.c'"),
                person("suppress", id("c1")),
                person("unsuppress", id("c1")));
        assertThat(sandbox.people()).isEmpty();

        client.ok(event(email("a@b.c"), "x"), event(id("c1"), "x"));
        assertThat(sandbox.people()).hasSize(2);
    }

    @Test
    void somebodyUnknownCanBeSuppressed() {
        client.ok(person("suppress", id("c1")), event(id("c1"), "x"));

        assertThat(sandbox.people()).isEmpty();
    }

    @Test
    void aRemovedPersonIsMailedNothing() {
        client.ok(
                identify(id("c1"), "'email':'a@b.c'"),
                event(id("c1"), "cart_abandoned", T0, "'cart_id':'k'"),
                person("delete", id("c1")));
        sandbox.setClock(T0 + DAY);

        assertThat(sandbox.journeyEntries(JourneyDefinition.CART_RECOVERY))
                .extracting(JourneyEntry::exitedBy)
                .containsExactly("profile_removed");
    }
}
