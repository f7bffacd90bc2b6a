package io.backstitch.sandbox.customerio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The v1 calls of a naive forwarder. */
class TrackV1Test extends SandboxTestBase {

    @BeforeEach
    void start() {
        start(traffic());
    }

    @Test
    void identifyCreatesAndUpdatesAPerson() {
        HttpResponse<String> response =
                client.put("/api/v1/customers/c1", "{'email':'a@b.c','plan':'free'}");
        client.put("/api/v1/customers/a%40b.c", "{'plan':'paid'}");
        client.put("/api/v1/customers/cio_" + profile("c1").cioId(), "{'vip':true}");

        assertThat(response.body()).isEqualTo("{}\n");
        assertThat(sandbox.people()).hasSize(1);
        assertThat(profile("c1").attributes().get("plan").asText()).isEqualTo("paid");
        assertThat(profile("c1").attributes().get("vip").asBoolean()).isTrue();
    }

    @Test
    void identifiersInThePathAreDecoded() {
        client.put("/api/v1/customers/a%2Fb%20c%26d+e", "{'x':1}");

        assertThat(sandbox.personById("a/b c&d+e")).isPresent();
    }

    @Test
    void anOlderTimestampAmongTheAttributesIsIgnored() {
        client.put("/api/v1/customers/c1", "{'plan':'new','_timestamp':" + T0 + "}");
        client.put("/api/v1/customers/c1", "{'plan':'old','_timestamp':" + (T0 - 1) + "}");

        assertThat(profile("c1").attributes().get("plan").asText()).isEqualTo("new");
        assertThat(profile("c1").attributes()).doesNotContainKey("_timestamp");
    }

