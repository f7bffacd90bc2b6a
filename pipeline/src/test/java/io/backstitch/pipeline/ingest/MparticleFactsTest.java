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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What mParticle really sends, row by row. Times count back from the arrival, in seconds. */
class MparticleFactsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "session_start",
                "session_end",
                "crash_report",
                "opt_out",
                "first_run",
                "pre_attribution",
                "push_registration",
                "application_state_transition",
                "push_message",
                "network_performance",
                "breadcrumb",
                "profile",
                "push_reaction",
                "user_attribute_change",
                "user_identity_change",
                "uninstall",
                "validation_result"
            })
    void whatIsAboutTheAppIsOperational(String type) throws Exception {
        assertThat(reasons("{'event_type':'" + type + "','data':{}}"))
                .containsExactly("operational");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'event_type':'media_session','data':{}}|unknown_event_type",
                "{'event_type':'unknown','data':{}}|unknown_event_type",
                "{'event_type':'screen_view','data':{'screen_name':'Home'}}|operational"
            })
    void whatIsNewIsToleratedAndCounted(String event, String reason) throws Exception {
        assertThat(reasons(event)).containsExactly(reason);
    }

    @Test
    void aNewTypeWithAPlannedNameIsThatEvent() throws Exception {
        try (Ingest ingest = new Ingest()) {
            batch(
                    ingest,
                    "{'event_type':'custom_event_v3','data':{'event_name':'Product Viewed',"
                            + "'custom_attributes':{'product_id':'p'}}}",
                    "");
            assertThat(names(ingest)).containsExactly("product_viewed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "add_to_cart,add_to_cart",
        "remove_from_cart,remove_from_cart",
        "checkout,checkout_started",
        "purchase,order_completed",
        "refund,order_refunded",
        "view_detail,product_viewed"
    })
    void productActionsThatTheContractPlansAreEvents(String action, String ours) throws Exception {
        try (Ingest ingest = new Ingest()) {
            batch(ingest, commerce(action), "");
            assertThat(ingest.letters()).isEmpty();
            assertThat(names(ingest)).containsExactly(ours);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"click", "checkout_option", "remove_from_wish_list"})
    void productActionsThatNobodyPlannedAreNoFault(String action) throws Exception {
        assertThat(reasons(commerce(action))).containsExactly("operational");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'promotion_action':{'action':'view','promotions':[{'id':'x'}]}",
                "'product_impressions':[{'product_impression_list':'l','products':[]}]"
            })
    void impressionsAndPromotionsAreNoFaultEither(String data) throws Exception {
        assertThat(reasons("{'event_type':'commerce_event','data':{" + data + "}}"))
                .containsExactly("operational");
    }

    @Test
    void aLegacyPurchaseIsOneOrderWithItsItems() throws Exception {
        try (Ingest ingest = new Ingest()) {
            batch(
                    ingest,
                    legacy(
                                    "purchase - Item",
                                    "'Transaction Id':'7','Id':'p1','Name':'Mug',"
                                            + "'Item Price':'10.00','Quantity':'2'")
                            + ","
                            + legacy(
                                    "purchase - Total",
                                    "'Transaction Id':'7',"
                                            + "'Total Amount':'27.50','Tax Amount':'2.50',"
                                            + "'Shipping Amount':'5','Currency Code':'EUR',"
                                            + "'Product Count':2")
                            + ","
                            + legacy(
                                    "purchase - Item",
                                    "'Transaction Id':'7','Id':'p2',"
                                            + "'Item Price':'5','Quantity':1"),
                    "");
            assertThat(ingest.letters()).isEmpty();
            assertThat(names(ingest)).containsExactly("order_completed");
            String json = text(events(ingest).get(0));
            assertThat(json)
                    .contains("\"order_id\":\"7\"", "\"revenue\":27.5", "\"currency\":\"EUR\"")
                    .contains("\"product_id\":\"p1\"", "\"product_id\":\"p2\"", "\"quantity\":2")
                    .doesNotContain("Count");
            assertThat(ingest.receipts())
                    .extracting(Receipt::getReason)
                    .containsExactly("part_of_total", "part_of_total");
        }
    }

    @Test
    void legacyItemsWithoutATotalAreOneOrderAndCartItemsAreEachTheirOwn() throws Exception {
        try (Ingest ingest = new Ingest()) {
            batch(
                    ingest,
                    legacy("AddToCart - Item", "'Id':'p1','Item Price':'10','cart_id':'k'")
                            + ","
                            + legacy("add_to_cart - Item", "'Id':'p2','Item Price':'5'")
                            + ","
                            + legacy("purchase - Item", "'Transaction Id':'7','Id':'p1'")
                            + ","
                            + legacy("purchase - Item", "'Transaction Id':'7','Id':'p2'")
                            + ","
                            + legacy("Impression - Item", "'Id':'p9'"),
                    "");
            assertThat(ingest.letters()).isEmpty();
            assertThat(names(ingest))
                    .containsExactly("add_to_cart", "add_to_cart", "order_completed");
            assertThat(text(events(ingest).get(0))).contains("\"cart_id\":\"k\"");
            assertThat(ingest.receipts())
                    .extracting(Receipt::getReason)
                    .containsExactly("part_of_total", "operational");
        }
    }

    @Test
    void nothingOfAQuarantineBatchGoesOn() throws Exception {
        try (Ingest ingest = new Ingest()) {
            batch(
                    ingest,
                    "{'event_type':'custom_event','data':{'event_name':'Product Viewed',"
                            + "'event_id':-51,'custom_attributes':{'product_id':'p'}}},"
                            + commerce("purchase"),
                    ",'user_attributes':{'secret':'x'},'context':{'data_plan':{'plan_id':'shop',"
                            + "'block_metadata':{'dto_version':1,'blocked_event_ids':['-51'],"
                            + "'blocked_user_attributes':['secret']}}}");
            assertThat(ingest.bundles()).isEmpty();
            assertThat(ingest.receipts())
                    .extracting(Receipt::getReason)
                    .containsExactly("blocked_by_plan", "quarantine_copy");
        }
    }

    @Test
    void anAttributeIsTrueSinceItsChangeNotSinceTheUpload() throws Exception {
        try (Ingest ingest = new Ingest()) {
            batch(
                    ingest,
                    change("tier", "'gold'", 900) + "," + change("old_name", "null", 800),
                    ",'user_attributes':{'tier':'gold','city':'Ulm'}");
            List<Attribute> profile = ingest.bundles().get(0).profile();
            assertThat(shown(profile))
                    .containsExactlyInAnyOrder(
                            "tier=\"gold\"@900", "city=\"Ulm\"@0", "old_name=null@800");
        }
    }

    @Test
    void whatChangedBeforeALoginIsNotThePersons() throws Exception {
        try (Ingest ingest = new Ingest()) {
            batch(
                    ingest,
                    change("tier", "'silver'", 900)
                            + ",{'event_type':'profile','data':{'profile_event_type':'login',"
                            + "'timestamp_unixtime_ms':"
                            + (ARRIVAL - 500_000)
                            + "}},"
                            + "{'event_type':'custom_event','data':{'event_name':'Product Viewed',"
                            + "'custom_attributes':{'product_id':'p'}}}",
                    ",'user_attributes':{'tier':'gold'}");
            List<Bundle> bundles = ingest.bundles();
            assertThat(bundles.get(0).asserted().get("customer_id")).isNull();
            assertThat(shown(bundles.get(0).profile())).containsExactly("tier=\"silver\"@900");
            assertThat(bundles.get(1).asserted().get("customer_id")).isEqualTo("c");
            assertThat(shown(bundles.get(1).profile())).containsExactly("tier=\"gold\"@0");
        }
    }

    @Test
    void consentCountsFromItsOwnTimeAndTheCcpaSaysTheOpposite() throws Exception {
        Configuration options = new Configuration();
        options.set(
                IngestOptions.CONSENTS,
                List.of(
                        "gdpr.Email Marketing=email_opt_in",
                        "ccpa.data_sale_opt_out=data_sale_allowed"));
        try (Ingest ingest = new Ingest(options, false)) {
            batch(
                    ingest,
                    "",
                    ",'consent_state':{'gdpr':{'email_marketing':{'consented':true,"
                            + "'timestamp_unixtime_ms':'"
                            + (ARRIVAL - 60_000)
                            + "'},'profiling':{'consented':true}},"
                            + "'ccpa':{'data_sale_opt_out':{'consented':true,"
                            + "'timestamp_unixtime_ms':"
                            + (ARRIVAL - 30_000)
                            + "}}}");
            assertThat(shown(ingest.bundles().get(0).profile()))
                    .containsExactly("email_opt_in=true@60", "data_sale_allowed=false@30");
        }
    }

    @Test
    void everyConsentThatCannotBeMeantIsNamedAtStart() {
        Configuration options = new Configuration();
        options.set(
                IngestOptions.CONSENTS, List.of("email", "hipaa.x=y", "gdpr.=a", "gdpr.a=email"));
        assertThat(IngestOptions.faults(options)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{}", "7"})
    void identitiesMayBeMissingInAnyWay(String identities) throws Exception {
        try (Ingest ingest = new Ingest()) {
            ingest.batch(
                    ("{'mpid':'264200868161219981','user_identities':"
                                    + identities
                                    + ",'consent_state':null,'events':["
                                    + commerce("view_detail")
                                    + "]}")
                            .replace('\'', '"'));
            assertThat(ingest.letters()).extracting(DeadLetter::getReason).isEmpty();
            assertThat(ingest.bundles().get(0).key()).isEqualTo("264200868161219981");
        }
    }

    private static List<String> reasons(String event) throws Exception {
        try (Ingest ingest = new Ingest()) {
            batch(ingest, event, "");
            assertThat(ingest.letters()).isEmpty();
            return ingest.receipts().stream().map(Receipt::getReason).toList();
        }
    }

    private static void batch(Ingest ingest, String events, String fields) throws Exception {
        ingest.batch(
                ("{'mpid':5,'mp_deviceid':'d','timestamp_unixtime_ms':"
                                + ARRIVAL
                                + ",'user_identities':[{'identity_type':'customer_id',"
                                + "'identity':'c'}],'events':["
                                + events
                                + "]"
                                + fields
                                + "}")
                        .replace('\'', '"'));
    }

    private static String commerce(String action) {
        return "{'event_type':'commerce_event','data':{'product_action':{'action':'"
                + action
                + "','transaction_id':'o','total_amount':'123','products':[{'id':'p','price':1}]},"
                + "'currency_code':'EUR'}}";
    }

    private static String legacy(String name, String attributes) {
        return "{'event_type':'custom_event','data':{'event_name':'eCommerce - "
                + name
                + "','custom_event_type':'transaction','timestamp_unixtime_ms':"
                + (ARRIVAL - 1000)
                + ",'custom_attributes':{"
                + attributes
                + "}}}";
    }

    private static String change(String name, String value, int secondsAgo) {
        return "{'event_type':'user_attribute_change','data':{'user_attribute_name':'"
                + name
                + "','new':"
                + value
                + ",'old':'x','timestamp_unixtime_ms':"
                + (ARRIVAL - secondsAgo * 1000L)
                + "}}";
    }

    private static List<Event> events(Ingest ingest) {
        List<Event> events = new ArrayList<>();
        ingest.bundles().forEach(bundle -> events.addAll(bundle.events()));
        return events;
    }

    private static List<String> names(Ingest ingest) {
        return events(ingest).stream().map(Event::name).toList();
    }

    private static String text(Event event) {
        return new String(event.attributes(), StandardCharsets.UTF_8);
    }

    /** Name, value, and how many seconds ago. */
    private static List<String> shown(List<Attribute> profile) {
        List<String> shown = new ArrayList<>();
        for (Attribute attribute : profile) {
            String json =
                    attribute.json() == null
                            ? "null"
                            : new String(attribute.json(), StandardCharsets.UTF_8);
            shown.add(attribute.name() + "=" + json + "@" + (ARRIVAL - attribute.time()) / 1000);
        }
        return shown;
    }
}
