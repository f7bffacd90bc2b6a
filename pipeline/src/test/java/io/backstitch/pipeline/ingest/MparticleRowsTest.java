package io.backstitch.pipeline.ingest;

import static io.backstitch.pipeline.ingest.Ingest.ARRIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.schemas.wire.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One row for each way in which mParticle and its kits spell an event. */
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