    @Test
    void eventsHaveDataAndTypes() {
        client.post(
                "/api/v1/customers/c1/events",
                "{'name':'order_completed','id':'01HF0000000000000000000001','timestamp':"
                        + T0
                        + ",'data':{'order_id':'o1','event_id':'m1'}}");
        client.post("/api/v1/customers/c1/events", "{'name':'/cart','type':'page'}");

        Activity order = feed("c1").get(0);
        assertThat(order.attributes().text("order_id")).isEqualTo("o1");
        assertThat(order.eventId()).isEqualTo("m1");
        assertThat(order.ulid()).isEqualTo("01HF0000000000000000000001");
        assertThat(feed("c1").get(1).type()).isEqualTo("page");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | event name must not be blank",
                "{'name':'  '} | event name must not be blank",
                "{'name':'a','data':''} | event data must be a hash",
                "{'name':'a','data':[]} | event data must be a hash",
                "{'name':'a','id':'m-1'} | must be a valid ULID",
                "[] | request body must be a hash",
                "{ | unable to parse the request as JSON",
            })
    void aFaultyEventIsRefusedInTheServersWords(String body, String message) {
        HttpResponse<String> response = client.post("/api/v1/customers/c1/events", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).at("/meta/errors/0").asText()).isEqualTo(message);
        assertThat(sandbox.people()).isEmpty();
    }

    @Test
    void longEventsAreRefused() {
        assertThat(error("{'name':'" + "n".repeat(101) + "'}"))
                .isEqualTo("event name cannot be longer than 100 bytes");
        assertThat(error("{'name':'a','data':{'x':'" + "n".repeat(100_000) + "'}}"))
                .isEqualTo("event data cannot be longer than 100000 bytes");
    }

    private String error(String event) {
        HttpResponse<String> response = client.post("/api/v1/customers/c1/events", event);
        return Client.json(response).at("/meta/errors/0").asText();
    }

    @Test
    void aFaultyIdentifyListsItsFaultsAndAppliesNothing() {
        HttpResponse<String> response =
                client.put(
                        "/api/v1/customers/c1",
                        "{'ok':1,'token':'" + "x".repeat(1001) + "','" + "n".repeat(151) + "':1}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).at("/meta/errors").toString())
                .isEqualTo(
                        "[\"value for attribute 'token' cannot be longer than 1000 bytes\","
                                + "\"attribute name cannot be longer than 150 bytes\"]");
        assertThat(sandbox.people()).isEmpty();
        assertThat(client.put("/api/v1/customers/" + "x".repeat(151), "{}").statusCode())
                .isEqualTo(400);
        assertThat(client.put("/api/v1/customers/%20", "{}").statusCode()).isEqualTo(400);
    }

    @Test
    void anotherIdInTheBodyIsAnErrorWhereIdsAreAllThereIs() {
        start(traffic().workspace(Behaviour.WorkspaceKind.ID));

        HttpResponse<String> response = client.put("/api/v1/customers/c1", "{'id':'c2'}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(Client.json(response).at("/meta/errors/0").asText())
                .isEqualTo("id attribute and identifier are not the same value");
        client.put("/api/v1/customers/a%40b.c", "{'email':'x@y.z'}");
        assertThat(sandbox.personById("a@b.c")).isPresent();
    }

    @Test
    void anotherIdInTheBodyIsAFailureElsewhere() {
        client.put("/api/v1/customers/c1", "{'id':'c2','plan':'free'}");

        assertThat(profile("c1").attributes().get("plan").asText()).isEqualTo("free");
        assertThat(profile("c1").failures()).extracting(Failure::field).containsExactly("id");
        assertThat(sandbox.personById("c2")).isEmpty();
    }

    @Test
    void anonymousEventsNeedAnAnonymousIdOrARecipient() {
        client.post("/api/v1/events", "{'name':'seen','anonymous_id':'anon'}");
        HttpResponse<String> invite =
                client.post("/api/v1/events", "{'name':'invite','data':{'recipient':'a@b.c'}}");
        HttpResponse<String> nothing = client.post("/api/v1/events", "{'name':'seen'}");

        assertThat(sandbox.anonymousActivity().get("anon")).hasSize(1);
        assertThat(invite.statusCode()).isEqualTo(200);
        assertThat(nothing.statusCode()).isEqualTo(400);
        assertThat(sandbox.people()).isEmpty();
    }

    @Test
    void mergeTakesOneIdentifierPerSide() {
        client.put("/api/v1/customers/c1", "{'a':1}");
        client.put("/api/v1/customers/c2", "{'b':2}");

        HttpResponse<String> two =
                client.post(
                        "/api/v1/merge_customers",
                        "{'primary':{'id':'c1','email':'a@b.c'},'secondary':{'id':'c2'}}");
        assertThat(two.statusCode()).isEqualTo(400);
        assertThat(Client.json(two).at("/meta/error").asText())
                .isEqualTo("primary must have exactly one identifier");
        HttpResponse<String> good =
                client.post(
                        "/api/v1/merge_customers",
                        "{'primary':{'id':'c1'},'secondary':{'id':'c2'}}");
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(sandbox.people()).hasSize(1);
    }

    @Test
    void peopleAreDeletedSuppressedAndFreed() {
        client.put("/api/v1/customers/c1", "{'a':1}");
        assertThat(client.delete("/api/v1/customers/c1").statusCode()).isEqualTo(200);
        assertThat(client.delete("/api/v1/customers/c1").statusCode()).isEqualTo(200);
        assertThat(client.post("/api/v1/customers/c1/suppress", "").statusCode()).isEqualTo(200);
        client.put("/api/v1/customers/c1", "{'a':1}");
        assertThat(sandbox.people()).isEmpty();
        assertThat(client.post("/api/v1/customers/c1/unsuppress", "").statusCode()).isEqualTo(200);
        client.put("/api/v1/customers/c1", "{'a':1}");
        assertThat(sandbox.people()).hasSize(1);
    }

    @Test
    void devicesNeedAnIdAndAPlatform() {
        String path = "/api/v1/customers/c1/devices";

        assertThat(client.put(path, "{'device':{'id':'t','platform':'ios'}}").statusCode())
                .isEqualTo(200);
        assertThat(client.put(path, "{'device':{'id':'t','platform':'tv'}}").statusCode())
                .isEqualTo(400);
        assertThat(client.put(path, "{'device':{'token':'t','platform':'ios'}}").statusCode())
                .isEqualTo(400);
        assertThat(client.delete(path + "/t").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"us,track.customer.io", "eu,track-eu.customer.io"})
    void theRegionTellsWhereTheAccountLives(String region, String url) {
        start(traffic().region(region));

        JsonNode body = Client.json(client.get("/api/v1/accounts/region"));

        assertThat(body.get("region").asText()).isEqualTo(region);
        assertThat(body.get("url").asText()).isEqualTo(url);
        assertThat(client.send("GET", "/api/v1/accounts/region", null, null).statusCode())
                .isEqualTo(401);
    }
}
