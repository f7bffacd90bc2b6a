package io.backstitch.pipeline.deliver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An email that was another profile's: an accepted identify may have had no effect. */
class TakeOverTest {
    @Test
    void itIsSentAgainUntilTheLookUpShowsIt() {
        Desk desk = new Desk(true, "deliver.max-in-flight", "1");
        desk.client.people.put("id:7", ScriptedClient.person("c07"));
        desk.client.people.put("email:e@x.org", ScriptedClient.person("c01"));
        desk.add(takeOver(), Ops.event("id:7", "a", 3));
        for (int i = 0; i < 4; i++) {
            desk.answer(ScriptedClient.ok());
        }
        assertThat(desk.results.settled).as("still the other's").isEmpty();
        desk.add(Ops.event("id:8", "o", 2));
        assertThat(desk.inRequest()).as("nobody else waits").containsExactly("o");
        desk.answer(ScriptedClient.ok());
        desk.client.people.remove("email:e@x.org");
        desk.answer(ScriptedClient.ok());
        assertThat(desk.results.settled).as("free, not visible yet").containsExactly("accepted o");
        desk.client.people.put("email:e@x.org", ScriptedClient.person("c07"));
        desk.acceptEverything();
        assertThat(desk.results.settled).containsExactly("accepted o", "accepted t", "accepted a");
    }

    @Test
    void whatNeverTakesIsSaidAndThePersonGoesOn() {
        Desk desk = new Desk(true);
        desk.client.people.put("id:7", ScriptedClient.person("c07"));
        desk.client.people.put("email:e@x.org", ScriptedClient.person("c01"));
        desk.add(takeOver(), Ops.event("id:7", "a", 3));
        desk.acceptEverything();
        assertThat(desk.results.settled).containsExactly("filtered t email_conflict", "accepted a");
    }

    @Test
    void withoutLookUpsItIsRepeatedBlindly() {
        Desk desk = new Desk(false);
        desk.add(takeOver(), Ops.event("id:7", "a", 3));
        desk.acceptEverything();
        assertThat(desk.results.settled)
                .containsExactly("accepted t email_unchecked", "accepted a");
        assertThat(desk.client.sent).hasSizeGreaterThan(2);
    }

    @Test
    void aRefusalIsARefusal() {
        Desk desk = new Desk(true);
        desk.add(takeOver(), Ops.event("id:7", "a", 3));
        desk.answer(
                ScriptedClient.answer(
                        207,
                        "{\"errors\":[{\"batch_index\":0,\"reason\":\"invalid\","
                                + "\"field\":\"attributes.email\",\"message\":\"no\"}]}"));
        desk.acceptEverything();
        assertThat(desk.results.settled).hasSize(2).contains("accepted a");
        assertThat(desk.results.settled.get(0)).startsWith("refused t");
    }

    @Test
    void itHasARequestOfItsOwn() {
        Desk desk = new Desk(true, "deliver.max-in-flight", "1");
        desk.add(Ops.event("id:8", "o", 2), takeOver(), Ops.event("id:9", "p", 2));
        assertThat(desk.inRequest()).containsExactly("o");
        desk.answer(ScriptedClient.ok());
        assertThat(desk.inRequest()).containsExactly("identify");
    }

    private static Operation takeOver() {
        String body =
                "{\"type\":\"person\",\"identifiers\":{\"id\":\"7\"},\"action\":\"identify\","
                        + "\"timestamp\":9,\"attributes\":{\"email\":\"e@x.org\"}}";
        Operation identify = Ops.identify("id:7", "t", 2, "{}");
        return new Operation(
                Operation.Kind.TAKE_OVER,
                identify.person(),
                identify.id(),
                identify.seq(),
                body.getBytes(UTF_8),
                List.of(),
                null,
                identify.subject());
    }
}
