package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.cioId;
import static io.backstitch.sandbox.customerio.Ops.email;
import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static io.backstitch.sandbox.customerio.Ops.person;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who an identify or an event belongs to, and what it leaves on the profile. */
class IdentityTest extends SandboxTestBase {

    private static final String TAKEN =
            "The identifier is already associated with a different profile.";

    @BeforeEach
    void start() {
        start(traffic());
    }

    private String attribute(String id, String name) {
        return Json.textOrNull(profile(id).attributes().get(name));
    }

    @Test
    void aKnownIdentifierIsUpdatedAndAnUnknownOneCreated() {
        client.ok(identify(id("c1"), "'a':1"), identify(id("c1"), "'b':2"));

        assertThat(sandbox.people()).hasSize(1);
        assertThat(profile("c1").attributes()).containsKeys("id", "a", "b");
        assertThat(attribute("c1", "_created_in_customerio_at")).isEqualTo(String.valueOf(T0));
    }

    @Test
    void idsHaveACaseAndEmailsHaveNone() {
        client.ok(
                identify(id("C1"), "'a':1"),
                identify(id("c1"), "'a':1"),
                identify(email("A@b.c"), "'a':1"),
                identify(email("a@B.C"), "'b':1"));

        assertThat(sandbox.people()).hasSize(3);
        assertThat(sandbox.personByEmail("a@b.c").orElseThrow().email()).isEqualTo("A@b.c");
    }

    @Test
    void anUnknownIdWithAKnownEmailBecomesThatPersonsId() {
        client.ok(identify(email("a@b.c"), "'a':1"), identify(id("c1"), "'email':'A@B.C','b':2"));

        assertThat(sandbox.people()).hasSize(1);
        assertThat(profile("c1").attributes()).containsKeys("a", "b", "id", "email");
        assertThat(profile("c1").failures()).isEmpty();
    }

    @Test
    void anUnknownEmailWithAKnownIdBecomesThatPersonsEmail() {
        client.ok(identify(id("c1"), "'a':1"), identify(email("a@b.c"), "'id':'c1'"));

        assertThat(sandbox.people()).hasSize(1);
        assertThat(profile("c1").email()).isEqualTo("a@b.c");
    }

    @Test
    void anEmailThatWasTakenAwayIsFreeForSomebodyElse() {
        client.ok(
                identify(id("c1"), "'email':'a@b.c'"),
                identify(id("c1"), "'email':null"),
                identify(id("c2"), "'email':'a@b.c'"));

        assertThat(profile("c1").email()).isNull();
        assertThat(profile("c1").attributes()).doesNotContainKey("email");
        assertThat(profile("c2").email()).isEqualTo("a@b.c");
        assertThat(sandbox.failures()).isEmpty();
    }

    @Test
    void anEmailOfSomebodyElseIsAFailureAndTheRestIsApplied() {
        client.ok(
                identify(id("c1"), "'email':'a@b.c'"),
                identify(id("c2"), "'email':'a@b.c','plan':'free'"));

        PersonView second = profile("c2");
        assertThat(second.email()).isNull();
        assertThat(attribute("c2", "plan")).isEqualTo("free");
        assertThat(second.failures()).extracting(Failure::reason).containsExactly(TAKEN);
        assertThat(second.failures().get(0).field()).isEqualTo("email");
        assertThat(profile("c1").email()).isEqualTo("a@b.c");
        assertThat(sandbox.summary().attributeFailures()).isEqualTo(1);
        assertThat(client.sandbox("people/" + second.cioId()).at("/failures/0/reason").asText())
                .isEqualTo(TAKEN);
    }

    @Test
    void aNewEmailByIdIsTheWorkspacesChoice() {
        client.ok(identify(id("c1"), "'email':'a@b.c'"), identify(id("c1"), "'email':'x@y.z'"));
        assertThat(profile("c1").email()).isEqualTo("x@y.z");
        assertThat(sandbox.personByEmail("a@b.c")).isEmpty();

        start(traffic().emailChangeById(false));
        client.ok(identify(id("c1"), "'email':'a@b.c'"), identify(id("c1"), "'email':'x@y.z'"));
        assertThat(profile("c1").email()).isEqualTo("a@b.c");
        assertThat(profile("c1").failures()).hasSize(1);
    }

    @Test
    void identifiersChangeByCioId() {
        start(traffic().emailChangeById(false));
        client.ok(identify(id("c1"), "'email':'a@b.c'"));
        client.ok(identify(cioId(profile("c1").cioId()), "'id':'c9','email':'x@y.z'"));

        assertThat(profile("c9").email()).isEqualTo("x@y.z");
        assertThat(sandbox.personById("c1")).isEmpty();
        assertThat(profile("c9").failures()).isEmpty();
    }

    @Test
    void aJunkEmailIsAFailure() {
        client.ok(identify(id("c1"), "'email':'not an email','a':1"));

        assertThat(profile("c1").email()).isNull();
        assertThat(profile("c1").attributes()).containsKey("a").doesNotContainKey("email");
        assertThat(profile("c1").failures()).hasSize(1);
    }

