package io.backstitch.pipeline.ingest;

import static io.backstitch.pipeline.ingest.Ingest.ARRIVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.schemas.registry.RegistryUnavailableException;
import io.backstitch.schemas.wire.DeadLetter;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import io.backstitch.schemas.wire.OrderStatus;
import io.backstitch.schemas.wire.Receipt;
import io.backstitch.schemas.wire.Stage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IngestFunctionTest {
    private static final String NIL = "00000000-0000-0000-0000-000000000000";
    private Ingest ingest;

    @BeforeEach
    void open() throws Exception {
        ingest = new Ingest();
    }

    @AfterEach
    void close() throws Exception {
        ingest.close();
    }

    @Test
    void aPurchaseOfTheOutboundShapeBecomesOneBundle() throws Exception {
        ingest.batch(
                """
                {"events":[{"data":{"product_action":{"action":"purchase","checkout_step":0,
                  "transaction_id":"order-1001","total_amount":123.50,"tax_amount":10,"shipping_amount":5,
                  "products":[{"id":"SKU-1","name":"Mug","brand":null,"price":54.25,"quantity":2,
                               "custom_attributes":{}}]},
                  "promotion_action":null,"product_impressions":null,"currency_code":"EUR",
                  "event_name":"eCommerce - Purchase","timestamp_unixtime_ms":"1795427990000",
                  "event_id":"6644003854898401924","source_message_id":"70f1f6aa-8bec",
                  "custom_attributes":{"Transaction Id":"order-1001","Total Amount":"123.5"}},
                  "event_type":"commerce_event"}],
                 "device_info":{"platform":"iOS","android_advertising_id":"%s"},
                 "user_attributes":{"$firstname":"John"},"deleted_user_attributes":null,
                 "user_identities":[
                  {"identity_type":"customer_id","identity":"123456","timestamp_unixtime_ms":"1558342828608"},
                  {"identity_type":"email","identity":" H.Jekyll@Example.com ","timestamp_unixtime_ms":"1540483995196"}],
                 "environment":"production","mpid":"-7636538281262557123",
                 "timestamp_unixtime_ms":"1795427995000","batch_id":"-8602161397754364321"}
                """
                        .formatted(NIL));

        assertThat(ingest.letters()).isEmpty();
        assertThat(ingest.receipts()).isEmpty();
        assertThat(ingest.bundles()).hasSize(1);
        Bundle bundle = ingest.bundles().get(0);
        assertThat(bundle.level()).isEqualTo("anonymous_id");
        assertThat(bundle.key()).isEqualTo("-7636538281262557123");
        assertThat(bundle.device()).isEqualTo("-7636538281262557123");
        assertThat(bundle.source()).isEqualTo("mparticle");
        assertThat(bundle.platform()).isEqualTo("app");
        assertThat(bundle.path()).isNull();
        assertThat(bundle.stitch()).isEqualTo(Stitch.KNOWN);
        assertThat(bundle.asserted())
                .isEqualTo(
                        Ids.of(
                                "anonymous_id", "-7636538281262557123",
                                "order_id", "order-1001",
                                "email", "h.jekyll@example.com",
                                "customer_id", "123456"));
        assertThat(shown(bundle.profile()))
                .containsExactly("email=\"h.jekyll@example.com\"", "first_name=\"John\"");
        Event event = bundle.events().get(0);
        assertThat(event.id()).isEqualTo("70f1f6aa-8bec");
        assertThat(event.name()).isEqualTo("order_completed");
        assertThat(event.sourceName()).isEqualTo("commerce:purchase");
        assertThat(event.time()).isEqualTo(1795427990000L);
        assertThat(text(event))
                .isEqualTo(
                        "{\"order_id\":\"order-1001\",\"items\":[{\"product_id\":\"SKU-1\","
                                + "\"sku\":null,\"name\":\"Mug\",\"category\":null,\"quantity\":2,"
                                + "\"price\":54.25}],\"revenue\":123.5,\"shipping\":5,\"tax\":10,"
                                + "\"currency\":\"EUR\",\"checkout_step\":0}");
        assertThat(event.commerce().kind()).isEqualTo(Commerce.Kind.ORDER);
    }

    @Test
    void sixtyFourBitIdsAreTheSameAsTextAndAsNumber() throws Exception {
        ingest.batch(batch(viewed("m1", 1000), "\"mpid\":-7636538281262557123"));
        ingest.batch(batch(viewed("m2", 1000), "\"mpid\":\"-7636538281262557123\""));
        ingest.batch(
                batch(
                        viewed("m3", 1000),
                        "\"mpid\":1,\"user_identities\":[{\"identity_type\":\"customer_id\","
                                + "\"identity\":9007199254740993}]"));

        assertThat(ingest.bundles().get(0).asserted())
                .isEqualTo(ingest.bundles().get(1).asserted());
        assertThat(ingest.bundles().get(2).asserted().get("customer_id"))
                .isEqualTo("9007199254740993");
    }

    @Test
    void theInboundShapeOfIdentitiesIsTakenToo() throws Exception {
        ingest.batch(
                batch(
                        viewed("m", 1000),
                        "\"mp_deviceid\":\"d\",\"mpid\":5,\"user_identities\":"
                                + "{\"customerid\":7,\"email\":\"undefined\",\"other\":\"x\"}"));

        assertThat(ingest.bundles().get(0).asserted())
                .as("a device's bundle tells its mpid too")
                .isEqualTo(Ids.of("anonymous_id", "d", "customer_id", "7", Ids.MPID, "5"));
        assertThat(ingest.bundles().get(0).profile()).isEmpty();
    }

    @Test
    void placeholdersIdentifyNobody() throws Exception {
        ingest.batch(
                batch(
                        viewed("m", 1000),
                        "\"mp_deviceid\":\""
                                + NIL
                                + "\",\"mpid\":0,\"user_identities\":[{\"identity_type\":\"customer_id\","
                                + "\"identity\":\"undefined\"}]"));

        assertThat(ingest.bundles()).isEmpty();
        assertThat(reasons()).containsExactly("no_identifier");
        assertThat(ingest.letters().get(0).getWholeRecord()).isTrue();
    }

    @Test
    void aSecondIdentityOfATypeCountsWhenTheFirstIsAPlaceholder() throws Exception {
        ingest.batch(
                batch(
                        viewed("m", 1000),
                        "\"mpid\":5,\"user_identities\":[{\"identity_type\":\"customer_id\",\"identity\":0},"
                                + "{\"identity_type\":\"customer_id\",\"identity\":\"c\"},7]"));

        assertThat(ingest.bundles().get(0).asserted().get("customer_id")).isEqualTo("c");
    }

    @Test
    void consecutiveEventsWithTheSameIdentifiersShareABundleInEventTimeOrder() throws Exception {
        ingest.batch(
                batch(
                        added("m3", 3000, "k2")
                                + ","
                                + viewed("m2", 2000)
                                + ","
                                + viewed("m1", 1000)
                                + ","
                                + added("m4", 4000, "k2"),
                        "\"mpid\":5,\"user_attributes\":{\"tier\":\"gold\"}"));

        assertThat(ingest.bundles()).hasSize(2);
        assertThat(ids(ingest.bundles().get(0))).containsExactly("m1", "m2");
        assertThat(ids(ingest.bundles().get(1))).containsExactly("m3", "m4");
        assertThat(ingest.bundles().get(1).asserted())
                .isEqualTo(Ids.of("anonymous_id", "5", "cart_id", "k2"));
        assertThat(shown(ingest.bundles().get(0).profile())).containsExactly("tier=\"gold\"");
        assertThat(ingest.bundles().get(1).profile()).isEmpty();
    }

    @Test
    void eventsBeforeALoginAreNotThePersonsYet() throws Exception {
        ingest.batch(
                batch(
                        viewed("m1", 1000)
                                + ","
                                + change(2000, "customer_id", null, "\"c\"")
                                + ","
                                + viewed("m2", 3000),
                        "\"mpid\":5,\"user_attributes\":{\"tier\":\"gold\"},\"user_identities\":["
                                + "{\"identity_type\":\"customer_id\",\"identity\":\"c\"},"
                                + "{\"identity_type\":\"email\",\"identity\":\"a@b.io\"}]"));

        assertThat(ingest.bundles()).hasSize(2);
        Bundle before = ingest.bundles().get(0);
        Bundle after = ingest.bundles().get(1);
        assertThat(ids(before)).containsExactly("m1");
        assertThat(before.asserted()).isEqualTo(Ids.of("anonymous_id", "5"));
        assertThat(before.profile()).isEmpty();
        assertThat(ids(after)).containsExactly("m2");
        assertThat(after.asserted())
                .isEqualTo(Ids.of("anonymous_id", "5", "email", "a@b.io", "customer_id", "c"));
        assertThat(shown(after.profile())).containsExactly("email=\"a@b.io\"", "tier=\"gold\"");
        assertThat(receiptReasons()).containsExactly("operational");
    }

    @Test
    void aLoginWithoutLaterEventsStillIdentifies() throws Exception {
        ingest.batch(
                batch(
                        viewed("m1", 1000) + "," + change(2000, "customer_id", null, "\"c\""),
                        "\"mpid\":5,\"user_identities\":[{\"identity_type\":\"customer_id\","
                                + "\"identity\":\"c\"}]"));

        assertThat(ingest.bundles()).hasSize(2);
        assertThat(ingest.bundles().get(1).events()).isEmpty();
        assertThat(ingest.bundles().get(1).asserted().get("customer_id")).isEqualTo("c");
        assertThat(ingest.bundles().get(1).statedAt())
                .as("the time of the login, not of its arrival")
                .isEqualTo(ARRIVAL - 100_000 + 2000);
    }

    @Test
    void aLogoutEndsTheOwnership() throws Exception {
        ingest.batch(
                batch(
                        viewed("m1", 1000)
                                + ","
                                + change(2000, "customer_id", "\"c\"", null)
                                + ","
                                + viewed("m2", 3000),
                        "\"mpid\":5,\"user_identities\":[]"));

        assertThat(ingest.bundles()).hasSize(3);
        assertThat(ingest.bundles().get(0).asserted().get("customer_id")).isEqualTo("c");
        assertThat(ingest.bundles().get(1).statedAt()).isEqualTo(ARRIVAL - 100_000 + 2000);
        assertThat(ingest.bundles().get(1).events()).isEmpty();
        assertThat(ingest.bundles().get(2).asserted()).isEqualTo(Ids.of("anonymous_id", "5"));
    }

    @Test
    void aGuestsEmailOnTheEventIdentifiesAndIsAnAttribute() throws Exception {
        ingest.batch(
                batch(
                        event(
                                "m1",
                                1000,
                                "Checkout Started",
                                "\"cart_id\":\"k\",\"email\":\"G@x.io\",\"items\":{\"id\":1}"),
                        "\"mpid\":5"));

        assertThat(ingest.bundles().get(0).asserted())
                .isEqualTo(Ids.of("anonymous_id", "5", "cart_id", "k", "email", "g@x.io"));
        assertThat(shown(ingest.bundles().get(0).profile())).containsExactly("email=\"g@x.io\"");
    }

    @Test
    void anEventlessBatchStillBringsItsProfile() throws Exception {
        ingest.batch(batch("", "\"mpid\":5,\"user_attributes\":{\"$LastName\":\"Doe\"}"));

        assertThat(ingest.bundles()).hasSize(1);
        assertThat(ingest.bundles().get(0).events()).isEmpty();
        assertThat(shown(ingest.bundles().get(0).profile())).containsExactly("last_name=\"Doe\"");
        assertThat(receiptReasons()).containsExactly("no_events");
    }

    @Test
    void operationalEventsAreFilteredAndStillTeachWhoTheDeviceIs() throws Exception {
        ingest.batch(
                batch(
                        "{\"event_type\":\"session_start\",\"data\":{\"session_id\":-5}},"
                                + "{\"event_type\":\"screen_view\",\"data\":{\"screen_name\":\"Home\"}},"
                                + "{\"event_type\":\"push_message\",\"data\":{}}",
                        "\"mpid\":5,\"user_identities\":{\"customer_id\":\"c\"}"));

        assertThat(receiptReasons()).containsExactly("operational", "operational", "operational");
        assertThat(ingest.bundles()).hasSize(1);
        assertThat(ingest.bundles().get(0).events()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "environment | \"environment\":\"development\"",
                "loop | \"source_info\":{\"channel\":\"partner\",\"partner\":\"Customer.io\"}"
            })
    void whatIsNotShoppingIsFiltered(String reason, String batchFields) throws Exception {
        ingest.batch(
                batch(
                        viewed("m1", 1) + "," + viewed("m2", 2),
                        "\"mpid\":5,\"user_attributes\":{\"a\":1}," + batchFields));

        assertThat(ingest.bundles()).isEmpty();
        assertThat(receiptReasons()).containsExactly(reason, reason);
        Receipt receipt = ingest.receipts().get(0);
        assertThat(receipt.getEventId()).isEqualTo("m1");
        assertThat(receipt.getEventName()).isEqualTo("product_viewed");
        assertThat(receipt.getReceiptId()).isNotEqualTo(ingest.receipts().get(1).getReceiptId());
    }

    @Test
    void eventsOfTheCustomerIoFeedDoNotGoBack() throws Exception {
        ingest.batch(
                batch(
                        event("m1", 1, "Email Opened", "\"mParticle Source Feed\":\"Customer.io\"")
                                + ","
                                + viewed("m2", 2),
                        "\"mpid\":5"));

        assertThat(receiptReasons()).containsExactly("loop");
        assertThat(ingest.bundles()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Customer Unsubscribed | '' | backstitch:email_unsubscribed=true,backstitch:sms_unsubscribed=true",
                "Customer Subscribed | '' | backstitch:email_subscribed=true,backstitch:sms_subscribed=true",
                "Email Marked as Spam | '' | backstitch:email_unsubscribed=true",
                "email_bounced | '' | backstitch:email_bounced=\"a@x.org\"",
                "Email Bounced | \"recipient\":\"Old@X.org\" | backstitch:email_bounced=\"old@x.org\"",
                "SMS Bounced | \"recipient\":\"+4915112345678\" | backstitch:sms_bounced=\"+4915112345678\"",
            })
    void whatCustomerIoTellsOfAPersonIsLearnedAndNotSentBack(
            String name, String properties, String facts) throws Exception {
        ingest.batch(
                batch(
                        event("m1", 1, name, properties),
                        "\"mpid\":5,\"source_info\":{\"partner\":\"Customer.io\"},"
                                + "\"user_identities\":{\"customer_id\":\"c\",\"email\":\"A@x.org\"}"));

        assertThat(receiptReasons()).containsExactly("loop");
        assertThat(ingest.bundles()).hasSize(1);
        Bundle bundle = ingest.bundles().get(0);
        assertThat(bundle.asserted())
                .as("the feed is no authority on who has which address or device")
                .isEqualTo(Ids.of("customer_id", "c"));
        assertThat(bundle.level()).isEqualTo("customer_id");
        assertThat(bundle.events()).isEmpty();
        assertThat(shown(bundle.profile())).containsExactly(facts.split(","));
        assertThat(bundle.profile().get(0).time())
                .as("when it happened, not when it came")
                .isLessThan(ARRIVAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Email Bounced | \"bounce_type\":\"Soft\" | \"user_identities\":{\"customer_id\":\"c\",\"email\":\"a@x.org\"}",
                "Email Bounced | '' | \"user_identities\":{\"customer_id\":\"c\"}",
                "Email Opened | '' | \"user_identities\":{\"customer_id\":\"c\"}",
                "Customer Unsubscribed | '' | \"environment\":\"production\"",
            })
    void aFeedEventThatSaysNothingAboutSomebodyTeachesNothing(
            String name, String properties, String fields) throws Exception {
        ingest.batch(
                batch(
                        event("m1", 1, name, properties),
                        "\"mpid\":5,\"source_info\":{\"partner\":\"Customer.io\"}," + fields));

        assertThat(receiptReasons()).containsExactly("loop");
        assertThat(ingest.bundles()).isEmpty();
    }

    @Test
    void noSourceCanSetWhatIsLearnedFromFeeds() throws Exception {
        Configuration options = new Configuration();
        options.setString("normalise.unknown-attributes", "pass");
        try (Ingest passing = new Ingest(options, false)) {
            passing.batch(
                    batch(
                            viewed("m1", 1),
                            "\"mpid\":5,\"user_attributes\":{"
                                    + "\"backstitch:email_subscribed\":true,\"a\":1}"));
            assertThat(shown(passing.bundles().get(0).profile())).containsExactly("a=1");
        }
    }

    @Test
    void anOptOutAndAChangedConsentCountFromWhenTheyHappened() throws Exception {
        ingest.batch(
                batch(
                        "{\"event_type\":\"opt_out\",\"data\":{\"is_opted_out\":true,"
                                + "\"timestamp_unixtime_ms\":"
                                + (ARRIVAL - 9000)
                                + "}},{\"event_type\":\"user_attribute_change\",\"data\":{"
                                + "\"user_attribute_name\":\"sms_opt_in\",\"new\":\"true\",\"old\":null,"
                                + "\"timestamp_unixtime_ms\":"
                                + (ARRIVAL - 5000)
                                + "}}",
                        "\"mpid\":5,\"user_identities\":{\"customer_id\":\"c\"},"
                                + "\"user_attributes\":{\"sms_opt_in\":false}"));

        assertThat(receiptReasons()).containsExactly("operational", "operational");
        List<Attribute> facts = ingest.bundles().get(0).profile();
        assertThat(shown(facts))
                .containsExactly(
                        "sms_opt_in=false",
                        "backstitch:email_unsubscribed=true",
                        "backstitch:sms_unsubscribed=true",
                        "sms_opt_in=true",
                        "backstitch:sms_subscribed=true");
        assertThat(facts.get(1).time()).isEqualTo(ARRIVAL - 9000);
        assertThat(facts.get(3).time()).isEqualTo(ARRIVAL - 5000);
    }

    @Test
    void aReplayedProfileIsNotNewerThanItsEvents() throws Exception {
        ingest.batch(
                batch(
                        "{\"event_type\":\"custom_event\",\"data\":{\"event_name\":\"product_viewed\","
                                + "\"source_message_id\":\"m1\",\"timestamp_unixtime_ms\":"
                                + (ARRIVAL - 86_400_000)
                                + ",\"custom_attributes\":{\"product_id\":\"p\"}}}",
                        "\"mpid\":5,\"timestamp_unixtime_ms\":"
                                + ARRIVAL
                                + ",\"source_info\":{\"replay_job_id\":\"j\"},"
                                + "\"user_attributes\":{\"email_opt_in\":true}"));

        assertThat(ingest.letters()).isEmpty();
        assertThat(ingest.bundles().get(0).profile().get(0).time()).isEqualTo(ARRIVAL - 86_400_000);
    }

    @Test
    void replaysCanBeFiltered() throws Exception {
        String replay =
                batch(viewed("m1", 1), "\"mpid\":5,\"source_info\":{\"replay_job_id\":\"j\"}");
        assertThat(ingest.batch(replay).bundles()).hasSize(1);

        Configuration options = new Configuration();
        options.set(IngestOptions.REPLAYS, IngestOptions.Replays.FILTER);
        try (Ingest filtering = new Ingest(options, false)) {
            filtering.batch(replay);
            assertThat(filtering.bundles()).isEmpty();
            assertThat(filtering.receipts().get(0).getReason()).isEqualTo("replay");
        }
    }

    @Test
    void anEventThatBreaksTheContractIsADeadLetterAndTheOthersGoOn() throws Exception {
        ingest.batch(
                batch(
                        event("m1", 1, "order_completed", "\"cart_id\":\"k\"")
                                + ","
                                + event("m2", 2, "Newsletter Popup", "")
                                + ","
                                + viewed("m3", 3)
                                + ",7,{\"event_type\":\"custom_event\"}",
                        "\"mpid\":5"));

        assertThat(reasons())
                .containsExactlyInAnyOrder(
                        "missing_property",
                        "unplanned_event",
                        "malformed_event",
                        "malformed_event");
        DeadLetter missing = letter("missing_property");
        assertThat(missing.getStage()).isEqualTo(Stage.NORMALISE);
        assertThat(missing.getField()).isEqualTo("order_id");
        assertThat(missing.getEventId()).isEqualTo("m1");
        assertThat(missing.getEventName()).isEqualTo("order_completed");
        assertThat(missing.getWholeRecord()).isFalse();
        assertThat(payload(missing)).startsWith("{\"event_type\":\"custom_event\",\"data\":{");
        assertThat(ingest.bundles()).hasSize(1);
        assertThat(ids(ingest.bundles().get(0))).containsExactly("m3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mparticle.batches | '' | empty_value",
                "mparticle.batches | '   ' | not_json",
                "mparticle.batches | <html>502</html> | not_json",
                "mparticle.batches | {\"events\":[ | not_json",
                "mparticle.batches | {} {} | not_json",
                "mparticle.batches | {\"mpid\":1e99999999999} | not_json",
                "mparticle.batches | [{}] | not_object",
                "mparticle.batches | 7 | not_object",
                "mparticle.batches | null | not_object",
                "mparticle.batches | {} | no_identifier",
                "mparticle.batches | {\"events\":[]} | no_identifier",
                "orders | '' | empty_value",
                "orders | {\"order_id\":\"1\"} | not_confluent_framed",
                "elsewhere | x | unknown_topic"
            })
    void poisonIsADeadLetterWithItsBytes(String topic, String value, String reason)
            throws Exception {
        ingest.take(topic, value.getBytes(StandardCharsets.UTF_8));

        assertThat(reasons()).containsExactly(reason);
        DeadLetter letter = ingest.letters().get(0);
        assertThat(letter.getStage()).isEqualTo(Stage.INGEST);
        assertThat(letter.getWholeRecord()).isTrue();
        assertThat(payload(letter)).isEqualTo(value);
        assertThat(letter.getTopic()).isEqualTo(topic);
        assertThat(letter.getKafkaTime()).isEqualTo(Instant.ofEpochMilli(ARRIVAL));
    }

    @Test
    void poisonThatIsDeepHugeOrBinaryIsADeadLetterToo() throws Exception {
        Configuration options = new Configuration();
        options.set(IngestOptions.MAX_RECORD_SIZE, MemorySize.parse("1kb"));
        try (Ingest small = new Ingest(options, false)) {
            small.take("mparticle.batches", new byte[1025]);
            assertThat(small.letters().get(0).getReason()).isEqualTo("too_large");
        }
        ingest.take("mparticle.batches", null);
        ingest.take("mparticle.batches", "[".repeat(500).getBytes(StandardCharsets.UTF_8));
        ingest.take("mparticle.batches", new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
        ingest.take("orders", new byte[] {0, 0, 0, 0, 99, 2, 4});
        ingest.take("orders", new byte[] {0, 0, 0, 0, 1, 2, 4});
        ingest.take("orders", new byte[] {0, 0, 0, 0, 1, -2, -1, -1, -1, 15});
        // A text that claims to be 1.5 GB long.
        ingest.take("orders", new byte[] {0, 0, 0, 0, 1, -128, -68, -63, -106, 11});

        assertThat(reasons())
                .containsExactly(
                        "empty_value",
                        "undecodable",
                        "not_json",
                        "unknown_schema_id",
                        "undecodable",
                        "undecodable",
                        "undecodable");
    }

    @Test
    void anUnreachableRegistryFailsTheJobInsteadOfTheRecord() throws Exception {
        try (Ingest down = new Ingest(new Configuration(), true)) {
            assertThatThrownBy(() -> down.order(order(OrderStatus.PLACED).build()))
                    .isInstanceOf(RegistryUnavailableException.class);
            assertThat(down.letters()).isEmpty();
        }
    }

    @Test
    void aPlacedOrderIsAnOrderCompletedOfTheBackend() throws Exception {
        ingest.order(order(OrderStatus.PLACED).build());

        assertThat(ingest.letters()).isEmpty();
        Bundle bundle = ingest.bundles().get(0);
        assertThat(bundle.level()).isEqualTo("cart_id");
        assertThat(bundle.key()).isEqualTo("k");
        assertThat(bundle.source()).isEqualTo("orders");
        assertThat(bundle.platform()).isEqualTo("backend");
        assertThat(bundle.device()).isNull();
        assertThat(bundle.asserted())
                .isEqualTo(
                        Ids.of(
                                "cart_id",
                                "k",
                                "order_id",
                                "1001",
                                "email",
                                "jo@example.com",
                                "customer_id",
                                "c"));
        assertThat(shown(bundle.profile()))
                .containsExactly(
                        "email=\"jo@example.com\"",
                        "phone=\"+4915112345678\"",
                        "first_name=\"Jo\"");
        assertThat(bundle.profile()).allMatch(a -> a.rank() == 2 && a.time() == ARRIVAL - 5000);
        Event event = bundle.events().get(0);
        assertThat(event.id()).isEqualTo("msg-1");
        assertThat(event.name()).isEqualTo("order_completed");
        assertThat(event.time()).isEqualTo(ARRIVAL - 5000);
        assertThat(text(event))
                .isEqualTo(
                        "{\"order_id\":\"1001\",\"cart_id\":\"k\",\"items\":[{\"product_id\":\"p1\","
                                + "\"sku\":\"s1\",\"name\":\"Mug\",\"category\":null,\"quantity\":3,"
                                + "\"price\":9.99}],\"revenue\":29.97,\"discount\":0,\"shipping\":4.9,"
                                + "\"tax\":0,\"currency\":\"EUR\"}");
        assertThat(event.commerce())
                .returns(Commerce.Kind.ORDER, Commerce::kind)
                .returns(2997L, Commerce::valueMinor)
                .returns("1001", Commerce::orderId)
                .returns("k", Commerce::cartId);
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATED, order_updated, ORDER_UPDATE, revenue",
        "REFUNDED, order_refunded, REFUND, amount",
        "CANCELLED, order_cancelled, CANCEL, revenue"
    })
    void laterStatesOfAnOrderHaveTheirOwnEvents(
            OrderStatus status, String name, Commerce.Kind kind, String amount) throws Exception {
        ingest.order(order(status).build());

        Event event = ingest.bundles().get(0).events().get(0);
        assertThat(event.name()).isEqualTo(name);
        assertThat(event.commerce().kind()).isEqualTo(kind);
        assertThat(event.commerce().valueMinor()).isEqualTo(2997);
        assertThat(text(event)).contains("\"" + amount + "\":29.97");
    }

    @Test
    void anOrderWithoutAMessageIdGetsTheSameIdEveryTime() throws Exception {
        ingest.order(order(OrderStatus.PLACED).setMessageId(null).build());
        ingest.order(order(OrderStatus.PLACED).setMessageId("").build());
        ingest.order(order(OrderStatus.PLACED).setMessageId(null).setRevenueMinor(1).build());

        List<Bundle> bundles = ingest.bundles();
        String id = bundles.get(0).events().get(0).id();
        assertThat(id).hasSize(32);
        assertThat(bundles.get(2).events().get(0).id()).isNotEqualTo(id);
    }

    @Test
    void anOrderThatBreaksTheContractIsADeadLetter() throws Exception {
        ingest.order(order(OrderStatus.PLACED).setOrderId("#").build());
        ingest.order(order(OrderStatus.PLACED).setCurrency("doubloons").build());
        ingest.order(
                order(OrderStatus.PLACED)
                        .setOccurredAt(Instant.ofEpochMilli(Long.MAX_VALUE))
                        .build());

        assertThat(reasons()).containsExactly("missing_property", "invalid_currency", "wrong_type");
        assertThat(ingest.letters()).allMatch(DeadLetter::getWholeRecord);
        assertThat(ingest.bundles()).isEmpty();
    }

    @Test
    void anEventWithoutMessageIdIsKnownByItsContentNotByTheServersNumber() throws Exception {
        String event =
                "{\"event_type\":\"custom_event\",\"data\":{\"event_name\":\"product_viewed\","
                        + "\"timestamp_unixtime_ms\":"
                        + (ARRIVAL - 1000)
                        + ",\"event_id\":%s,\"source_message_id\":%s,"
                        + "\"custom_attributes\":{\"product_id\":\"%s\"}}}";
        ingest.batch(batch(event.formatted("1", "null", "p"), "\"mpid\":5"));
        ingest.batch(batch(event.formatted("\"2\"", "\"null\"", "p"), "\"mpid\":\"5\""));
        ingest.batch(batch(event.formatted("1", "null", "q"), "\"mpid\":5"));

        String id = ingest.bundles().get(0).events().get(0).id();
        assertThat(ingest.bundles().get(1).events().get(0).id()).isEqualTo(id);
        assertThat(ingest.bundles().get(2).events().get(0).id()).isNotEqualTo(id);
    }

    @Test
    void aFastClockIsCorrectedAndTheStatedTimeKept() throws Exception {
        ingest.batch(
                batch(
                        viewed("m1", 100_000 + 3_600_000) + "," + viewed("m2", 100_000 + 3_500_000),
                        "\"mpid\":5"));

        List<Event> events = ingest.bundles().get(0).events();
        assertThat(events.get(0).time()).isEqualTo(ARRIVAL - 100_000);
        assertThat(events.get(1).time()).isEqualTo(ARRIVAL);
        assertThat(events.get(1).rawTime()).isEqualTo(ARRIVAL + 3_600_000);
    }

    @Test
    void whatADeviceWithAFastClockSaysOfItsPersonIsNotNewerThanItsArrival() throws Exception {
        String said = "\"mpid\":5,\"user_attributes\":{\"email_opt_in\":true}";
        String sent = ",\"timestamp_unixtime_ms\":";
        ingest.batch(batch(viewed("m1", 1), said + sent + (ARRIVAL + 6 * 3_600_000)));
        ingest.batch(batch(viewed("m2", 1), said + sent + (ARRIVAL + 60_000)));

        assertThat(ingest.bundles().get(0).profile().get(0).time()).isEqualTo(ARRIVAL);
        assertThat(ingest.bundles().get(1).profile().get(0).time())
                .as("within the tolerance it is believed")
                .isEqualTo(ARRIVAL + 60_000);
    }

    @Test
    void theSameRecordAlwaysGivesTheSameOutput() throws Exception {
        String batch = batch(viewed("m1", 1) + "," + event("m2", 2, "Popup", ""), "\"mpid\":5");
        try (Ingest again = new Ingest()) {
            ingest.batch(batch).batch("x");
            again.batch(batch).batch("x");

            assertThat(again.letters()).isEqualTo(ingest.letters());
            assertThat(again.receipts()).isEqualTo(ingest.receipts());
        }
    }

    private static Order.Builder order(OrderStatus status) {
        return Order.newBuilder()
                .setOrderId("#1001")
                .setMessageId("msg-1")
                .setStatus(status)
                .setOccurredAt(Instant.ofEpochMilli(ARRIVAL - 5000))
                .setCustomerId("c")
                .setEmail(" Jo@Example.com")
                .setPhone("+49 151 12345678")
                .setFirstName("Jo")
                .setCartId("k")
                .setAnonymousId(NIL)
                .setCurrency("EUR")
                .setRevenueMinor(2997)
                .setShippingMinor(490)
                .setItems(
                        List.of(
                                OrderItem.newBuilder()
                                        .setProductId("p1")
                                        .setSku("s1")
                                        .setName("Mug")
                                        .setQuantity(3)
                                        .setPriceMinor(999)
                                        .build()));
    }

    private static String batch(String events, String fields) {
        return "{\"events\":[" + events + "]," + fields + "}";
    }

    /** An event {@code offset} milliseconds after 100 seconds before the arrival. */
    private static String event(String id, long offset, String name, String properties) {
        return "{\"event_type\":\"custom_event\",\"data\":{\"event_name\":\""
                + name
                + "\",\"timestamp_unixtime_ms\":"
                + (ARRIVAL - 100_000 + offset)
                + ",\"source_message_id\":\""
                + id
                + "\",\"custom_attributes\":{"
                + properties
                + "}}}";
    }

    private static String viewed(String id, long offset) {
        return event(id, offset, "product_viewed", "\"product_id\":\"p1\"");
    }

    private static String added(String id, long offset, String cart) {
        return event(
                id,
                offset,
                "Added To Cart",
                "\"cart_id\":\"" + cart + "\",\"items\":\"[{\\\"product_id\\\":\\\"p1\\\"}]\"");
    }

    private static String change(long offset, String type, String before, String after) {
        String side = "{\"identity_type\":\"" + type + "\",\"identity\":%s}";
        return "{\"event_type\":\"user_identity_change\",\"data\":{\"timestamp_unixtime_ms\":"
                + (ARRIVAL - 100_000 + offset)
                + ",\"old\":"
                + (before == null ? "null" : side.formatted(before))
                + ",\"new\":"
                + (after == null ? side.formatted("null") : side.formatted(after))
                + "}}";
    }

    private List<String> reasons() {
        return ingest.letters().stream().map(DeadLetter::getReason).toList();
    }

    private List<String> receiptReasons() {
        return ingest.receipts().stream().map(Receipt::getReason).toList();
    }

    private DeadLetter letter(String reason) {
        for (DeadLetter letter : ingest.letters()) {
            if (letter.getReason().equals(reason)) {
                return letter;
            }
        }
        throw new AssertionError("no dead letter " + reason);
    }

    private static String payload(DeadLetter letter) {
        ByteBuffer payload = letter.getPayload().duplicate();
        return StandardCharsets.UTF_8.decode(payload).toString();
    }

    private static List<String> ids(Bundle bundle) {
        return bundle.events().stream().map(Event::id).toList();
    }

    private static String text(Event event) {
        return new String(event.attributes(), StandardCharsets.UTF_8);
    }

    private static List<String> shown(List<Attribute> attributes) {
        List<String> shown = new ArrayList<>();
        for (Attribute attribute : attributes) {
            shown.add(
                    attribute.name() + "=" + new String(attribute.json(), StandardCharsets.UTF_8));
        }
        return shown;
    }
}
