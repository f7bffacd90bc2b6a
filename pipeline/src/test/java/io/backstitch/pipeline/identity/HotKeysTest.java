package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A device of ten thousand people and a person of ten thousand devices: the last event costs what
 * the first ones cost, and an ordinary shopper's costs what it always does.
 */
class HotKeysTest {
    private static final int MANY = 10_000;
    private static final Map<String, Integer> ORDINARY =
            Map.of(
                    "anonymous_id seen read", 1,
                    "anonymous_id seen write", 1,
                    "anonymous_id identity read", 1,
                    "anonymous_id identity write", 1,
                    "customer_id identity read", 1,
                    "customer_id ledger read", 1,
                    "customer_id ledger write", 1);

    private final Shopper shopper = new Shopper();
    private final Map<String, Map<String, Integer>> touches = new TreeMap<>();
    private Staircase stairs;

    @BeforeEach
    void open() throws Exception {
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
        login("first", 0, "w-other", "other");
    }

    @AfterEach
    void close() throws Exception {
        stairs.close();
    }

    @Test
    void aBotWithTenThousandUsersOnOneDeviceCostsNoMorePerEventThanItsFirst() throws Exception {
        int most = 0;
        for (int i = 0; i < MANY; i++) {
            touches.values().forEach(Map::clear);
            add("a" + i, i, "bot", "k" + i % 9);
            login("m" + i, i, "bot", "c" + i);
            if (i < 10) {
                most = Math.max(most, touched());
            } else {
                assertThat(touched()).as("touches of user %s", i).isLessThanOrEqualTo(most);
            }
        }
        assertThat(stairs.stateBytes("anonymous_id", "bot")).isLessThan(4_000);
        assertThat(stairs.stateBytes("cart_id", "k0")).isLessThan(4_000);
        assertThat(stairs.timers("anonymous_id")).as("bot, other").isLessThanOrEqualTo(4);
        assertThatAnotherShopperPaysTheUsual();
    }

    @Test
    void onePersonWithTenThousandDevicesCostsNoMorePerEventThanTheFirst() throws Exception {
        for (int i = 0; i < MANY; i++) {
            stairs.push(shopper.view("v" + i, at(0) + i, "anonymous_id", "w" + i));
        }
        stairs.advance(at(25 * 60));
        assertThat(stairs.told()).as("all left anonymously").hasSizeGreaterThan(MANY);
        int usual = 0;
        for (int i = 0; i < MANY; i++) {
            touches.values().forEach(Map::clear);
            login("m" + i, 25 * Staircase.HOUR + i, "w" + i, "c");
            if (i == 10) {
                usual = touched();
            } else if (i > 10) {
                assertThat(touched()).as("touches of device %s", i).isEqualTo(usual);
            }
        }
        assertThat(stairs.ledgerBytes("customer_id", "c")).isLessThan(4_000);
        assertThat(stairs.stateBytes("customer_id", "c")).isLessThan(400);
        touches.values().forEach(Map::clear);
        login("again", 26 * Staircase.HOUR, "w7", "c");
        assertThat(flat()).as("an ordinary event of one of the devices").isEqualTo(ORDINARY);
        assertThatAnotherShopperPaysTheUsual();
    }

    private void assertThatAnotherShopperPaysTheUsual() throws Exception {
        touches.values().forEach(Map::clear);
        stairs.push(shopper.view("last", at(30 * 60), "anonymous_id", "w-other"));
        assertThat(stairs.told()).endsWith("id:other product_viewed");
        assertThat(flat()).isEqualTo(ORDINARY);
    }

    private Map<String, Integer> flat() {
        Map<String, Integer> flat = new TreeMap<>();
        touches.forEach((level, of) -> of.forEach((kind, n) -> flat.put(level + " " + kind, n)));
        return flat;
    }

    private int touched() {
        return flat().values().stream().mapToInt(Integer::intValue).sum();
    }

    private void login(String id, long millis, String device, String customer) throws Exception {
        stairs.push(
                shopper.view(id, at(0) + millis, "anonymous_id", device, "customer_id", customer));
    }

    private void add(String id, long millis, String device, String cart) throws Exception {
        stairs.push(shopper.add(id, at(0) + millis, "anonymous_id", device, "cart_id", cart));
    }
}