    @Test
    void updateOnlyNeverCreates() {
        client.ok(identify(id("c1"), "'_update':true,'a':1"));
        assertThat(sandbox.people()).isEmpty();
        client.ok(identify(id("c1"), "'a':1"), identify(id("c1"), "'_update':true,'a':2"));
        assertThat(attribute("c1", "a")).isEqualTo("2");
        assertThat(profile("c1").attributes()).doesNotContainKey("_update");
    }

    @Test
    void anEventForSomebodyUnknownCreatesAProfileUnlessSwitchedOff() {
        client.ok(event(id("c1"), "a"), event(email("a@b.c"), "b"));
        assertThat(sandbox.people()).hasSize(2);

        start(traffic().eventsCreatePeople(false));
        client.ok(event(id("c1"), "a"));
        assertThat(sandbox.people()).isEmpty();
        assertThat(sandbox.summary().droppedUnknown()).isEqualTo(1);
    }

    @Test
    void inAnIdWorkspaceEmailIsAPlainAttribute() {
        start(traffic().workspace(Behaviour.WorkspaceKind.ID));
        client.ok(identify(id("c1"), "'email':'a@b.c'"), identify(id("c2"), "'email':'a@b.c'"));

        assertThat(sandbox.people()).hasSize(2);
        assertThat(attribute("c2", "email")).isEqualTo("a@b.c");
        assertThat(client.batch(event(email("a@b.c"), "x")).statusCode()).isEqualTo(207);
        assertThat(Client.json(client.look("/v1/customers?email=a%40b.c")).get("results"))
                .hasSize(2);
    }

    @Test
    void inAnEmailWorkspaceIdsAreNoIdentifiers() {
        start(traffic().workspace(Behaviour.WorkspaceKind.EMAIL));
        client.ok(identify(email("a@b.c"), "'id':'c1'"));

        assertThat(sandbox.personById("c1")).isEmpty();
        assertThat(client.batch(event(id("c1"), "x")).statusCode()).isEqualTo(207);
    }

    @Test
    void nullAndEmptyRemoveAnAttribute() {
        client.ok(identify(id("c1"), "'a':1,'b':2"), identify(id("c1"), "'a':null,'b':''"));

        assertThat(profile("c1").attributes()).doesNotContainKeys("a", "b");
    }

    @Test
    void aDottedPreferenceChangesOneTopic() {
        client.ok(
                identify(
                        id("c1"),
                        "'cio_subscription_preferences':{'topics':{'topic_1':true,'topic_2':true}}"),
                identify(id("c1"), "'cio_subscription_preferences.topics.topic_2':false"));

        assertThat(profile("c1").attributes().get("cio_subscription_preferences").toString())
                .isEqualTo("{\"topics\":{\"topic_1\":true,\"topic_2\":false}}");
    }

    @Test
    void aPersonHasAtMost300Attributes() {
        for (int part = 0; part < 2; part++) {
            String prefix = "'p" + part + "_";
            client.ok(
                    identify(
                            id("c1"),
                            IntStream.range(0, 160)
                                    .mapToObj(i -> prefix + i + "':1")
                                    .collect(Collectors.joining(","))));
        }

        assertThat(profile("c1").attributes()).hasSize(300);
        assertThat(profile("c1").failures()).hasSize(22);
    }

    @Test
    void anOlderIdentifyIsIgnoredAttributeByAttribute() {
        client.ok(
                identify(id("c1"), "'a':'first'", T0),
                identify(id("c1"), "'b':'second'", T0 + 10),
                identify(id("c1"), "'a':'late','b':'late','c':'late'", T0 + 5));

        assertThat(attribute("c1", "a")).isEqualTo("late");
        assertThat(attribute("c1", "b")).isEqualTo("second");
        assertThat(attribute("c1", "c")).isEqualTo("late");
        assertThat(sandbox.summary().staleAttributes()).isEqualTo(1);
    }

    @Test
    void anOlderIdentifyMayBeIgnoredAsAWhole() {
        start(traffic().identifyTimestamp(Behaviour.IdentifyTimestamp.PER_PROFILE));
        client.ok(
                identify(id("c1"), "'a':'first'", T0),
                identify(id("c1"), "'b':'second'", T0 + 10),
                identify(id("c1"), "'a':'late','email':'a@b.c'", T0 + 5),
                identify(id("c1"), "'c':'same second'", T0 + 10));

        assertThat(attribute("c1", "a")).isEqualTo("first");
        assertThat(attribute("c1", "c")).isEqualTo("same second");
        assertThat(profile("c1").email()).isNull();
        assertThat(sandbox.summary().staleAttributes()).isEqualTo(2);
    }

    @Test
    void anIdentifyWithoutATimestampCountsAsReceivedNow() {
        client.ok(identify(id("c1"), "'a':'now'"), identify(id("c1"), "'a':'past'", T0 - 1));

        assertThat(attribute("c1", "a")).isEqualTo("now");
    }

    @Test
    void aRepeatedIdentifyIsAnUpsert() {
        String same = identify(id("c1"), "'a':1", T0);
        client.ok(same, same, person("identify", id("c1")));

        assertThat(sandbox.people()).hasSize(1);
        assertThat(sandbox.summary().operations()).containsEntry("identify", 3L);
        assertThat(sandbox.summary().duplicatesIgnored()).isZero();
    }
}
