package io.backstitch.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.normalise.Normalised.Accepted;
import io.backstitch.pipeline.normalise.Normalised.Filtered;
import io.backstitch.pipeline.normalise.Normalised.Refused;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Ids;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormaliserTest {
    private static final String ITEM = "{\"product_id\":\"p1\",\"price\":2.5,\"quantity\":2}";
    private static final String WHOLE_ITEM =
            "{\"product_id\":\"p1\",\"sku\":null,\"name\":null,\"category\":null,"
                    + "\"quantity\":2,\"price\":2.5}";

    private final Map<Tally.Kind, Integer> counted = new EnumMap<>(Tally.Kind.class);
    private final Configuration options = new Configuration();
    private Normaliser normaliser;

    @ParameterizedTest
    @CsvSource({
        "checkout_started, checkout_started",
        "Checkout Started, checkout_started",
        "checkoutStarted, checkout_started",
        "'  CHECKOUT-STARTED ', checkout_started",
        "commerce:checkout, checkout_started",
        "Begin Checkout, checkout_started",
        "commerce:purchase, order_completed",
        "eCommerce - Purchase, order_completed",
        "Order Completed, order_completed",
        "Product Added, add_to_cart",
        "Added To Cart, add_to_cart",
        "Viewed Product, product_viewed",
        "commerce:view_detail, product_viewed",
        "commerce:remove_from_cart, remove_from_cart",
        "Order Refunded, order_refunded",
        "Order Canceled, order_cancelled",
        "order updated, order_updated"
    })
    void aNameOfAnySpellingIsTheContracts(String spelled, String expected) {
        String all = "{\"product_id\":\"p1\",\"order_id\":\"1\",\"items\":[" + ITEM + "]}";

        assertThat(accepted(spelled, all).event().name()).isEqualTo(expected);
    }

    @Test
    void anUnplannedNameIsQuarantinedWithTheNearestPlannedOne() {
        assertThat(event("chekout_startd", "{}"))
                .isEqualTo(
                        new Refused(
                                "unplanned_event",
                                null,
                                "the contract does not plan it; nearest planned name:"
                                        + " checkout_started"));
        assertThat(refused("Newsletter Popup Closed", "{}").detail()).doesNotContain("nearest");
        assertThat(refused("purchase:commerce:", "{}").reason()).isEqualTo("unplanned_event");
    }

    @Test
    void thePolicyForUnplannedNamesCanBePassOrDrop() {
        options.set(NormaliseOptions.UNPLANNED_EVENTS, NormaliseOptions.Unplanned.DROP);
        assertThat(event("Popup", "{}")).isEqualTo(new Filtered("unplanned_event"));

        options.set(NormaliseOptions.UNPLANNED_EVENTS, NormaliseOptions.Unplanned.PASS);
        normaliser = null;
        Accepted passed = accepted("Popup", "{\"a\":1,\"recipient\":\"x\",\"b\":null}");
        assertThat(passed.event().name()).isEqualTo("Popup");
        assertThat(json(passed)).isEqualTo("{\"a\":1}");
        assertThat(refused("x".repeat(101), "{}").reason()).isEqualTo("name_length");
    }

    @Test
    void aScreenViewIsOnlyAnEventIfItsNameIsPlanned() {
        assertThat(normaliser().event(source("Home", true, "{}")))
                .isEqualTo(new Filtered("operational"));
        assertThat(normaliser().event(source("Product Viewed", true, "{\"product_id\":1}")))
                .isInstanceOf(Accepted.class);
    }

    @Test
    void derivedEventsAreBackstitchsOwn() {
        assertThat(refused("cart_abandoned", "{}").reason()).isEqualTo("derived_event");
    }

    @Test
    void itemsAlwaysHaveTheContractsShape() {
        String expected =
                "{\"cart_id\":\"c1\",\"items\":["
                        + WHOLE_ITEM
                        + "],\"value\":5,\"currency\":\"EUR\"}";
        String rest = ",\"cart_id\":\"c1\",\"currency\":\"eur\"}";

        for (String items :
                List.of(
                        "{\"items\":[" + ITEM + "]",
                        "{\"items\":" + ITEM,
                        "{\"products\":[" + ITEM.replace("product_id", "id") + "]",
                        "{\"Line Items\":\"[" + ITEM.replace("\"", "\\\"") + "]\"",
                        "{\"items\":[\"" + ITEM.replace("\"", "\\\"") + "\"]",
                        "{\"items\":[{\"custom_attributes\":" + ITEM + "}]",
                        "{\"items\":[{\"Product Id\":\"p1\",\"Item Price\":\"2.50\",\"qty\":\"2\"}]",
                        "{\"product_id\":\"p1\",\"price\":\"2,50\",\"quantity\":2.0")) {
            Accepted added = accepted("add_to_cart", items + rest);

            assertThat(json(added)).as(items).isEqualTo(expected);
            assertThat(added.event().commerce().valueMinor()).isEqualTo(500);
            assertThat(new String(added.event().commerce().items(), StandardCharsets.UTF_8))
                    .isEqualTo("[" + WHOLE_ITEM + "]");
        }
    }

    @Test
    void aProductListOfOneFillsTheEventAboutOneProduct() {
        Accepted viewed =
                accepted(
                        "commerce:view_detail",
                        "{\"products\":[{\"id\":77,\"name\":\"Cup\",\"price\":\"€ 3.10\","
                                + "\"brand\":null,\"colour\":\"red\"}],\"currency_code\":\"EUR\"}");

        assertThat(json(viewed))
                .isEqualTo(
                        "{\"product_id\":\"77\",\"name\":\"Cup\",\"price\":3.1,\"currency\":\"EUR\","
                                + "\"colour\":\"red\"}");
        assertThat(viewed.event().commerce().kind()).isEqualTo(Commerce.Kind.VIEW);
        assertThat(refused("product_viewed", "{\"products\":[{\"id\":1},{\"id\":2}]}").reason())
                .isEqualTo("ambiguous");
    }

    @Test
    void aPurchaseBecomesAnOrderWithMoneyAndIds() {
        Accepted order =
                accepted(
                        "commerce:purchase",
                        "{\"transaction_id\":\"#1001\",\"total_amount\":123.50,\"tax_amount\":\"10\","
                                + "\"shipping_amount\":\"\",\"affiliation\":null,\"products\":[]}",
                        "{\"Transaction Id\":\"1001\",\"Total Amount\":\"123.5\","
                                + "\"cart_id\":\"k\",\"Email\":\" Jo@Example.COM\"}",
                        "{\"currency_code\":\"EUR\"}");

        assertThat(json(order))
                .isEqualTo(
                        "{\"order_id\":\"1001\",\"cart_id\":\"k\",\"items\":[],\"revenue\":123.5,"
                                + "\"tax\":10,\"currency\":\"EUR\",\"email\":\"jo@example.com\"}");
        Commerce commerce = order.event().commerce();
        assertThat(commerce.kind()).isEqualTo(Commerce.Kind.ORDER);
        assertThat(commerce.orderId()).isEqualTo("1001");
        assertThat(commerce.cartId()).isEqualTo("k");
        assertThat(commerce.valueMinor()).isEqualTo(12350);
        assertThat(commerce.items()).isNull();
        assertThat(order.ids())
                .isEqualTo(Ids.of("order_id", "1001", "cart_id", "k", "email", "jo@example.com"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "19.9 | EUR | 1990 | 19.9",
                "'\"19.90\"' | EUR | 1990 | 19.9",
                "'\"19,90\"' | EUR | 1990 | 19.9",
                "'\"1,250.00\"' | EUR | 125000 | 1250",
                "'\"1,250.00 EUR\"' | EUR | 125000 | 1250",
                "'\"$1,250,000\"' | USD | 125000000 | 1250000",
                "36.980000000000004 | EUR | 3698 | 36.98",
                "1e2 | EUR | 10000 | 100",
                "1000 | JPY | 1000 | 1000",
                "1.2345 | KWD | 1235 | 1.2345",
                "0.1 | EUR | 10 | 0.1",
                "123456789012.34 | EUR | 12345678901234 | 123456789012.34"
            })
    void moneyIsExact(String json, String currency, long minor, String sent) {
        Accepted order =
                accepted(
                        "order_completed",
                        "{\"order_id\":1,\"revenue\":"
                                + json
                                + ",\"currency\":\""
                                + currency
                                + "\"}");

        assertThat(order.event().commerce().valueMinor()).isEqualTo(minor);
        assertThat(json(order)).contains("\"revenue\":" + sent + ",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1,250\"",
                "\"1.234,50\"",
                "\"1.250.000\"",
                "\"1.250,00 EUR\"",
                "\"about 5\"",
                "-1",
                "true",
                "[1]",
                "{}",
                "\"NaN\"",
                "1e400",
                "1e999999999",
                "\"1e99\"",
                "99999999999999999999999999",
                "\"12.50.10\""
            })
    void moneyOfUncertainMeaningIsRefused(String json) {
        Refused refused = refused("order_completed", "{\"order_id\":1,\"revenue\":" + json + "}");

        assertThat(refused.reason()).isIn("wrong_type", "out_of_range", "ambiguous_amount");
        assertThat(refused.field()).isEqualTo("revenue");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "add_to_cart | {} | missing_property | items",
                "add_to_cart | {\"items\":[]} | missing_property | items",
                "add_to_cart | {\"items\":[{}]} | missing_property | items[0].product_id",
                "add_to_cart | {\"items\":[{\"id\":1},{\"id\":2,\"price\":\"x\"}]} | wrong_type | items[1].price",
                "add_to_cart | {\"items\":[7]} | wrong_type | items[0]",
                "add_to_cart | {\"items\":\"a cup\"} | wrong_type | items",
                "order_completed | {} | missing_property | order_id",
                "order_completed | {\"order_id\":\"undefined\"} | missing_property | order_id",
                "order_completed | {\"order_id\":\"0\"} | missing_property | order_id",
                "order_completed | {\"order_id\":1.5} | wrong_type | order_id",
                "order_completed | {\"order_id\":[1]} | wrong_type | order_id",
                "order_completed | {\"order_id\":1,\"currency\":\"dollars\"} | invalid_currency | currency",
                "order_completed | {\"order_id\":1,\"email\":\"nobody\"} | invalid_email | email",
                "product_viewed | {\"product_id\":{}} | wrong_type | product_id"
            })
    void whatBreaksTheContractIsRefusedWithItsField(
            String name, String properties, String reason, String field) {
        Refused refused = refused(name, properties);

        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused.field()).isEqualTo(field);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9007199254740993",
                "-7636538281262557123",
                "123456789012345678901234567890"
            })
    void longIdsKeepEveryDigitAsTextAndAsNumber(String id) {
        assertThat(json(accepted("product_viewed", "{\"product_id\":" + id + "}")))
                .isEqualTo("{\"product_id\":\"" + id + "\"}");
        assertThat(json(accepted("product_viewed", "{\"product_id\":\"" + id + "\"}")))
                .isEqualTo("{\"product_id\":\"" + id + "\"}");
        assertThat(json(accepted("product_viewed", "{\"product_id\":1,\"visit\":" + id + "}")))
                .isEqualTo("{\"product_id\":\"1\",\"visit\":" + id + "}");
    }

    @Test
    void reservedNamesAreStrippedAndOtherPropertiesPassAsTheyAre() {
        Accepted viewed =
                accepted(
                        "product_viewed",
                        "{\"product_id\":\"1\",\"recipient\":\"a@b.c\",\"From Address\":\"x\","
                                + "\"reply_to\":\"y\",\"event_id\":\"z\",\"Screen Name\":\"S\","
                                + "\"nested\":{\"a\":[1,2.50,null]},\"half\":\"\\ud800\"}");

        assertThat(json(viewed))
                .isEqualTo(
                        "{\"product_id\":\"1\",\"Screen Name\":\"S\","
                                + "\"nested\":{\"a\":[1,2.50,null]},\"half\":\"\ufffd\"}");
        assertThat(counted).containsEntry(Tally.Kind.RESERVED_STRIPPED, 4);
    }

    @Test
    void twoSpellingsOfOnePropertyAreCountedWhenTheyDisagree() {
        Accepted viewed = accepted("product_viewed", "{\"item_id\":\"2\",\"product_id\":\"1\"}");

        assertThat(json(viewed)).isEqualTo("{\"product_id\":\"1\"}");
        assertThat(counted).containsEntry(Tally.Kind.CONFLICTING_PROPERTY, 1);
    }

    @Test
    void anEventThatCustomerIoWouldNotTakeIsRefused() {
        String big = "{\"product_id\":1,\"x\":\"" + "y".repeat(31 * 1024) + "\"}";

        assertThat(json(accepted("product_viewed", big))).isEqualTo("{\"product_id\":\"1\"}");
        assertThat(counted).containsEntry(Tally.Kind.LEFT_OUT_FOR_SIZE, 1);
        assertThat(refused("product_viewed", big.replace("\"x\"", "\"name\"")).reason())
                .isEqualTo("too_large");
        assertThat(refused("product_viewed", "{\"product_id\":\"" + "y".repeat(151) + "\"}"))
                .extracting(Refused::reason)
                .isEqualTo("too_long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"\"",
                "\" \"",
                "null",
                "\"null\"",
                "\"undefined\"",
                "0",
                "\"0\"",
                "\"Anonymous\"",
                "\"00000000-0000-0000-0000-000000000000\"",
                "-1",
                "\"n/a\"",
                "{}",
                "[]",
                "1.5",
                "true"
            })
    void placeholdersAreNoIdentifiers(String json) {
        assertThat(normaliser().identifier("customer_id", parse(json))).isNull();
    }

    @Test
    void identifiersHaveOneSpelling() {
        Normaliser normaliser = normaliser();

        assertThat(normaliser.identifier("customer_id", " 007 ")).isEqualTo("007");
        assertThat(normaliser.identifier("customer_id", parse("7"))).isEqualTo("7");
        assertThat(normaliser.identifier("customer_id", parse("7.0"))).isEqualTo("7");
        assertThat(normaliser.identifier("email", " A.B@Example.com "))
                .isEqualTo("a.b@example.com");
        assertThat(normaliser.identifier("email", "test@test.com")).isNull();
        assertThat(normaliser.identifier("email", "not an address")).isNull();
        assertThat(normaliser.identifier("order_id", "#1001")).isEqualTo("1001");
        assertThat(normaliser.identifier("anonymous_id", "0F129DCB-D5B9-450B-9003-A38A7B7E946D"))
                .isEqualTo("0f129dcb-d5b9-450b-9003-a38a7b7e946d");
        assertThat(normaliser.identifier("customer_id", "x".repeat(151))).isNull();
    }

    @Test
    void profileAttributesTakeTheContractsForm() {
        assertThat(
                        profile(
                                "{\"$FirstName\":\" Jo \",\"$mobile\":\"0151 12345678\","
                                        + "\"created_at\":\"2024-05-01T10:00:00+02:00\","
                                        + "\"email_opt_in\":\"Yes\",\"sms_opt_in\":0,"
                                        + "\"Subscription Status\":\"Subscribed\","
                                        + "\"$age\":\"18\",\"tags\":[\"a\",\"b\"],\"orders_count\":9,"
                                        + "\"cio_id\":\"x\",\"nothing\":null}",
                                "DEU"))
                .containsExactly(
                        "phone=\"+4915112345678\"",
                        "first_name=\"Jo\"",
                        "created_at=1714550400",
                        "subscription_status=\"subscribed\"",
                        "email_opt_in=true",
                        "sms_opt_in=false",
                        "$age=\"18\"",
                        "tags=[\"a\",\"b\"]");
        assertThat(counted)
                .containsEntry(Tally.Kind.ATTRIBUTE_NOT_THEIRS, 1)
                .containsEntry(Tally.Kind.RESERVED_STRIPPED, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1714550400 | 1714550400",
                "1714550400123 | 1714550400",
                "'\"1714550400123\"' | 1714550400",
                "'\"1714550400\"' | 1714550400",
                "'\"2024-05-01\"' | 1714521600",
                "'\"2024-05-01T08:00:00Z\"' | 1714550400",
                "'\"2024-05-01T13:30:00.250+05:30\"' | 1714550400"
            })
    void datesAreUnixSeconds(String json, long seconds) {
        assertThat(profile("{\"created_at\":" + json + "}", null))
                .containsExactly("created_at=" + seconds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"created_at\":\"yesterday\"}",
                "{\"created_at\":\"2024-05-01T08:00:00\"}",
                "{\"created_at\":12}",
                "{\"created_at\":1714550400123456}",
                "{\"phone\":\"123-456-7890\"}",
                "{\"phone\":\"call me\"}",
                "{\"email_opt_in\":\"maybe\"}",
                "{\"email\":\"nobody\"}"
            })
    void anAttributeOfUncertainMeaningIsLeftOutAndCounted(String attributes) {
        assertThat(profile(attributes, null)).isEmpty();
        assertThat(counted).containsEntry(Tally.Kind.ATTRIBUTE_REFUSED, 1);
    }

    @Test
    void attributesBeyondTheLimitsAreLeftOut() {
        assertThat(profile("{\"note\":\"" + "x".repeat(1000) + "\"}", null)).hasSize(1);
        assertThat(profile("{\"note\":\"" + "x".repeat(1001) + "\"}", null)).isEmpty();
        assertThat(profile("{\"" + "n".repeat(151) + "\":1}", null)).isEmpty();
    }

    @Test
    void deletedAttributesAreRemoved() {
        List<Attribute> attributes =
                normaliser()
                        .profile(
                                parse("{\"tier\":\"gold\"}"),
                                parse("[\"$mobile\",\"tier\",\"old\",\"orders_count\",7]"),
                                null,
                                5,
                                1);

        assertThat(shown(attributes)).containsExactly("tier=\"gold\"", "phone=-", "old=-");
        assertThat(attributes).allMatch(attribute -> attribute.time() == 5);
    }

    @Test
    void unusableOptionsAreAllNamed() {
        options.set(NormaliseOptions.DEFAULT_REGION, "Atlantis");
        options.set(NormaliseOptions.DEFAULT_CURRENCY, "shells");
        options.set(NormaliseOptions.CONTRACT_DIR, "target/no-such-directory");

        assertThat(NormaliseOptions.faults(options))
                .hasSize(3)
                .anyMatch(fault -> fault.contains("Atlantis"))
                .anyMatch(fault -> fault.contains("shells"))
                .anyMatch(fault -> fault.contains("no-such-directory"));
    }

    private Normaliser normaliser() {
        if (normaliser == null) {
            normaliser = Normaliser.compile(options, kind -> counted.merge(kind, 1, Integer::sum));
        }
        return normaliser;
    }

    private List<String> profile(String attributes, String region) {
        return shown(normaliser().profile(parse(attributes), null, region, 0, 1));
    }

    private static List<String> shown(List<Attribute> attributes) {
        List<String> shown = new ArrayList<>();
        for (Attribute attribute : attributes) {
            byte[] json = attribute.json();
            shown.add(
                    attribute.name()
                            + "="
                            + (json == null ? "-" : new String(json, StandardCharsets.UTF_8)));
        }
        return shown;
    }

    private Normalised event(String name, String... properties) {
        return normaliser().event(source(name, false, properties));
    }

    private static SourceEvent source(String name, boolean screen, String... properties) {
        List<JsonNode> nodes = Arrays.stream(properties).map(NormaliserTest::parse).toList();
        return new SourceEvent("id", name, screen, 1, 2, nodes, null);
    }

    private Accepted accepted(String name, String... properties) {
        Normalised result = event(name, properties);
        assertThat(result).isInstanceOf(Accepted.class);
        return (Accepted) result;
    }

    private Refused refused(String name, String... properties) {
        Normalised result = event(name, properties);
        assertThat(result).isInstanceOf(Refused.class);
        return (Refused) result;
    }

    private static String json(Accepted accepted) {
        return new String(accepted.event().attributes(), StandardCharsets.UTF_8);
    }

    private static JsonNode parse(String json) {
        try {
            return Json.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
