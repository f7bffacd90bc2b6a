package io.backstitch.pipeline.normalise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.normalise.NormaliseOptions.Screens;
import io.backstitch.pipeline.normalise.NormaliseOptions.Unplanned;
import io.backstitch.pipeline.normalise.Normalised.Accepted;
import io.backstitch.pipeline.normalise.Normalised.Filtered;
import io.backstitch.pipeline.normalise.Normalised.Refused;
import io.backstitch.pipeline.normalise.Violation.Decision;
import io.backstitch.pipeline.record.Attribute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;

/** What the owner of the contract may decide about what does not fit it. */
class PoliciesTest {
    private final Configuration options = new Configuration();
    private final List<Violation> told = new ArrayList<>();
    private Normaliser normaliser;

    @Test
    void anUnplannedEventIsAViolationUnderEveryPolicy() {
        Decision[] decisions = {Decision.QUARANTINED, Decision.PASSED, Decision.DROPPED};
        for (Unplanned policy : Unplanned.values()) {
            set(NormaliseOptions.UNPLANNED_EVENTS.key(), policy.name());
            event("chekout startd", "{}");
        }

        assertThat(told).extracting(Violation::decision).containsExactlyInAnyOrder(decisions);
        assertThat(told)
                .allMatch(violation -> violation.reason().equals("unplanned_event"))
                .allMatch(violation -> violation.expected().endsWith("checkout_started"))
                .allMatch(violation -> violation.event().equals("chekout startd"));
    }

    @Test
    void unknownPropertiesPassAreDroppedOrQuarantineTheEvent() {
        String viewed = "{\"product_id\":\"1\",\"colour\":\"red\",\"nothing\":null}";

        assertThat(json(event("product_viewed", viewed))).contains("colour");
        assertThat(told).isEmpty();

        set(NormaliseOptions.UNKNOWN_PROPERTIES.key(), "drop");
        assertThat(json(event("product_viewed", viewed))).isEqualTo("{\"product_id\":\"1\"}");
        assertThat(told).containsExactly(unknown("product_viewed", "colour", Decision.DROPPED));

        set(NormaliseOptions.UNKNOWN_PROPERTIES.key(), "quarantine");
        Refused refused = (Refused) event("product_viewed", viewed);
        assertThat(refused.reason()).isEqualTo("unknown_property");
        assertThat(refused.field()).isEqualTo("colour");
        assertThat(told)
                .containsExactly(
                        unknown("product_viewed", "colour", Decision.DROPPED),
                        unknown("product_viewed", "colour", Decision.QUARANTINED));
    }

    @Test
    void thePolicyHoldsInsideItemsButNotForAProductOnTheEventItself() {
        set(NormaliseOptions.UNKNOWN_PROPERTIES.key(), "drop");

        String listed =
                json(event("add_to_cart", "{\"items\":[{\"id\":\"1\",\"colour\":\"red\"}]}"));
        String flat = json(event("add_to_cart", "{\"product_id\":\"1\",\"price\":2}"));

        assertThat(listed).doesNotContain("colour");
        assertThat(flat).contains("\"price\":2").contains("\"value\":2");
        assertThat(told).containsExactly(unknown("items", "colour", Decision.DROPPED));
    }

    @Test
    void unknownProfileAttributesHaveAPolicyOfTheirOwn() {
        String attributes = "{\"tier\":\"gold\",\"first_name\":\"Jo\"}";

        assertThat(profile(attributes)).containsExactly("first_name", "tier");
        set(NormaliseOptions.UNKNOWN_ATTRIBUTES.key(), "drop");
        assertThat(profile(attributes)).containsExactly("first_name");
        set(NormaliseOptions.UNKNOWN_ATTRIBUTES.key(), "quarantine");
        assertThat(profile(attributes)).containsExactly("first_name");

        assertThat(told)
                .extracting(Violation::decision)
                .containsExactly(Decision.DROPPED, Decision.QUARANTINED);
        assertThat(told).allMatch(violation -> violation.event().equals(Violation.PROFILE));
    }

