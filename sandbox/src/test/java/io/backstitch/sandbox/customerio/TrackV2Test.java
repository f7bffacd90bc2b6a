package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.Ops.anonymous;
import static io.backstitch.sandbox.customerio.Ops.cioId;
import static io.backstitch.sandbox.customerio.Ops.email;
import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.eventWithId;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static io.backstitch.sandbox.customerio.Ops.merge;
import static io.backstitch.sandbox.customerio.Ops.person;
import static io.backstitch.sandbox.customerio.Ops.ulid;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the v2 API answers: credentials, shapes, sizes and the rules of an operation. */
class TrackV2Test extends SandboxTestBase {

    @BeforeEach
    void start() {
        start(traffic());
    }

    @Test
    void successIsAnEmptyObjectWithANewLine() {
        HttpResponse<String> response = client.batch(event(id("c1"), "seen"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{}\n");
        assertThat(response.headers().firstValue("content-type"))
                .contains("application/json; charset=utf-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic bm86bm8=", "Basic ???", "Bearer sandbox-key", ""})
    void wrongCredentialsAreUnauthorised(String authorization) {
        HttpResponse<String> response =
                client.send(
                        "POST",
                        "/api/v2/batch",
                        "{'batch':[]}",
                        authorization.isEmpty() ? null : authorization);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body())
                .isEqualTo("{\n  \"meta\": {\n    \"error\": \"Unauthorized request\"\n  }\n}\n");
    }

    @Test
    void credentialsMayComeInUrlSafeBase64() {
        start(traffic().credentials("s~~ite", "k??ey>>"));
        String pair = "s~~ite:k??ey>>";
        String token = Base64.getUrlEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        assertThat(token).containsAnyOf("-", "_");

        HttpResponse<String> response =
                client.send("POST", "/api/v2/batch", "{'batch':[]}", "Basic " + token);

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void badItemsAreNamedByIndexAndTheOthersApplied() {
        HttpResponse<String> response =
                client.batch(
                        event(id("c1"), "one"),
                        event(id("c1"), ""),
                        "17",
                        identify(id("c1"), "'plan':'" + "x".repeat(1001) + "'"),
                        event(id("c1"), "two"));

        assertThat(response.statusCode()).isEqualTo(207);
        JsonNode errors = Client.json(response).get("errors");
        assertThat(errors).hasSize(3);
        assertThat(errors.get(0).get("batch_index").asInt()).isEqualTo(1);
        assertThat(errors.get(0).get("field").asText()).isEqualTo("name");
        assertThat(errors.get(1).get("batch_index").asInt()).isEqualTo(2);
        assertThat(errors.get(2).toString())
                .isEqualTo(
                        "{\"batch_index\":3,\"reason\":\"invalid\",\"field\":\"attributes.plan\","
                                + "\"message\":\"property value cannot be longer than 1000 bytes\"}");
        assertThat(events("c1")).containsExactly("one", "two");
        assertThat(sandbox.summary().refusedItems()).isEqualTo(3);
    }

    @Test
    void partialFailureMayComeWithStatus200() {
        start(traffic().partialFailureStatus(200));

        HttpResponse<String> response = client.batch(event(id("c1"), ""), event(id("c1"), "a"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Client.json(response).get("errors")).hasSize(1);
        assertThat(events("c1")).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{'batch':[{]}",
                "{'batch':{}}",
                "{}",
                "{'batch':[]}x"
            })
    void aBodyWithoutABatchIsRefusedAsAWhole(String body) {
        HttpResponse<String> response = client.post("/api/v2/batch", body);

        assertThat(response.statusCode()).isEqualTo(400);
        JsonNode error = Client.json(response).get("errors").get(0);
        assertThat(error.has("batch_index")).isFalse();
        assertThat(error.has("reason")).isTrue();
        assertThat(error.has("field")).isTrue();
        assertThat(error.has("message")).isTrue();
    }

    @Test
    void anEntityIsOneOperation() {
        assertThat(client.post("/api/v2/entity", event(id("c1"), "a")).body()).isEqualTo("{}\n");
        HttpResponse<String> refused = client.post("/api/v2/entity", event(id("c1"), " "));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Client.json(refused).get("errors").get(0).get("field").asText())
                .isEqualTo("name");
        assertThat(events("c1")).containsExactly("a");
    }

    @ParameterizedTest
    @CsvSource({"400", "413"})
    void tooLargeRequestsAreRefusedWithTheConfiguredStatus(int status) {
        start(traffic().oversizeStatus(status));
        String big = event(id("c1"), "big", T0, "'a':'" + "x".repeat(33_000) + "'");
        String[] many =
                IntStream.range(0, 20)
                        .mapToObj(i -> event(id("c1"), "m", T0, "'a':'" + "x".repeat(28_000) + "'"))
                        .toArray(String[]::new);

        assertThat(client.post("/api/v2/entity", big).statusCode()).isEqualTo(status);
        assertThat(client.batch(many).statusCode()).isEqualTo(status);
        assertThat(sandbox.people()).isEmpty();
    }

    @Test
    void aTooLargeOperationIsAnItemErrorOrRefusesTheBatch() {
        String big = event(id("c1"), "big", T0, "'a':'" + "x".repeat(33_000) + "'");

        HttpResponse<String> item = client.batch(event(id("c1"), "small"), big);
        assertThat(item.statusCode()).isEqualTo(207);
        assertThat(Client.json(item).get("errors").get(0).get("batch_index").asInt()).isEqualTo(1);
        assertThat(events("c1")).containsExactly("small");

        start(traffic().oversizeOperation(Behaviour.OversizeOperation.REFUSE_REQUEST));
        assertThat(client.batch(event(id("c1"), "small"), big).statusCode()).isEqualTo(400);
        assertThat(sandbox.people()).isEmpty();
    }

    @Test
    void theLargestOperationFits() {
        String shell = event(id("c1"), "fits", T0, "'a':''");
        String fits = shell.replace("''}", "'" + "x".repeat(32 * 1024 - shell.length()) + "'}");
        assertThat(fits.length()).isEqualTo(32 * 1024);

        assertThat(client.batch(fits).statusCode()).isEqualTo(200);
        assertThat(client.batch(fits.replace("xx", "xxx").replaceFirst("x", "xx")).statusCode())
                .isEqualTo(207);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{} | type",
                "{'type':'cat','action':'event'} | type",
                "{'type':'person','action':'explode'} | action",
                "{'type':'person','action':'event','name':'a'} | identifiers",
                "{'type':'person','action':'event','name':'a','identifiers':{}} | identifiers",
                "{'type':'person','action':'event','name':'a','identifiers':{'id':'1','email':'a@b.c'}} | identifiers",
                "{'type':'person','action':'event','name':'a','identifiers':{'id':true}} | identifiers.id",
                "{'type':'person','action':'event','name':'a','identifiers':{'id':''}} | identifiers.id",
                "{'type':'person','action':'event','name':'a','identifiers':{'email':'no'}} | identifiers.email",
                "{'type':'person','action':'event','name':'a','identifiers':{'phone':'+4930123'}} | identifiers.phone",
                "{'type':'person','action':'event','identifiers':{'id':'1'}} | name",
                "{'type':'person','action':'event','name':{},'identifiers':{'id':'1'}} | name",
                "{'type':'person','action':'page','identifiers':{'id':'1'}} | name",
                "{'type':'person','action':'event','name':'a','attributes':[],'identifiers':{'id':'1'}} | attributes",
                "{'type':'person','action':'identify','identifiers':{'anonymous_id':'a'}} | identifiers",
                "{'type':'person','action':'identify','attributes':7,'identifiers':{'id':'1'}} | attributes",
                "{'type':'person','action':'merge','primary':{'id':'1'}} | secondary",
                "{'type':'person','action':'merge','primary':{'id':[]},'secondary':{'id':'2'}} | primary.id",
                "{'type':'person','action':'merge','identifiers':{'id':'1'},'primary':{'id':'1'},'secondary':{'id':'2'}} | identifiers",
                "{'type':'person','action':'add_device','identifiers':{'id':'1'}} | device",
                "{'type':'person','action':'add_device','identifiers':{'id':'1'},'device':{'platform':'ios'}} | device.token",
                "{'type':'person','action':'add_device','identifiers':{'id':'1'},'device':{'token':'t','platform':'tv'}} | device.platform",
                "{'type':'person','action':'add_relationships','identifiers':{'id':'1'}} | cio_relationships",
                "{'type':'object','action':'identify'} | identifiers.object_id",
                "{'type':'object','action':'event'} | action",
                "{'type':'delivery','action':'event','name':'bought'} | name",
            })
    void aFaultyOperationIsRefusedByField(String operation, String field) {
        HttpResponse<String> response = client.batch(operation);

        assertThat(response.statusCode()).isEqualTo(207);
        assertThat(Client.json(response).get("errors").get(0).get("field").asText())
                .isEqualTo(field);
    }

    @Test
    void anIdentifierThatIsNeitherTextNorNumberIsRefusedInTheServersWords() {
        JsonNode error =
                Client.json(client.batch(merge("{'id':null}", id("c2")))).get("errors").get(0);

        assertThat(error.get("field").asText()).isEqualTo("primary.id");
        assertThat(error.get("message").asText()).isEqualTo("must be a string or a number");
    }

    @Test
    void everyOtherActionOfTheMatrixIsAccepted() {
        client.ok(
                person("page", id("c1"), ",'name':'/home'"),
                person("screen", email("a@b.c"), ",'name':'Home'"),
                event(anonymous("anon"), "seen"),
                person("add_device", id("c1"), ",'device':{'token':'t','platform':'ios'}"),
                person("delete_device", id("c1"), ",'device':{'token':'t'}"),
                person("add_relationships", id("c1"), ",'cio_relationships':[]"),
                person("delete_relationships", id("c1"), ",'cio_relationships':[]"),
                "{'type':'object','action':'identify','identifiers':"
                        + "{'object_type_id':'1','object_id':'o'}}",
                "{'type':'delivery','action':'event','name':'opened','identifiers':{'id':'d'}}");

        assertThat(feed("c1")).extracting(Activity::type).containsExactly("page");
        assertThat(sandbox.summary().operations())
                .containsEntry("screen", 1L)
                .containsEntry("add_device", 1L)
                .containsEntry("other", 2L);
    }

    @Test
    void aNumberIsAnIdentifierToo() {
        client.ok(event("{'id':42}", "a"), event(id("42"), "b"));

        assertThat(events("42")).containsExactly("a", "b");
    }

    @Test
    void identifyHasLimits() {
        String many =
                IntStream.rangeClosed(0, 300)
                        .mapToObj(i -> "'a" + i + "':1")
                        .collect(Collectors.joining(","));

        assertThat(client.batch(identify(id("x".repeat(151)), "'a':1")).statusCode())
                .isEqualTo(207);
        assertThat(client.batch(identify(id("c1"), "'" + "n".repeat(151) + "':1")).statusCode())
                .isEqualTo(207);
        assertThat(client.batch(identify(id("c1"), "'a':'" + "é".repeat(501) + "'")).statusCode())
                .isEqualTo(207);
        assertThat(client.batch(identify(id("c1"), many)).statusCode()).isEqualTo(207);
        assertThat(sandbox.people()).isEmpty();
        client.ok(identify(id("x".repeat(150)), "'a':'" + "é".repeat(500) + "'"));
    }

    @Test
    void anEventMayCarryLongValues() {
        client.ok(event(id("c1"), "a", T0, "'text':'" + "x".repeat(5_000) + "'"));

        assertThat(feed("c1").get(0).attributes().text("text")).hasSize(5_000);
    }

    @Test
    void eventNamesAreTrimmedAndLimited() {
        client.ok(event(id("c1"), "  spaced out "), event(id("c1"), "n".repeat(100)));

        assertThat(events("c1")).first().isEqualTo("spaced out");
        assertThat(client.batch(event(id("c1"), "n".repeat(101))).statusCode()).isEqualTo(207);
    }

    @Test
    void anEventIdThatIsNoUlidIsRefused() {
        for (String bad : new String[] {"'m-1'", "''", "'81HF0000000000000000000000'", "[]"}) {
            JsonNode error =
                    Client.json(client.batch(eventWithId(id("c1"), "a", bad))).get("errors").get(0);
            assertThat(error.get("field").asText()).as(bad).isEqualTo("id");
        }
        client.ok(eventWithId(id("c1"), "a", ulid(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'2026-11-23T10:00:00Z'", "1790000000123", "-5", "null", "{}"})
    void aTimestampThatIsNoUnixTimeBecomesTheReceiveTime(String timestamp) {
        client.ok(person("event", id("c1"), ",'name':'a','timestamp':" + timestamp));

        assertThat(feed("c1").get(0).timestamp()).isEqualTo(T0);
        assertThat(feed("c1").get(0).receivedAt()).isEqualTo(T0);
    }

    @Test
    void decimalSecondsAreTolerated() {
        client.ok(person("event", id("c1"), ",'name':'a','timestamp':1790000010.5"));

        assertThat(feed("c1").get(0).timestamp()).isEqualTo(T0 + 10);
    }

    @Test
    void attributeValuesAreKeptAsSentWhateverTheyMean() {
        client.ok(
                identify(
                        id("c1"),
                        "'ms':1790000000123,'iso':'2026-11-23T10:00:00Z','list':[1,{'a':2}]"));

        assertThat(profile("c1").attributes().get("ms").asLong()).isEqualTo(1790000000123L);
        assertThat(profile("c1").attributes().get("iso").asText())
                .isEqualTo("2026-11-23T10:00:00Z");
        assertThat(profile("c1").attributes().get("list").toString()).isEqualTo("[1,{\"a\":2}]");
    }

    @Test
    void unknownPathsAreNotFound() {
        assertThat(client.post("/api/v2/other", "{}").statusCode()).isEqualTo(404);
        assertThat(client.get("/api/v2/batch").statusCode()).isEqualTo(404);
    }

    @Test
    void moreRequestsThanTheLimitAreThrottled() {
        start(traffic().maxRequestsPerSecond(0));

        assertThat(client.batch(event(id("c1"), "a")).statusCode()).isEqualTo(429);
        assertThat(sandbox.people()).isEmpty();
    }

    @Test
    void anOperationForAnUnknownCioIdIsDropped() {
        client.ok(identify(cioId("0b0500000099"), "'a':1"), event(cioId("0b0500000099"), "b"));

        assertThat(sandbox.people()).isEmpty();
        assertThat(sandbox.summary().droppedUnknown()).isEqualTo(2);
    }
}
