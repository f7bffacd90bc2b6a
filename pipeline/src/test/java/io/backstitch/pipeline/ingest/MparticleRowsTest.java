package io.backstitch.pipeline.ingest;

import static io.backstitch.pipeline.ingest.Ingest.ARRIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for each way in which mParticle and its kits spell the same thing. */
class MparticleRowsTest {
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
                "-7636538281262557123     | -7636538281262557123",
                "'-7636538281262557123'   | -7636538281262557123",
                "9223372036854775807      | 9223372036854775807",
                "'264200868161219981'     | 264200868161219981",
                "264200868161219981       | 264200868161219981",
                "-7.636538281262557123e18 | -7636538281262557123"
            })
    void anMpidKeepsEveryDigit(String mpid, String id) throws Exception {
        batch("'mpid':" + quoted(mpid), VIEW);
        assertThat(bundle().asserted().get("anonymous_id")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "0",
                "00000000-0000-0000-0000-000000000000",
                "<nil>",
                "]",
                "anon",
                "anonymous",
                "false",
                "n/a",
                "na",
                "nil",
                "none",
                "null",
                "true",
                "undefined",
                "unknown",
                "{}"
            })
    void aDeviceWithoutAnIdIsNoDevice(String junk) throws Exception {
        batch("'mp_deviceid':'" + junk + "','mpid':'" + junk + "'", VIEW);
        assertThat(ingest.letters())
                .extracting(DeadLetter::getReason)
                .containsExactly("no_identifier");
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
                "1795427940000                 | 60",
                "'1795427940000'               | 60",
                "0                             | 0",
                "''                            | 0",
                "null                          | 0"
            })
    void timesAreNumbersOrTextAndZeroIsUnset(String stated, long secondsAgo) throws Exception {
        batch(
                "'mpid':5,'timestamp_unixtime_ms':" + ARRIVAL,
                "{'event_type':'custom_event','data':{'event_name':'Product Viewed',"
                        + "'event_start_unixtime_ms':0,'session_start_unixtime_ms':0,"
                        + "'timestamp_unixtime_ms':"
                        + quoted(stated)
                        + ",'custom_attributes':{'product_id':'p'}}}");
        assertThat(event().time()).isEqualTo(ARRIVAL - secondsAgo * 1000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'total_amount':41.5                                | 4150",
                "'total_amount':'41.50'                             | 4150",
                "'total_amount':'41.5','tax_amount':''              | 4150",
                "'total_amount':41.5,'shipping_amount':null         | 4150",
                "'total_amount':41.5,'coupon_code':'X','checkout_step':0 | 4150"
            })
    void theFiguresOfAPurchaseAreNumbersOrText(String figures, long minor) throws Exception {
        batch(
                "'mpid':5",
                "{'event_type':'commerce_event','data':{'product_action':{'action':'purchase',"
                        + "'transaction_id':7,"
                        + figures
                        + ",'products':[{'id':9,'price':'20.75','quantity':'2','position':0,"
                        + "'total_product_amount':41.5,'custom_attributes':{'size':'M'}}]},"
                        + "'promotion_action':null,'product_impressions':null,"
                        + "'shopping_cart':null,'currency_code':'eur',"
                        + "'event_name':'eCommerce - Purchase','custom_event_type':'purchase'}}");
        assertThat(event().name()).isEqualTo("order_completed");
        assertThat(event().commerce().orderId()).isEqualTo("7");
        assertThat(event().commerce().valueMinor()).isEqualTo(minor);
        assertThat(event().commerce().currency()).isEqualTo("EUR");
        assertThat(text(event())).contains("\"product_id\":\"9\"", "\"quantity\":2");
    }

    @ParameterizedTest
    @CsvSource({"purchase,order_id", "refund,order_id"})
    void anOrderWithoutItsNumberIsADeadLetter(String action, String field) throws Exception {
        batch(
                "'mpid':5",
                "{'event_type':'commerce_event','data':{'currency_code':'EUR','product_action':{"
                        + "'action':'"
                        + action
                        + "','total_amount':1,'products':[{'id':'p','price':1}]}}}");
        assertThat(ingest.letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.getReason()).isEqualTo("missing_property");
                            assertThat(letter.getField()).isEqualTo(field);
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "add_to_cart - Item,add_to_cart",
        "AddToCart - Item,add_to_cart",
        "remove_from_cart - Item,remove_from_cart",
        "view_detail - Item,product_viewed",
        "ViewDetail - Item,product_viewed",
        "checkout - Item,checkout_started",
        "purchase - Item,order_completed",
        "purchase - Total,order_completed",
        "refund - Total,order_refunded",
        "REFUND - Item,order_refunded"
    })
    void theExpandedNamesOfOlderKitsAreProductActions(String legacy, String ours) throws Exception {
        batch(
                "'mpid':5",
                "{'event_type':'custom_event','data':{'event_name':'eCommerce - "
                        + legacy
                        + "','custom_attributes':{'Transaction Id':'7','Total Amount':'41.5',"
                        + "'Currency Code':'EUR','Id':'p','Name':'Mug','Item Price':'20.75',"
                        + "'Quantity':'2','Product Count':1}}}");
        assertThat(event().name()).isEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Email Sent",
                "Email Delivered",
                "Email Opened",
                "Email Link Clicked",
                "Email Bounced",
                "Email Converted",
                "Email Failed",
                "Email Marked as Spam",
                "Customer Subscribed",
                "Customer Unsubscribed",
                "Push Sent",
                "Push Opened",
                "SMS Sent",
                "SMS Delivered"
            })
    void whateverCustomerioReportsDoesNotGoBack(String name) throws Exception {
        batch(
                "'mpid':5,'source_info':{'channel':'partner','partner':'Customer.io'},"
                        + "'user_identities':{'customer_id':'c'}",
                "{'event_type':'custom_event','data':{'event_name':'"
                        + name
                        + "','custom_attributes':{'delivery_id':'d','campaign_id':1,"
                        + "'mParticle Source Feed':'Customer.io'}}}");
        assertThat(ingest.receipts()).extracting(Receipt::getReason).containsExactly("loop");
        assertThat(ingest.letters()).isEmpty();
        assertThat(ingest.bundles()).allMatch(bundle -> bundle.events().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Added To Cart",
                "Added_To_Cart",
                " added to cart ",
                "ADDED TO CART",
                "addedToCart",
                "added-to-cart"
            })
    void aNameThatTheConnectorMangledIsTheSameName(String name) throws Exception {
        batch(
                "'mpid':5",
                "{'event_type':'custom_event','data':{'event_name':'"
                        + name
                        + "','custom_attributes':{'items':[{'product_id':'p','price':1}],"
                        + "'currency':'EUR'}}}");
        assertThat(event().name()).isEqualTo("add_to_cart");
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'replay_job_id':'j'       | replay",
                "'replay_request_id':'r'   | replay",
                "'is_historical':true      | replay",
                "'is_historical':false     | ``",
                "'replay_job_id':null      | ``"
            })
    void aReplayIsKnownByAnyOfItsMarks(String mark, String reason) throws Exception {
        ingest.close();
        Configuration options = new Configuration();
        options.set(IngestOptions.REPLAYS, IngestOptions.Replays.FILTER);
        ingest = new Ingest(options, false);
        batch("'mpid':5,'source_info':{" + mark + "}", VIEW);
        assertThat(ingest.receipts().stream().map(Receipt::getReason).toList())
                .isEqualTo(reason.isEmpty() ? List.of() : List.of(reason));
    }

    @ParameterizedTest
    @CsvSource({"production,0", "Production,0", "development,1", "DEVELOPMENT,1"})
    void onlyProductionGoesOn(String environment, int filtered) throws Exception {
        batch("'mpid':5,'environment':'" + environment + "'", VIEW);
        assertThat(ingest.receipts()).hasSize(filtered);
        assertThat(ingest.receipts()).allMatch(r -> r.getReason().equals("environment"));
        assertThat(ingest.bundles()).hasSize(1 - filtered);
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

    private static String quoted(String value) {
        return value.replace('\'', '"');
    }

    private void batch(String fields, String events) throws Exception {
        ingest.batch(("{" + fields + ",'events':[" + events + "]}").replace('\'', '"'));
    }

    private Bundle bundle() {
        assertThat(ingest.letters()).isEmpty();
        assertThat(ingest.bundles()).hasSize(1);
        return ingest.bundles().get(0);
    }

    private Event event() {
        assertThat(bundle().events()).hasSize(1);
        return bundle().events().get(0);
    }

    private static String text(Event event) {
        return new String(event.attributes(), StandardCharsets.UTF_8);
    }
}