    @Test
    void whatPassesIsPinnedToTheFirstTypeSeenAndEveryOtherIsReported() {
        event("product_viewed", "{\"product_id\":1,\"colour\":\"red\"}");
        event("product_viewed", "{\"product_id\":1,\"colour\":\"blue\"}");
        assertThat(json(event("product_viewed", "{\"product_id\":1,\"colour\":7}")))
                .contains("\"colour\":7");
        Map<String, String> kept = normaliser.pinnedTypes();
        normaliser = null;
        normaliser().pinTypes(kept);
        event("product_viewed", "{\"product_id\":1,\"colour\":[1]}");
        event("product_viewed", "{\"product_id\":1,\"colour\":null}");

        assertThat(kept).containsExactly(Map.entry("product_viewed.colour", "text"));
        assertThat(told)
                .extracting(Violation::reason, Violation::found)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("type_changed", "a number"),
                        org.assertj.core.groups.Tuple.tuple("type_changed", "a list"));
    }

    @Test
    void aMissingPropertyQuarantinesOrIsDeliveredFlaggedPerEvent() {
        assertThat(event("checkout_started", "{\"cart_id\":\"c\"}")).isInstanceOf(Refused.class);

        set(NormaliseOptions.DELIVER_FLAGGED.key(), "checkout_started;order_completed");
        Accepted flagged = (Accepted) event("checkout_started", "{\"cart_id\":\"c\"}");
        assertThat(json(flagged))
                .isEqualTo("{\"cart_id\":\"c\",\"items\":[],\"missing_properties\":[\"items\"]}");
        assertThat(flagged.event().commerce()).as("no meaning for carts").isNull();
        assertThat(event("add_to_cart", "{}")).isInstanceOf(Refused.class);
        assertThat(event("order_completed", "{}"))
                .as("an order without its number is none")
                .isInstanceOf(Refused.class);
        assertThat(event("checkout_started", "{\"items\":\"a cup\"}"))
                .as("flagged is what is missing, not what is wrong")
                .isInstanceOf(Refused.class);

        assertThat(told.get(0))
                .isEqualTo(
                        new Violation(
                                "checkout_started",
                                "missing_property",
                                "items",
                                "form items, since checkout_started needs it",
                                "nothing",
                                Decision.QUARANTINED));
        assertThat(told.get(1).decision()).isEqualTo(Decision.FLAGGED);
    }

    @Test
    void screensAreDroppedOrSentAsWhatTheyAre() {
        assertThat(screen("Home")).isEqualTo(new Filtered("operational"));
        set(NormaliseOptions.SCREENS.key(), Screens.SEND.name());
        assertThat(((Accepted) screen("Home")).event().name()).isEqualTo("view:Home");
        assertThat(((Accepted) screen("View My Cart")).event().name()).isEqualTo("cart_viewed");
        set(NormaliseOptions.UNPLANNED_EVENTS.key(), "pass");
        assertThat(((Refused) event("view:Home", "{}")).reason()).isEqualTo("name_length");
    }

    @Test
    void legacyNamesAreThoseThatMparticlesConnectorWrote() {
        set("normalise.legacy-names.add_to_cart", "Added To Cart");
        set("normalise.legacy-names.cart_viewed", "*");
        set("normalise.legacy-names.order_completed", " Placed Order ");
        String items = "{\"items\":[{\"id\":\"1\"}],\"order_id\":\"7\"}";

        assertThat(sentAs("commerce:add_to_cart", items)).isEqualTo("Added_To_Cart");
        assertThat(sentAs("Product Added", items)).isEqualTo("Added_To_Cart");
        assertThat(sentAs(" View My Cart ", items)).isEqualTo("View_My_Cart");
        assertThat(sentAs("commerce:purchase", items)).isEqualTo("Placed_Order");
        assertThat(sentAs("checkoutStarted", items)).isNull();
        assertThat(name("Product Added", items)).isEqualTo("add_to_cart");
    }

    private String sentAs(String spelled, String properties) {
        return ((Accepted) event(spelled, properties)).event().sentAs();
    }

    @Test
    void policiesForEventsThatDoNotExistAreRefusedAtStart() {
        options.setString(NormaliseOptions.DELIVER_FLAGGED.key(), "chekout");
        options.setString("normalise.legacy-names.add_cart", "X");
        options.setString("normalise.legacy-names.add_to_cart", "x".repeat(101));

        assertThat(NormaliseOptions.faults(options))
                .hasSize(3)
                .anyMatch(fault -> fault.contains("'chekout' is no event of the contract"))
                .anyMatch(fault -> fault.contains("'add_cart' is no event of the contract"))
                .anyMatch(fault -> fault.contains("must have 1 to 100 bytes"));
    }

    @Test
    void whatTheContractDoesNotNameGoesFirstWhereAnEventIsTooLarge() {
        String order =
                "{\"order_id\":\"7\",\"small\":1,\"note\":\"%s\",\"items\":[{\"id\":\"1\",\"text\":\"%s\","
                        + "\"name\":\"%s\"}]}";

        String oneGone = json(event("order_completed", order.formatted(x(29), x(10), "n")));
        assertThat(oneGone).contains("small").contains("\"text\":").doesNotContain("note");
        String itemsToo = json(event("order_completed", order.formatted(x(29), x(31), "n")));
        assertThat(itemsToo).doesNotContain("small").doesNotContain("\"text\":");
        assertThat(((Refused) event("order_completed", order.formatted("", "", x(31)))).reason())
                .isEqualTo("too_large");

        assertThat(told)
                .filteredOn(violation -> violation.reason().equals("left_out_for_size"))
                .extracting(Violation::field)
                .startsWith("note", "note", "small", "items.text");
    }

    private static String x(int kilobytes) {
        return "x".repeat(kilobytes * 1024);
    }

    private static Violation unknown(String event, String field, Decision decision) {
        return new Violation(
                event,
                "unknown_property",
                field,
                "a property that the contract plans",
                "text",
                decision);
    }

    private void set(String key, String value) {
        options.setString(key, value);
        normaliser = null;
    }

    private Normaliser normaliser() {
        if (normaliser == null) {
            normaliser =
                    Normaliser.compile(
                            options,
                            new Tally() {
                                @Override
                                public void count(Kind kind) {}

                                @Override
                                public void violation(Violation violation) {
                                    told.add(violation);
                                }
                            });
        }
        return normaliser;
    }

    private List<String> profile(String attributes) {
        List<Attribute> read = normaliser().profile(parse(attributes), null, null, 0, 1);
        return read.stream().map(Attribute::name).toList();
    }

    private Normalised screen(String name) {
        return normaliser()
                .event(new SourceEvent("id", name, true, 1, 2, List.of(parse("{}")), null));
    }

    private Normalised event(String name, String properties) {
        return normaliser()
                .event(new SourceEvent("id", name, false, 1, 2, List.of(parse(properties)), null));
    }

    private String name(String spelled, String properties) {
        return ((Accepted) event(spelled, properties)).event().name();
    }

    private static String json(Normalised accepted) {
        assertThat(accepted).isInstanceOf(Accepted.class);
        return new String(((Accepted) accepted).event().attributes(), StandardCharsets.UTF_8);
    }

    private static JsonNode parse(String json) {
        try {
            return Json.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
