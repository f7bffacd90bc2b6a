package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Javadoc of {@link Step} says about state touches, counted. */
class StateTouchesTest {
    private final Shopper shopper = new Shopper();
    private final Map<String, Map<String, Integer>> touches = new TreeMap<>();
    private Staircase stairs;

    @BeforeEach
    void aKnownDeviceOfAKnownPerson() throws Exception {
        stairs =
                new Staircase(
                        Staircase.SETTINGS,
                        Staircase.PERSON,
                        Map.of(),
                        step ->
                                new CountingStep(
                                        step,
                                        touches.computeIfAbsent(
                                                step.level.name(), level -> new TreeMap<>())));
        stairs.push(shopper.view("v0", at(0), "anonymous_id", "w", "customer_id", "c"));
        touches.values().forEach(Map::clear);
    }

    @AfterEach
    void close() throws Exception {
        stairs.close();
    }

    private void only(String level, Map<String, Integer> expected) {
        touches.forEach(
                (at, counted) ->
                        assertThat(counted)
                                .as("touches at " + at)
                                .isEqualTo(at.equals(level) ? expected : counted));
        assertThat(touches.get(level)).isEqualTo(expected);
    }

    private static Map<String, Integer> counts(Object... pairs) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            counts.put((String) pairs[i], (Integer) pairs[i + 1]);
        }
        return counts;
    }

    @Test
    void anOrdinaryEventCostsFourReadsAndThreeWrites() throws Exception {
        stairs.push(shopper.view("v1", at(1), "anonymous_id", "w"));
        only(
                "anonymous_id",
                counts("seen read", 1, "seen write", 1, "identity read", 1, "identity write", 1));
        only("customer_id", counts("identity read", 1, "ledger read", 1, "ledger write", 1));
        assertThat(touches.get("email")).isEmpty();
        assertThat(touches.get("cart_id")).isEmpty();
        assertThat(stairs.told()).endsWith("id:c product_viewed");
    }

    @Test
    void soDoesAnEventThatNamesItsPerson() throws Exception {
        stairs.push(shopper.view("v1", at(1), "anonymous_id", "w", "customer_id", "c"));
        only(
                "anonymous_id",
                counts("seen read", 1, "seen write", 1, "identity read", 1, "identity write", 1));
        only("customer_id", counts("identity read", 1, "ledger read", 1, "ledger write", 1));
    }

    @Test
    void anEventOlderThanTheNewestOfItsDeviceLeavesTheIdentityUnwritten() throws Exception {
        stairs.push(shopper.view("v1", at(5), "anonymous_id", "w"));
        touches.values().forEach(Map::clear);
        stairs.push(shopper.view("v2", at(4), "anonymous_id", "w"));
        only("anonymous_id", counts("seen read", 1, "seen write", 1, "identity read", 1));
    }

    @Test
    void aDuplicateCostsTwoReadsAndGoesNowhere() throws Exception {
        stairs.push(shopper.view("v0", at(0), "anonymous_id", "w"));
        only("anonymous_id", counts("seen read", 1, "identity read", 1));
        only("customer_id", counts());
    }

    @Test
    void theEventsOfOneRecordShareAllButTheirMessageIds() throws Exception {
        stairs.push(
                shopper.view("v1", at(1), "anonymous_id", "w")
                        .withEvents(
                                List.of(
                                        shopper.view("v1", at(1), "anonymous_id", "w")
                                                .events()
                                                .get(0),
                                        shopper.view("v2", at(2), "anonymous_id", "w")
                                                .events()
                                                .get(0))));
        only(
                "anonymous_id",
                counts("seen read", 2, "seen write", 2, "identity read", 1, "identity write", 1));
        only("customer_id", counts("identity read", 1, "ledger read", 1, "ledger write", 1));
    }

    @Test
    void anEventThatEntersAtThePersonCostsItsMessageIdThere() throws Exception {
        stairs.push(shopper.view("b0", at(1), "customer_id", "c"));
        touches.values().forEach(Map::clear);
        stairs.push(shopper.view("b1", at(1), "customer_id", "c"));
        only(
                "customer_id",
                counts(
                        "seen read", 1,
                        "seen write", 1,
                        "identity read", 1,
                        "ledger read", 1,
                        "ledger write", 1));
    }

    @Test
    void withoutDeduplicationNoMessageIdIsTouched() throws Exception {
        stairs.close();
        IdentitySettings.Life life = Staircase.SETTINGS.life();
        stairs =
                new Staircase(
                        new IdentitySettings(
                                Staircase.SETTINGS.levels(),
                                Staircase.SETTINGS.hold(),
                                new IdentitySettings.Life(
                                        0, life.cart(), life.order(), life.device()),
                                Staircase.SETTINGS.rules(),
                                Staircase.SETTINGS.auditKey(),
                                Staircase.SETTINGS.sabotage()),
                        Staircase.PERSON,
                        Map.of(),
                        step -> new CountingStep(step, touches.get(step.level.name())));
        stairs.push(shopper.view("v0", at(0), "anonymous_id", "w", "customer_id", "c"));
        touches.values().forEach(Map::clear);
        stairs.push(shopper.view("v1", at(1), "anonymous_id", "w"));
        only("anonymous_id", counts("identity read", 1, "identity write", 1));
        only("customer_id", counts("identity read", 1, "ledger read", 1, "ledger write", 1));
    }

    @Test
    void aTimerThatIsNotThePersonsLeavesTheLedgerUnwritten() throws Exception {
        stairs.push(shopper.view("b0", at(1), "customer_id", "c"));
        touches.values().forEach(Map::clear);
        stairs.advance(at(10 * 1440));
        assertThat(touches.get("customer_id")).doesNotContainKey("ledger write");
    }
}
