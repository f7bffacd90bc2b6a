package io.backstitch.sandbox.customerio;

import static io.backstitch.sandbox.customerio.JourneyDefinition.REPLENISHMENT;
import static io.backstitch.sandbox.customerio.JourneyDefinition.WIN_BACK;
import static io.backstitch.sandbox.customerio.JourneyEntry.Outcome.EXITED;
import static io.backstitch.sandbox.customerio.JourneyEntry.Outcome.MAILED;
import static io.backstitch.sandbox.customerio.JourneyEntry.Outcome.WAITING;
import static io.backstitch.sandbox.customerio.Ops.event;
import static io.backstitch.sandbox.customerio.Ops.id;
import static io.backstitch.sandbox.customerio.Ops.identify;
import static io.backstitch.sandbox.customerio.SegmentDefinition.CLEANSER_NOT_MOISTURIZER;
import static io.backstitch.sandbox.customerio.SegmentDefinition.PURCHASED_30_DAYS;
import static io.backstitch.sandbox.customerio.SegmentDefinition.SMS_ELIGIBLE_PURCHASERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is in which segment, and what the journeys of repeat purchase make of it. */
class SegmentsTest extends SandboxTestBase {

    private static final String ANN = id("ann");
    private static final String BOB = id("bob");

    @BeforeEach
    void start() {
        start(traffic());
    }

    private List<String> members(String segment) {
        return sandbox.segment(segment).orElseThrow().members().stream()
                .map(PersonView::id)
                .toList();
    }

    private void order(String who, String order, String category, long at) {
        client.ok(
                event(
                        who,
                        "order_completed",
                        at,
                        "'order_id':'" + order + "','items':[{'category':'" + category + "'}]"));
    }

    private JourneyEntry only(String journey) {
        assertThat(sandbox.journeyEntries(journey)).hasSize(1);
        return sandbox.journeyEntries(journey).get(0);
    }

