package io.backstitch.pipeline.ingest;

import static io.backstitch.pipeline.ingest.Ingest.ARRIVAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of Segment and RudderStack. They arrive at 2026-11-23T10:00:00Z. */
class SegmentReaderTest {
    private static final long MINUTE = 60_000L;
    private Ingest ingest;

    @BeforeEach
    void open() throws Exception {
        ingest = new Ingest(options(), false);
    }

    private static Configuration options() {
        Configuration options = new Configuration();
        options.set(IngestOptions.SEGMENT_TOPICS, List.of("segment"));
        return options;
    }

    @AfterEach
    void close() throws Exception {
        ingest.close();
    }

    @Test
    void aFlatProductAddedIsACartEventOfItsDevice() throws Exception {
        segment(
                """
                {'type':'track','event':'Product Added','messageId':'m1','anonymousId':'a1',
                 'context':{'page':{'url':'https://shop.example/'},'library':{'name':'analytics.js'}},
                 'timestamp':'2026-11-23T09:59:00.000Z',
                 'properties':{'cart_id':'k','product_id':'p','sku':'G-32','name':'Mug',
                  'price':18.99,'quantity':2,'currency':'usd','position':3}}""");
        Bundle bundle = bundle();
        assertThat(bundle.source()).isEqualTo("segment");
        assertThat(bundle.platform()).isEqualTo("web");
        assertThat(bundle.device()).isEqualTo("a1");
        assertThat(bundle.asserted()).isEqualTo(Ids.of("anonymous_id", "a1", "cart_id", "k"));
        Event event = event();
        assertThat(event.id()).isEqualTo("m1");
        assertThat(event.name()).isEqualTo("add_to_cart");
        assertThat(event.time()).isEqualTo(ARRIVAL - MINUTE);
        assertThat(text(event))
                .contains("\"product_id\":\"p\"", "\"value\":37.98", "\"currency\":\"USD\"");
    }

    @Test
    void anOrderWithListedProductsCountsItsTotal() throws Exception {
        segment(
                """
                {'type':'track','event':'Order Completed','messageId':'m1','userId':'u',
                 'timestamp':'2026-11-23T09:59:00Z',
                 'properties':{'order_id':'o1','total':27.5,'subtotal':22.5,'revenue':22.5,
                  'shipping':3,'tax':2,'discount':2.5,'currency':'USD',
                  'products':[{'product_id':'p1','price':19,'quantity':1},
                              {'product_id':'p2','price':3,'quantity':2}]}}""");
        assertThat(event().name()).isEqualTo("order_completed");
        assertThat(text(event())).contains("\"revenue\":27.5", "\"shipping\":3", "\"tax\":2");
        assertThat(event().commerce().valueMinor()).isEqualTo(2750);
        assertThat(bundle().platform()).isEqualTo("backend");
    }

