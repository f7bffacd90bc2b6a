package io.backstitch.pipeline.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Alias;
import io.backstitch.pipeline.record.Climb;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionsTest {
    private static final long DAY = 86_400_000L;
    private Ingest ingest;

    @BeforeEach
    void open() throws Exception {
        Configuration options = new Configuration();
        options.set(IngestOptions.SEGMENT_TOPICS, List.of("segment"));
        options.set(IngestOptions.ERASURE_TOPIC, "privacy.requests");
        ingest = new Ingest(options, false);
    }

    @AfterEach
    void close() throws Exception {
        ingest.close();
    }

    @Test
    void anAliasRequestOfMparticleGoesToTheGateWithItsWindow() throws Exception {
        ingest.batch(
                """
                {"request_id":"r1","request_type":"alias","environment":"production","data":{
                 "source_mpid":"-77","destination_mpid":88,
                 "start_unixtime_ms":1795000000000,"end_unixtime_ms":"1795400000000"}}""");
        Alias alias = (Alias) only(ingest.instructions());
        assertThat(alias.level()).isEqualTo(Alias.GATE);
        assertThat(alias.id()).isEqualTo("r1");
        assertThat(alias.of()).isEqualTo("anonymous_id");
        assertThat(alias.source()).isEqualTo("-77");
        assertThat(alias.destination()).isEqualTo("88");
        assertThat(alias.from()).isEqualTo(1_795_000_000_000L);
        assertThat(alias.to()).isEqualTo(1_795_400_000_000L);
    }

    @Test
    void anAliasReachesNinetyDaysBackAtMost() throws Exception {
        ingest.batch(
                """
                {"request_type":"alias","data":{"source_mpid":7,"destination_mpid":8,
                 "start_unixtime_ms":1600000000000}}""");
        Alias alias = (Alias) only(ingest.instructions());
        assertThat(alias.to()).isEqualTo(Ingest.ARRIVAL);
        assertThat(alias.from()).isEqualTo(Ingest.ARRIVAL - 90 * DAY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'source_mpid':7}",
                "{'source_mpid':0,'destination_mpid':8}",
                "{'source_mpid':7,'destination_mpid':8,'start_unixtime_ms':'soon'}",
                "{'source_mpid':7,'destination_mpid':8,'start_unixtime_ms':1795400000001,"
                        + "'end_unixtime_ms':1795400000000}"
            })
    void anAliasThatCannotBeMeantIsADeadLetter(String data) throws Exception {
        String json = "{\"request_type\":\"alias\",\"data\":" + data.replace('\'', '"') + "}";
        ingest.batch(json);
        assertThat(ingest.letters())
                .extracting(DeadLetter::getReason)
                .containsOnly("malformed_alias");
        assertThat(ingest.instructions()).isEmpty();
    }

    @Test
    void anAliasOfAnotherEnvironmentIsLeftOut() throws Exception {
        ingest.batch(
                """
                {"request_type":"alias","environment":"development",
                 "data":{"source_mpid":7,"destination_mpid":8}}""");
        assertThat(ingest.receipts()).extracting(Receipt::getReason).containsOnly("environment");
        assertThat(ingest.instructions()).isEmpty();
    }

    @Test
    void segmentsAliasJoinsTwoCustomers() throws Exception {
        segment(
                """
                {"type":"alias","messageId":"m1","previousId":"old","userId":"new",
                 "timestamp":"2026-11-23T09:00:00.000Z"}""");
        Alias alias = (Alias) only(ingest.instructions());
        assertThat(alias.of()).isEqualTo("customer_id");
        assertThat(alias.source()).isEqualTo("old");
        assertThat(alias.destination()).isEqualTo("new");
        assertThat(alias.to()).isEqualTo(Ingest.ARRIVAL - 3_600_000);
    }

    @Test
    void segmentsAliasOfItsOwnDeviceIsALogin() throws Exception {
        segment(
                "{\"type\":\"alias\",\"anonymousId\":\"a1\",\"previousId\":\"a1\",\"userId\":\"u\"}");
        assertThat(ingest.bundles())
                .singleElement()
                .satisfies(
                        bundle ->
                                assertThat(bundle.asserted())
                                        .isEqualTo(
                                                Ids.of("anonymous_id", "a1", "customer_id", "u")));
        assertThat(ingest.instructions()).isEmpty();
    }

    @Test
    void anErasureIsBroadcastAndGoesToEveryIdentifierItNames() throws Exception {
        erase(
                """
                {"subject_request_id":"q1","subject_request_type":"erasure",
                 "submitted_time":"2026-11-23T09:00:00Z","subject_identities":[
                 {"identity_type":"controller_customer_id","identity_value":"c","identity_format":"raw"},
                 {"identity_type":"email","identity_value":" E@X.org "},
                 {"identity_type":"email","identity_value":"e@x.org"},
                 {"identity_type":"email","identity_value":"f3ab","identity_format":"sha256"},
                 {"identity_type":"android_advertising_id","identity_value":"9"},
                 {"identity_type":"order_id","identity_value":"1001"},
                 {"identity_type":"mpid","identity_value":-5}]}""");
        Erase all = (Erase) only(ingest.broadcasts());
        assertThat(all.named())
                .containsExactly(
                        new Erase.Named("anonymous_id", "-5"),
                        new Erase.Named("email", "e@x.org"),
                        new Erase.Named("customer_id", "c"));
        assertThat(all.time()).isEqualTo(Ingest.ARRIVAL);
        assertThat(ingest.instructions())
                .extracting(Climb::level)
                .containsExactly(Alias.GATE, "anonymous_id", "email", "customer_id");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'subject_request_type':'rectification'}|unknown_request_type",
                "{'subject_request_type':'erasure'}|missing_request_id",
                "{'subject_request_type':'erasure','subject_request_id':1}|no_identifier",
                "{'subject_request_type':'erasure','subject_request_id':1,"
                        + "'submitted_time':'yesterday'}|wrong_type",
                "[]|not_object"
            })
    void aRequestThatErasesNobodyIsADeadLetter(String json, String reason) throws Exception {
        erase(json.replace('\'', '"'));
        assertThat(ingest.letters()).extracting(DeadLetter::getReason).containsOnly(reason);
        assertThat(ingest.broadcasts()).isEmpty();
        assertThat(ingest.instructions()).isEmpty();
    }

    @Test
    void aRequestForAccessIsNotOurs() throws Exception {
        erase("{\"subject_request_type\":\"access\"}");
        assertThat(ingest.receipts()).extracting(Receipt::getReason).containsOnly("not_an_erasure");
    }

    private void segment(String json) throws Exception {
        ingest.take("segment", json.getBytes(StandardCharsets.UTF_8));
    }

    private void erase(String json) throws Exception {
        ingest.take("privacy.requests", json.getBytes(StandardCharsets.UTF_8));
    }

    private static <T> T only(List<T> all) {
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}
