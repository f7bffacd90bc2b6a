package io.backstitch.sandbox.shoppers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShopperSimulationTest {
    private static final Simulation USUAL =
            ShopperSimulation.generate(SimulationOptions.of(7, 2000));

    @Test
    void sameOptionsGiveTheSameBytes() {
        Simulation again = ShopperSimulation.generate(SimulationOptions.of(7, 300));
        SimulationStream stream = ShopperSimulation.stream(SimulationOptions.of(7, 300));
        for (SimulatedRecord expected : again.records()) {
            SimulatedRecord actual = stream.next();
            assertThat(actual.position()).isEqualTo(expected.position());
            assertThat(actual.kafkaTime()).isEqualTo(expected.kafkaTime());
            assertThat(actual.key()).isEqualTo(expected.key());
            if (expected.isOrder()) {
                assertThat(actual.order()).isEqualTo(expected.order());
            } else {
                assertThat(actual.value()).isEqualTo(expected.value());
            }
        }
        assertThat(stream.hasNext()).isFalse();
        assertThat(List.copyOf(stream.truth().events()).equals(List.copyOf(again.truth().events())))
                .isTrue();
    }

    @Test
    void anotherSeedGivesOtherShoppers() {
        Simulation one = ShopperSimulation.generate(SimulationOptions.of(1, 50));
        Simulation two = ShopperSimulation.generate(SimulationOptions.of(2, 50));

        assertThat(List.copyOf(one.truth().events()).equals(List.copyOf(two.truth().events())))
                .isFalse();
    }

    @Test
    void everyKindOfShopperAndMessOccurs() {
        assertThat(USUAL.truth().kinds()).containsOnlyKeys(ShopperKind.values());
        assertThat(USUAL.truth().mess()).containsOnlyKeys(MessKind.values());
        assertThat(USUAL.truth().fates()).containsOnlyKeys(Fate.values());
    }

    @Test
    void aTidyWorldHasNoMess() {
        Simulation tidy =
                ShopperSimulation.generate(SimulationOptions.of(7, 500).with(Mess.none()));

        // Reported twice is what that kind of shopper is.
        assertThat(tidy.truth().mess()).containsOnlyKeys(MessKind.DOUBLE_REPORTED_ORDER);
        assertThat(tidy.truth().fates()).doesNotContainKey(Fate.DEAD_LETTER);
        assertThat(tidy.truth().orders()).isNotEmpty();
    }

    @Test
    void anOrdinaryShopperLogsTenToTwentyFiveEvents() {
        double perShopper = USUAL.truth().events().size() / 2000.0;

        assertThat(perShopper).isBetween(9.0, 25.0);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 42, -5})
    void theFatesAddUpToTheInputs(long seed) {
        Truth truth = ShopperSimulation.generate(SimulationOptions.of(seed, 400)).truth();

        long events = truth.events().stream().mapToLong(event -> event.arrivals().size()).sum();
        long records = truth.records().stream().filter(record -> record.fate() != null).count();
        assertThat(truth.inputs()).isEqualTo(events + records);
    }

    @Test
    void recordsComeInOrderOfArrivalAndCountTheirOffsets() {
        long last = 0;
        Map<String, Long> offsets = new HashMap<>();
        for (SimulatedRecord record : USUAL.records()) {
            assertThat(record.kafkaTime()).isGreaterThanOrEqualTo(last);
            last = record.kafkaTime();
            String partition = record.topic() + "-" + record.partition();
            assertThat(record.offset()).isEqualTo(offsets.merge(partition, 1L, Long::sum) - 1);
        }
        assertThat(offsets).hasSize(8);
    }

    @Test
    void everyPartitionIsClosedLongAfterTheLastShopper() {
        long lastShopper = 0;
        Map<String, Long> closing = new HashMap<>();
        for (SimulatedRecord record : USUAL.records()) {
            if (record.onlyForTheClock() && !record.tick()) {
                closing.put(record.topic() + "-" + record.partition(), record.kafkaTime());
            } else {
                assertThat(closing).isEmpty();
                lastShopper = record.kafkaTime();
            }
        }
        assertThat(closing).hasSize(8);
        long settled = lastShopper + 27 * 3_600_000L;
        assertThat(closing.values()).allMatch(time -> time >= settled);
    }

    @Test
    void aPauseLiesBetweenEachAbandonmentAndItsLateAnswer() {
        List<Integer> pauses = USUAL.pauses();
        Truth truth = USUAL.truth();
        List<Long> times =
                pauses.stream().map(n -> USUAL.records().get(n - 1).kafkaTime()).toList();

        assertThat(pauses).isSorted().hasSizeBetween(50, 250);
        assertThat(pauses).allMatch(n -> USUAL.records().get(n - 1).tick());
        for (Truth.CartTruth cart : truth.carts()) {
            if (cart.suppressed() || cart.recovered()) {
                long answered = truth.order(cart.orderId()).firstKnown();
                assertThat(times).anyMatch(t -> t > cart.deadline() && t < answered);
            }
        }
    }

    @Test
    void anAnswerIsAwaitedBeforeAnythingLaterOfItsShopperIsWritten() {
        List<SimulatedRecord> records = USUAL.records();
        List<Simulation.Answer> answers = USUAL.answers();
        Truth truth = USUAL.truth();
        assertThat(answers).extracting(Simulation.Answer::written).isSorted();
        assertThat(answers).hasSizeGreaterThan(10);
        for (Truth.CartTruth cart : truth.carts()) {
            if (cart.suppressed() || cart.recovered()) {
                long known = truth.order(cart.orderId()).firstKnown();
                int later = 0;
                while (later < records.size() && !isLater(records.get(later), cart, known)) {
                    later++;
                }
                assertThat(answers.contains(new Simulation.Answer(later, cart.cartId())))
                        .as(cart.cartId())
                        .isEqualTo(later < records.size());
            }
        }
    }

    private static boolean isLater(SimulatedRecord record, Truth.CartTruth cart, long known) {
        return record.shopper() == cart.shopper() && !record.tick() && record.kafkaTime() > known;
    }

    @Test
    void identifiersBelongToOneShopper() {
        Set<String> customers = new HashSet<>();
        Set<String> emails = new HashSet<>();
        Set<Object> phones = new HashSet<>();
        for (Truth.ShopperTruth shopper : USUAL.truth().shoppers()) {
            assertThat(shopper.customerId() == null || customers.add(shopper.customerId()))
                    .isTrue();
            assertThat(shopper.email() == null || emails.add(shopper.email())).isTrue();
            Object phone = shopper.attributes().get("phone");
            assertThat(phone == null || phones.add(phone)).isTrue();
        }
        Map<String, Integer> owners = new HashMap<>();
        for (Truth.EventTruth event : USUAL.truth().events()) {
            if (event.anonymousId() != null) {
                Integer before = owners.putIfAbsent(event.anonymousId(), event.shopper());
                assertThat(before == null || before == event.shopper()).isTrue();
            }
        }
    }

    @Test
    void refusesImpossibleOptions() {
        assertThatThrownBy(() -> SimulationOptions.of(1, 0)).hasMessageContaining("shoppers is 0");
        assertThatThrownBy(() -> Mess.none().with(MessKind.OFFLINE_BATCH, 1.5))
                .hasMessageContaining("expected 0 to 1");
    }
}
