package io.backstitch.pipeline.ingest;

import static io.backstitch.pipeline.ingest.Ingest.ARRIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.schemas.wire.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for each way in which mParticle says who it is and what they are like. */
class MparticlePeopleRowsTest {
    private static final String VIEW =
            "{'event_type':'custom_event','data':{'event_name':'Product Viewed',"
                    + "'custom_attributes':{'product_id':'p'}}}";
    private Ingest ingest;

    @BeforeEach
    void open() throws Exception {
        ingest = new Ingest();
    }

    @AfterEach
    void close() throws Exception {
        ingest.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'device_info':{'platform':'iOS'}                | app",
                "'device_info':{'platform':'Android'}            | app",
                "'device_info':{'platform':'tvOS'}               | app",
                "'device_info':{'platform':'roku'}               | app",
                "'device_info':{'platform':'alexa'}              | app",
                "'device_info':{'platform':'smart_tv'}           | app",
                "'device_info':{'platform':'fire_tv'}            | app",
                "'device_info':{'platform':'xbox'}               | app",
                "'device_info':{'platform':'desktop'}            | app",
                "'device_info':{'platform':'web'}                | web",
                "'device_info':{'platform':'out_of_band'}        | backend",
                "'application_info':{'os':'MobileWeb'}           | web",
                "'application_info':{'os':'WindowsPhone'}        | app",
                "'application_info':{'os':'OutOfBand'}           | backend",
                "'application_info':{'os':'Unknown'}             | backend",
                "'source_info':{'channel':'native'}              | app",
                "'source_info':{'channel':'desktop'}             | app",
                "'source_info':{'channel':'javascript'}          | web",
                "'source_info':{'channel':'pixel'}               | web",
                "'source_info':{'channel':'server_to_server'}    | backend",
                "'source_info':{'channel':'partner'}             | backend",
                "'source_info':{'channel':'unknown'}             | backend",
                "'device_info':null,'application_info':null      | backend"
            })
    void everyPlatformIsWebAppOrBackend(String fields, String platform) throws Exception {
        batch("'mpid':5," + fields, VIEW);
        assertThat(bundle().platform()).isEqualTo(platform);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "-7636538281262557123     | -7636538281262557123",
                "'-7636538281262557123'   | -7636538281262557123",
                "9223372036854775807      | 9223372036854775807",
                "'264200868161219981'     | 264200868161219981",
                "264200868161219981       | 264200868161219981",
                "-7.636538281262557123e18 | -7636538281262557123"
            })
    void anMpidKeepsEveryDigit(String mpid, String id) throws Exception {
        batch("'mpid':" + mpid, VIEW);
        assertThat(bundle().asserted().get("anonymous_id")).isEqualTo(id);
    }

    @Test
    void aDeviceWithoutAnIdIsNoDevice() throws Exception {
        String junk =
                "-1 0 00000000-0000-0000-0000-000000000000 <nil> ] anon anonymous false n/a na nil"
                        + " none null true undefined unknown {}";
        for (String id : junk.split(" ")) {
            batch("'mp_deviceid':'" + id + "','mpid':'" + id + "'", VIEW);
            assertThat(ingest.letters())
                    .as(id)
                    .extracting(DeadLetter::getReason)
                    .containsExactly("no_identifier");
            ingest.forget();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[{'identity_type':'customer_id','identity':'c'}]     | customer_id | c",
                "[{'identity_type':'customer_id','identity':123456}]  | customer_id | 123456",
                "{'customer_id':123456}                               | customer_id | 123456",
                "{'customerid':'c'}                                   | customer_id | c",
                "[{'identity_type':'customerid','identity':'c'}]      | customer_id | c",
                "{'email':'A@Shop.example'}                           | email | a@shop.example",
                "{'other':'5d41402abc4b2a76b9719d911017c592'}         | customer_id | ``",
                "{'facebook':'f','google':'g','alias':'x'}            | customer_id | ``",
                "{'customer_id':null,'email':''}                      | customer_id | ``"
            })
    void anIdentityIsWhoItSaysInEverySpelling(String identities, String level, String id)
            throws Exception {
        batch("'mpid':5,'user_identities':" + identities, VIEW);
        assertThat(bundle().asserted().get(level)).isEqualTo(id.isEmpty() ? null : id);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'old':null                                                  | true",
                "'old':{'identity_type':'customer_id','identity':null}       | true",
                "'old':{'identity_type':'customer_id','identity':''}         | true",
                "'old':{'identity_type':'customer_id','identity':'b'}        | false"
            })
    void beforeALoginItWasNobodyOrSomebodyElse(String old, boolean nobody) throws Exception {
        batch(
                "'mpid':5,'user_identities':{'customer_id':'c'}",
                VIEW.replace(
                                "'custom_attributes'",
                                "'timestamp_unixtime_ms':"
                                        + (ARRIVAL - 9_000)
                                        + ",'custom_attributes'")
                        + ",{'event_type':'user_identity_change','data':{'timestamp_unixtime_ms':"
                        + (ARRIVAL - 5_000)
                        + ","
                        + old
                        + ",'new':{'identity_type':'customer_id','identity':'c',"
                        + "'timestamp_unixtime_ms':"
                        + (ARRIVAL - 5_000)
                        + "}}}");
        assertThat(ingest.bundles().get(0).events()).hasSize(1);
        assertThat(ingest.bundles().get(0).asserted().get("customer_id"))
                .isEqualTo(nobody ? null : "b");
    }

    @ParameterizedTest
    @CsvSource({"signup,true", "login,true", "logout,true", "update,false", "delete,false"})
    void aProfileEventIsABoundaryIfSomebodyElseFollows(String type, boolean boundary)
            throws Exception {
        batch(
                "'mpid':5,'user_identities':{'customer_id':'c'}",
                VIEW.replace(
                                "'custom_attributes'",
                                "'timestamp_unixtime_ms':"
                                        + (ARRIVAL - 9_000)
                                        + ",'custom_attributes'")
                        + ",{'event_type':'profile','data':{'timestamp_unixtime_ms':"
                        + (ARRIVAL - 5_000)
                        + ",'previous_mpid':'1','current_mpid':'2','profile_event_type':'"
                        + type
                        + "'}}");
        assertThat(ingest.bundles().get(0).asserted().get("customer_id"))
                .isEqualTo(boundary ? null : "c");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'$FirstName':'Jo'}        | first_name=\"Jo\"",
                "{'$firstname':'Jo'}        | first_name=\"Jo\"",
                "{'tags':['a','b']}         | tags=[\"a\",\"b\"]",
                "{'vip':true}               | vip=true",
                "{'level':3}                | level=3",
                "{'gone':null}              | ``"
            })
    void attributesAreTextNumbersTruthOrLists(String attributes, String shown) throws Exception {
        batch("'mpid':5,'user_attributes':" + attributes, VIEW);
        List<String> found = new ArrayList<>();
        for (Attribute attribute : bundle().profile()) {
            found.add(
                    attribute.name() + "=" + new String(attribute.json(), StandardCharsets.UTF_8));
        }
        assertThat(String.join(",", found)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'new':null",
                "'new':null,'deleted':true",
                "'new':'gold','deleted':true",
                "'new':'','deleted':false"
            })
    void anAttributeThatWasTakenAwayIsGone(String change) throws Exception {
        batch(
                "'mpid':5",
                VIEW
                        + ",{'event_type':'user_attribute_change','data':{"
                        + "'user_attribute_name':'tier','old':'silver','is_new_attribute':false,"
                        + change
                        + "}}");
        assertThat(bundle().profile())
                .singleElement()
                .satisfies(
                        attribute -> {
                            assertThat(attribute.name()).isEqualTo("tier");
                            assertThat(attribute.json()).isNull();
                        });
    }

    /** The first class of duplicates: ingested twice, hours apart, under new server ids. */
    @Test
    void aSecondUploadIsTheSameEventWhateverTheServerCallsIt() throws Exception {
        String event =
                "{'event_type':'custom_event','data':{'event_name':'Product Viewed',"
                        + "'event_id':%d,'source_message_id':%s,'timestamp_unixtime_ms':"
                        + (ARRIVAL - 9_000)
                        + ",'custom_attributes':{'product_id':'p'}}}";
        batch("'mpid':5,'batch_id':1,'source_request_id':'a'", event.formatted(1, "'s'"));
        batch("'mpid':5,'batch_id':2,'source_request_id':'b'", event.formatted(2, "'s'"));
        batch("'mpid':5,'batch_id':3", event.formatted(3, "null"));
        batch("'mpid':5,'batch_id':4", event.formatted(4, "null"));
        List<String> ids = new ArrayList<>();
        ingest.bundles().forEach(bundle -> ids.add(bundle.events().get(0).id()));
        assertThat(ids).hasSize(4);
        assertThat(ids.get(0)).isEqualTo(ids.get(1)).isEqualTo("s").isNotEqualTo(ids.get(2));
        assertThat(ids.get(2)).isEqualTo(ids.get(3));
    }

    private void batch(String fields, String events) throws Exception {
        ingest.batch(("{" + fields + ",'events':[" + events + "]}").replace('\'', '"'));
    }

    private Bundle bundle() {
        assertThat(ingest.letters()).isEmpty();
        assertThat(ingest.bundles()).hasSize(1);
        return ingest.bundles().get(0);
    }
}