    @Test
    void whoBoughtACleanserIsInUntilTheMoisturizerIsBoughtToo() {
        client.ok(identify(ANN, "'purchased_categories':['Hair','Skincare/Cleanser']"));
        client.ok(identify(BOB, "'purchased_categories':['Skincare/Moisturizer']"));
        assertThat(members(CLEANSER_NOT_MOISTURIZER)).containsExactly("ann");

        client.ok(
                identify(
                        ANN,
                        "'purchased_categories':['Skincare/Cleanser','Skincare/Moisturizer']"));
        assertThat(members(CLEANSER_NOT_MOISTURIZER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'Skincare/Cleanser'", "['skincare/cleanser']", "'[Skincare/Cleanser]'"})
    void aListOfAnotherFormMatchesNothing(String value) {
        client.ok(identify(ANN, "'purchased_categories':" + value));

        assertThat(members(CLEANSER_NOT_MOISTURIZER)).isEmpty();
    }

    @Test
    void smsEligiblePurchasersAreThoseWhoMayBeTextedAndOrderedWithinSixtyDays() {
        client.ok(identify(ANN, "'sms_eligible':true"));
        client.ok(identify(BOB, "'sms_eligible':false"));
        order(ANN, "o1", "Hair", T0 - 59 * DAY);
        order(BOB, "o2", "Hair", T0);
        assertThat(members(SMS_ELIGIBLE_PURCHASERS)).containsExactly("ann");

        sandbox.setClock(T0 + DAY - 1);
        assertThat(members(SMS_ELIGIBLE_PURCHASERS)).containsExactly("ann");
        sandbox.setClock(T0 + DAY);
        assertThat(members(SMS_ELIGIBLE_PURCHASERS)).isEmpty();
    }

    @Test
    void purchasedWithinThirtyDaysFollowsTheProfilesDateAndTheClock() {
        client.ok(identify(ANN, "'last_order_date':" + T0));
        assertThat(members(PURCHASED_30_DAYS)).containsExactly("ann");
        sandbox.setClock(T0 + 30 * DAY - 1);
        assertThat(members(PURCHASED_30_DAYS)).containsExactly("ann");
        sandbox.setClock(T0 + 30 * DAY);
        assertThat(members(PURCHASED_30_DAYS)).isEmpty();
    }

    @Test
    void aDateThatIsNoUnixSecondsMatchesNothing() {
        client.ok(identify(ANN, "'last_order_date':'2026-09-21T14:13:20Z'"));
        client.ok(identify(BOB, "'last_order_date':" + T0 + "000"));

        assertThat(members(PURCHASED_30_DAYS)).isEmpty();
    }

    @Test
    void theApiTellsSegmentsTheirMembersAndAPersonsSegments() throws Exception {
        client.ok(identify(ANN, "'last_order_date':" + T0));

        JsonNode all = get("segments");
        assertThat(all.path("segments")).hasSize(4);
        JsonNode one = get("segments/" + PURCHASED_30_DAYS);
        assertThat(one.path("size").intValue()).isEqualTo(1);
        assertThat(one.path("conditions").path(0).textValue())
                .isEqualTo("last_order_date is within the past 30 days");
        assertThat(one.path("members").path(0).path("id").textValue()).isEqualTo("ann");
        JsonNode person = get("people/" + profile("ann").cioId());
        assertThat(person.path("segments").path(0).path("name").textValue())
                .isEqualTo(PURCHASED_30_DAYS);
        assertThat(get("segments/nothing").path("meta").path("error").textValue())
                .isEqualTo("there is no segment of this name");
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(sandbox.uri().resolve("/sandbox/api/" + path)).build();
        return Json.MAPPER.readTree(
                HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofByteArray())
                        .body());
    }

    @Test
    void whoDoesNotOrderAgainIsWonBackAfterSixtyDays() {
        client.ok(identify(ANN, "'email':'ann@shop.example'"));
        order(ANN, "o1", "Hair", T0);
        sandbox.setClock(T0 + 60 * DAY + 1);

        assertThat(only(WIN_BACK).outcome()).isEqualTo(MAILED);
    }

    @Test
    void anOrderToldTooLateToEndAnythingStillStopsTheWinBack() {
        client.ok(identify(ANN, "'email':'ann@shop.example'"));
        order(ANN, "o1", "Hair", T0 - HOUR);
        sandbox.setClock(T0 + 50 * DAY);
        order(ANN, "o2", "Hair", T0 + 40 * DAY);
        assertThat(only(WIN_BACK).outcome()).isEqualTo(WAITING);
        sandbox.setClock(T0 + 61 * DAY);

        assertThat(only(WIN_BACK).outcome()).isEqualTo(EXITED);
        assertThat(only(WIN_BACK).exitedBy()).isEqualTo("segment purchased-60-days");
    }

    @Test
    void aCleanserIsReplenishedUnlessOneWasBoughtMeanwhile() {
        client.ok(identify(ANN, "'email':'ann@shop.example'"));
        client.ok(identify(BOB, "'email':'bob@shop.example'"));
        order(ANN, "o1", "Skincare/Cleanser", T0);
        order(ANN, "o2", "Hair", T0 + DAY);
        order(BOB, "o3", "Skincare/Cleanser", T0);
        order(BOB, "o4", "Skincare/Cleanser", T0 + 20 * DAY);
        sandbox.setClock(T0 + 31 * DAY);

        assertThat(sandbox.journeyEntries(REPLENISHMENT))
                .extracting(JourneyEntry::orderId, JourneyEntry::outcome)
                .containsExactly(tuple("o1", MAILED), tuple("o3", EXITED), tuple("o4", WAITING));
    }

    @Test
    void aJourneyThatLeavesOutAnUnknownSegmentIsRefused() {
        JourneyDefinition journey =
                new JourneyDefinition(
                        "j", "J", "j", "e", Duration.ofDays(1), List.of(), "k", null, "nobody");
        assertThatThrownBy(() -> start(traffic().journeys(List.of(journey))))
                .hasMessageContaining("nobody");
    }
}
