package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.email;
import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The sandbox as a whole: from a batch to the page's JSON. */
class CustomerIoSandboxTest {

    private final CustomerIoSandbox sandbox =
            CustomerIoSandbox.start(
                    SandboxOptions.builder()
                            .clock(Behaviour.ClockMode.TRAFFIC)
                            .page(
                                    exchange -> {
                                        byte[] body = "page".getBytes(StandardCharsets.UTF_8);
                                        exchange.sendResponseHeaders(200, body.length);
                                        exchange.getResponseBody().write(body);
                                    })
                            .build());
    private final Client client = new Client(sandbox);

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void shop() {
        client.ok(
                identify(id("c1"), "'email':'Ann@shop.example','first_name':'Ann'", 1_000),
                event(
                        id("c1"),
                        "cart_abandoned",
                        1_060,
                        "'event_id':'m-1','cart_id':'k1','items':[{'sku':'s','price':9.90}]"),
                event(id("c2"), "product_viewed", 1_070, "'sku':'s'"));
    }

    @Test
    void aBatchBecomesPeopleAndActivity() {
        shop();

        assertThat(sandbox.people()).hasSize(2);
        PersonView ann = sandbox.personByEmail("ann@SHOP.example").orElseThrow();
        assertThat(ann.id()).isEqualTo("c1");
        assertThat(ann.attributes().get("first_name").asText()).isEqualTo("Ann");
        assertThat(sandbox.activity(ann.cioId()))
                .extracting(Activity::seq, Activity::type, Activity::eventId)
                .containsExactly(tuple(1L, "identify", null), tuple(2L, "event", "m-1"));
        assertThat(sandbox.events()).extracting(e -> e.activity().seq()).containsExactly(2L, 3L);
    }

    @Test
    void theSummaryCounts() {
        shop();

        JsonNode summary = client.sandbox("summary");

        assertThat(summary.get("clockMode").asText()).isEqualTo("traffic");
        assertThat(summary.get("people").asInt()).isEqualTo(2);
        assertThat(summary.get("operations").get("identify").asInt()).isEqualTo(1);
        assertThat(summary.get("operations").get("event").asInt()).isEqualTo(2);
        assertThat(summary.get("eventsByName").get("cart_abandoned").asInt()).isEqualTo(1);
        assertThat(summary.get("requests").asInt()).isEqualTo(1);
        JsonNode recovery = summary.get("journeys").get(0);
        assertThat(recovery.get("name").asText()).isEqualTo("cart-recovery");
        assertThat(recovery.get("waiting").asInt()).isEqualTo(1);
    }

    @Test
    void peopleAreFoundByAnyOfTheirNames() {
        shop();

        for (String q : new String[] {"C1", "ann%40", "aNN", "shop.example"}) {
            JsonNode found = client.sandbox("people?q=" + q);
            assertThat(found.get("total").asInt()).as(q).isEqualTo(1);
            JsonNode ann = found.get("people").get(0);
            assertThat(ann.get("first_name").asText()).isEqualTo("Ann");
            assertThat(ann.get("events").asInt()).isEqualTo(1);
            assertThat(ann.get("lastActivity").asLong()).isEqualTo(1_060);
        }
        assertThat(client.sandbox("people?limit=1&offset=1").get("people")).hasSize(1);
        assertThat(client.sandbox("people?q=nobody").get("total").asInt()).isZero();
    }

    @Test
    void onePersonIsShownWithFeedAndJourneys() {
        shop();
        String cioId = sandbox.personById("c1").orElseThrow().cioId();

        JsonNode ann = client.sandbox("people/" + cioId);

        assertThat(ann.get("identifiers").get("email").asText()).isEqualTo("Ann@shop.example");
        JsonNode event = ann.get("activity").get(1);
        assertThat(event.get("name").asText()).isEqualTo("cart_abandoned");
        assertThat(event.get("via").asText()).isEqualTo("direct");
        assertThat(event.get("attributes").get("items").get(0).get("price").asText())
                .isEqualTo("9.9");
        assertThat(ann.get("journeys").get(0).get("outcome").asText()).isEqualTo("waiting");
        assertThat(client.sandbox("people/unknown")).isNull();
    }

    @Test
    void aJourneyIsShownWithItsEntriesAndTheClockDecidesThem() {
        shop();
        client.post("/sandbox/api/clock", "{'now':10000}");

        JsonNode journey = client.sandbox("journeys/cart-recovery?limit=5");

        assertThat(journey.get("definition").get(1).asText()).isEqualTo("Wait for 30 minutes.");
        JsonNode entry = journey.get("entries").get(0);
        assertThat(entry.get("person").get("label").asText()).isEqualTo("Ann@shop.example");
        assertThat(entry.get("cartId").asText()).isEqualTo("k1");
        assertThat(entry.get("enteredAt").asLong()).isEqualTo(1_060);
        assertThat(entry.get("dueAt").asLong()).isEqualTo(1_060 + 1_800);
        assertThat(entry.get("outcome").asText()).isEqualTo("mailed");
        assertThat(entry.get("items")).hasSize(1);
        assertThat(client.sandbox("journeys/unknown")).isNull();
    }

    @Test
    void otherPathsGoToThePage() {
        assertThat(client.get("/anything").body()).isEqualTo("page");
        assertThat(client.get("/").body()).isEqualTo("page");
    }

    @Test
    void theAppApiLooksUpTheCioId() {
        shop();
        String cioId = sandbox.personById("c1").orElseThrow().cioId();

        JsonNode byEmail = Client.json(client.look("/v1/customers?email=ann%40shop.example"));
        JsonNode byId = Client.json(client.look("/v1/customers/c1/attributes?id_type=id"));

        assertThat(byEmail.get("results").get(0).get("cio_id").asText()).isEqualTo(cioId);
        assertThat(byId.get("customer").get("attributes").get("cio_id").asText()).isEqualTo(cioId);
        assertThat(client.look("/v1/customers/c9/attributes?id_type=id").statusCode())
                .isEqualTo(404);
        assertThat(Client.json(client.look("/v1/customers?email=x%40y.z")).get("results"))
                .isEmpty();
        assertThat(client.send("GET", "/v1/customers?email=a", null, "Bearer no").statusCode())
                .isEqualTo(401);
        client.ok(identify(email("x@y.z"), "'a':1"));
        assertThat(client.look("/v1/customers/X%40y.z/attributes?id_type=email").statusCode())
                .isEqualTo(200);
    }
}