    @ParameterizedTest
    @CsvSource({
        "Product Viewed,product_viewed",
        "Viewed Product,product_viewed",
        "Product Added,add_to_cart",
        "Added Product,add_to_cart",
        "Product Removed,remove_from_cart",
        "Removed Product,remove_from_cart",
        "Checkout Started,checkout_started",
        "Started Order,checkout_started",
        "Order Completed,order_completed",
        "Completed Order,order_completed",
        "Order Updated,order_updated",
        "Updated Order,order_updated",
        "Order Refunded,order_refunded",
        "Refunded Order,order_refunded",
        "Order Cancelled,order_cancelled",
        "Cancelled Order,order_cancelled",
        "Cart Viewed,cart_viewed",
        "Product Added to Wishlist,product_added_to_wishlist"
    })
    void theNamesOfBothVersionsOfTheSpecAreKnown(String theirs, String ours) throws Exception {
        segment(
                """
                {'type':'track','event':'%s','messageId':'m','anonymousId':'a',
                 'properties':{'order_id':'o','product_id':'p','price':1,'currency':'EUR',
                  'products':[{'product_id':'p','price':1}]}}"""
                        .formatted(theirs));
        assertThat(event().name()).isEqualTo(ours);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Products Searched",
                "Product List Viewed",
                "Product List Filtered",
                "Viewed Product Category",
                "Promotion Viewed",
                "Promotion Clicked",
                "Product Clicked",
                "Clicked Product",
                "Checkout Step Viewed",
                "Checkout Step Completed",
                "Payment Info Entered",
                "Coupon Entered",
                "Coupon Applied",
                "Coupon Denied",
                "Coupon Removed",
                "Product Removed from Wishlist",
                "Wishlist Product Added to Cart",
                "Product Shared",
                "Cart Shared",
                "Product Reviewed"
            })
    void whatNobodyPlannedOfTheSpecIsNotTakenForSomethingElse(String name) throws Exception {
        segment(
                """
                {'type':'track','event':'%s','messageId':'m','anonymousId':'a',
                 'properties':{'order_id':'o','product_id':'p','price':1,'currency':'EUR'}}"""
                        .formatted(name));
        assertThat(ingest.letters())
                .extracting(DeadLetter::getReason)
                .containsExactly("unplanned_event");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'userId':42,'version':2        | 42",
                "'userId':'42','version':'1.1'  | 42",
                "'userId':'','anonymousId':'a'  | ``",
                "'userId':null,'anonymousId':7  | ``"
            })
    void aUserIdIsTextOrANumber(String fields, String customer) throws Exception {
        segment(
                "{'type':'track','event':'Product Viewed','messageId':'1578564113557-a',"
                        + fields
                        + ",'properties':{'product_id':'p'}}");
        assertThat(bundle().asserted().get("customer_id"))
                .isEqualTo(customer.isEmpty() ? null : customer);
        assertThat(event().id()).isEqualTo("1578564113557-a");
    }

    @Test
    void anIdentifyTellsWhoTheDeviceIsAndWhatTheyAreLike() throws Exception {
        segment(
                """
                {'type':'identify','anonymousId':'a1','userId':'u1','messageId':'m',
                 'timestamp':'2026-11-23T09:50:00Z',
                 'traits':{'email':'Peter@Example.com','firstName':'Peter','plan':'premium',
                  'phone':null}}""");
        Bundle bundle = bundle();
        assertThat(bundle.asserted())
                .isEqualTo(
                        Ids.of(
                                "anonymous_id", "a1",
                                "email", "peter@example.com",
                                "customer_id", "u1"));
        assertThat(bundle.events()).isEmpty();
        assertThat(bundle.statedAt()).isEqualTo(ARRIVAL - 10 * MINUTE);
        assertThat(bundle.profile())
                .extracting(Attribute::name)
                .containsExactly("email", "first_name", "plan");
        assertThat(ingest.receipts()).extracting(Receipt::getReason).containsExactly("no_events");
    }

    @Test
    void traitsOfTheContextAreTraitsToo() throws Exception {
        segment(
                """
                {'type':'track','event':'Product Viewed','messageId':'m','anonymousId':'a',
                 'context':{'traits':{'email':'b@c.io'}},
                 'properties':{'product_id':'p'}}""");
        assertThat(bundle().asserted().get("email")).isEqualTo("b@c.io");
        assertThat(bundle().profile()).extracting(Attribute::name).containsExactly("email");
    }

    @ParameterizedTest
    @CsvSource({
        "page,operational",
        "screen,operational",
        "group,group",
        "merge,unknown_event_type"
    })
    void whatIsNoShoppingIsLeftOutAndCounted(String type, String reason) throws Exception {
        segment("{'type':'" + type + "','name':'Home','userId':'u','messageId':'m'}");
        assertThat(ingest.receipts()).extracting(Receipt::getReason).containsExactly(reason);
        assertThat(ingest.letters()).isEmpty();
    }

    @Test
    void aPageOfAPlannedNameIsAnEvent() throws Exception {
        segment(
                """
                {'type':'page','name':'Product Viewed','anonymousId':'a','messageId':'m',
                 'properties':{'product_id':'p'}}""");
        assertThat(event().name()).isEqualTo("product_viewed");
    }

    @Test
    void whatCameFromCustomerioDoesNotGoBack() throws Exception {
        segment(
                """
                {'type':'track','event':'Email Opened','userId':'u','messageId':'m',
                 'context':{'integration':{'name':'Customer.io'}}}""");
        assertThat(ingest.receipts()).extracting(Receipt::getReason).containsExactly("loop");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The producer's server has corrected it.
                "'timestamp':'2026-11-23T09:30:00Z','originalTimestamp':'2026-11-23T11:30:00Z',"
                        + "'sentAt':'2026-11-23T11:31:00Z'|TIMESTAMP|-30|90",
                "'timestamp':'2026-11-23T09:59:00Z','originalTimestamp':'2026-11-23T07:00:00Z',"
                        + "'sentAt':'2026-11-23T07:00:00Z'|TIMESTAMP|-1|-180",
                // An SDK that was offline: its timestamp has drifted.
                "'timestamp':'2026-11-23T09:59:00Z','originalTimestamp':'2026-11-23T07:00:00Z',"
                        + "'sentAt':'2026-11-23T07:00:00Z'|ORIGINAL|-180|-180",
                // RudderStack has no timestamp; a clock that is two hours ahead is put back.
                "'originalTimestamp':'2026-11-23T11:30:00Z','sentAt':'2026-11-23T12:00:00Z'"
                        + "|TIMESTAMP|-30|90",
                // One that is behind is left alone.
                "'originalTimestamp':'2026-11-23T08:00:00Z','sentAt':'2026-11-23T08:01:00Z'"
                        + "|TIMESTAMP|-120|-120",
                // Received earlier than it reached Kafka.
                "'originalTimestamp':'2026-11-23T11:00:00Z','sentAt':'2026-11-23T11:00:00Z',"
                        + "'receivedAt':'2026-11-23T09:00:00Z'|TIMESTAMP|-60|60",
                // With an offset.
                "'originalTimestamp':'2026-11-23T15:00:00.000+05:30'|TIMESTAMP|-30|-30",
                // Still in the future: at most the tolerance.
                "'timestamp':'2026-11-23T12:00:00Z'|TIMESTAMP|5|120",
                "'version':2|TIMESTAMP|0|0"
            })
    void bothRulesOfTimeAreKnownAndTheRawOneIsKept(
            String fields, IngestOptions.SegmentTime rule, long minutes, long raw)
            throws Exception {
        ingest.close();
        Configuration options = options();
        options.set(IngestOptions.SEGMENT_TIME, rule);
        ingest = new Ingest(options, false);
        segment(
                "{'type':'track','event':'Product Viewed','messageId':'m','anonymousId':'a',"
                        + fields
                        + ",'properties':{'product_id':'p'}}");
        assertThat(event().time()).isEqualTo(ARRIVAL + minutes * MINUTE);
        assertThat(event().rawTime()).isEqualTo(ARRIVAL + raw * MINUTE);
    }

    @Test
    void aTimeThatIsNoneIsRefused() throws Exception {
        segment(
                "{'type':'track','event':'Product Viewed','userId':'u','timestamp':'yesterday',"
                        + "'properties':{'product_id':'p'}}");
        assertThat(ingest.letters())
                .singleElement()
                .satisfies(
                        letter -> {
                            assertThat(letter.getReason()).isEqualTo("wrong_type");
                            assertThat(letter.getField()).isEqualTo("timestamp");
                            assertThat(letter.getWholeRecord()).isTrue();
                        });
    }

    @Test
    void aMessageWithoutAnIdIsKnownByWhatItsSenderWrote() throws Exception {
        String message =
                "{'type':'track','event':'Product Viewed','anonymousId':'a',"
                        + "'properties':{'product_id':'%s'},"
                        + "'originalTimestamp':'2026-11-23T09:00:00Z','timestamp':'%s',"
                        + "'sentAt':'%s','receivedAt':'%s'}";
        String nine = "2026-11-23T09:00:00Z";
        String ten = "2026-11-23T10:00:00Z";
        segment(message.formatted("p", nine, nine, nine));
        segment(message.formatted("p", ten, ten, ten));
        segment(message.formatted("q", nine, nine, nine));
        List<Bundle> bundles = ingest.bundles();
        assertThat(id(bundles, 0)).isEqualTo(id(bundles, 1)).isNotEqualTo(id(bundles, 2));
        assertThat(bundles.get(0).events().get(0).rawTime())
                .isEqualTo(bundles.get(1).events().get(0).rawTime());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'channel':'mobile'|app",
                "'channel':'server'|backend",
                "'channel':'web'|web",
                "'channel':'browser'|web",
                "'context':{'device':{'type':'ios'}}|app",
                "'context':{'device':{'type':'Android'}}|app",
                "'context':{'page':{}}|web",
                "'context':{'library':{'name':'analytics.js'}}|web",
                "'context':{'library':{'name':'analytics-python'}}|backend"
            })
    void theWayItWasWrittenTellsThePlatform(String fields, String platform) throws Exception {
        segment(
                "{'type':'track','event':'Product Viewed','anonymousId':'a','messageId':'m',"
                        + fields
                        + ",'properties':{'product_id':'p'}}");
        assertThat(bundle().platform()).isEqualTo(platform);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'track','event':'Product Viewed','properties':{'product_id':'p'}}",
                "{'type':'identify','traits':{'plan':'free'}}",
                "{'type':'identify','userId':'null'}"
            })
    void aMessageOfNobodyIsADeadLetter(String json) throws Exception {
        segment(json);
        assertThat(ingest.letters())
                .extracting(DeadLetter::getReason)
                .containsExactly("no_identifier");
        assertThat(ingest.bundles()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|not_object",
                "{'type':'track','userId':'u'}|malformed_event",
                "{'type':'track','userId':'u','event':7}|malformed_event",
                "{'type':'track','userId':'u','event':'Popup Shown'}|unplanned_event",
                "{'type':'track','userId':'u','event':'Order Completed'}|missing_property",
                "{'type':'alias','userId':'u'}|malformed_alias"
            })
    void whatBreaksTheFormOrTheContractIsADeadLetter(String json, String reason) throws Exception {
        segment(json);
        assertThat(ingest.letters()).extracting(DeadLetter::getReason).containsExactly(reason);
    }

    private void segment(String json) throws Exception {
        ingest.take("segment", json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    private Bundle bundle() {
        assertThat(ingest.letters()).isEmpty();
        assertThat(ingest.bundles()).hasSize(1);
        return ingest.bundles().get(0);
    }

    private Event event() {
        return bundle().events().get(0);
    }

    private static String id(List<Bundle> bundles, int index) {
        return bundles.get(index).events().get(0).id();
    }

    private static String text(Event event) {
        return new String(event.attributes(), StandardCharsets.UTF_8);
    }
}
