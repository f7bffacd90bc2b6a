package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is forgotten, and when: nothing of a finished identifier is left. */
class LifeTest extends OnStairs {
    private static final int DAY = 24 * 60;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsLeftOfDevicesCartsAndOrdersAtTheEndOfTheirLives(boolean restored)
            throws Exception {
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "w"));
        stairs.push(shopper.add("m2", at(5), "anonymous_id", "w", "cart_id", "k"));
        stairs.push(shopper.add("m3", at(6), "anonymous_id", "nobody", "cart_id", "k2"));
        stairs.push(shopper.view("m4", at(7), "anonymous_id", "nobody"));
        stairs.push(checkout("m5", at(10)));
        stairs.push(checkout("m5", at(10)));
        stairs.push(
                shopper.order(
                        "o1",
                        at(12),
                        at(20),
                        "cart_id",
                        "k",
                        "order_id",
                        "o",
                        "email",
                        "e@x.org",
                        "customer_id",
                        "c"));
        stairs.push(shopper.logout(at(30), "w"));
        days(10);
        for (String level : List.of("anonymous_id", "cart_id", "order_id")) {
            assertThat(stairs.entries(level)).as(level + " in use").isPositive();
        }
        if (restored) {
            restore();
        }
        days(33);
        assertThat(stairs.entries("cart_id")).as("entries of carts").isZero();
        assertThat(stairs.timers("cart_id")).as("timers of carts").isZero();
        assertThat(stairs.entries("order_id")).isPositive();
        days(93);
        assertThat(stairs.entries("order_id")).as("entries of orders").isZero();
        assertThat(stairs.timers("order_id")).as("timers of orders").isZero();
        assertThat(stairs.entries("anonymous_id")).isPositive();
        days(403);
        assertThat(stairs.entries("anonymous_id")).as("entries of devices").isZero();
        assertThat(stairs.timers("anonymous_id")).as("timers of devices").isZero();
        assertThat(stairs.entries("email")).as("where the address points to").isEqualTo(1);
        assertThat(stairs.entries("customer_id")).as("the ledger").isEqualTo(1);
        assertThat(stairs.timers("email") + stairs.timers("customer_id")).isZero();
        assertThat(stairs.step("cart_id").metrics.forgotten.getCount()).isEqualTo(1);
        assertThat(stairs.leftovers()).isEmpty();
    }

    @Test
    void aCartInUseIsRememberedAndAForgottenOneBeginsAnew() throws Exception {
        stairs.push(checkout("m1", at(0)));
        for (int day = 20; day <= 60; day += 20) {
            days(day);
            stairs.push(shopper.add("a" + day, at(day * DAY), "anonymous_id", "v", "cart_id", "k"));
            assertThat(stairs.told()).endsWith("id:c add_to_cart");
        }
        days(60 + 32);
        stairs.push(shopper.add("late", at(92 * DAY), "anonymous_id", "v", "cart_id", "k"));
        assertThat(stairs.told())
                .as("held: nobody knows the cart any more")
                .endsWith("id:c cart_abandoned");
    }

    @Test
    void messageIdsOfADeviceThatIsUsedEveryDayAreForgottenInTime() throws Exception {
        for (int day = 0; day < 30; day++) {
            days(day);
            stairs.push(
                    shopper.view(
                            "m" + day, at(day * DAY), "anonymous_id", "w", "customer_id", "c"));
            assertThat(stairs.entries("anonymous_id")).as("day " + day).isLessThan(12);
        }
    }

    @Test
    void aDuplicateThatTeachesMoreLeavesNoFencesBehind() throws Exception {
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "w", "customer_id", "c"));
        Bundle again = checkout("m1", at(0));
        stairs.push(again.withProfile(List.of()));
        assertThat(stairs.told()).as("only once").hasSize(1);
        assertThat(stairs.entries("customer_id")).as("only the ledger").isEqualTo(1);
        stairs.push(shopper.view("m2", at(1), "anonymous_id", "v", "cart_id", "k"));
        assertThat(stairs.told()).as("the cart was claimed").endsWith("id:c product_viewed");
    }

    @Test
    void cartsAndOrdersCanBeSwitchedOff() throws Exception {
        try (Staircase without =
                new Staircase(Settings.levels("anonymous_id", "email", "customer_id"))) {
            // What is no level is no identifier: it stays in the event only.
            without.push(shopper.add("m1", at(0), "anonymous_id", "w", "cart_id", "k"));
            without.push(shopper.add("m2", at(1), "anonymous_id", "v", "cart_id", "k"));
            without.push(checkout("m3", at(10)));
            without.push(
                    shopper.order("o1", at(12), at(20), "order_id", "o", "customer_id", "c")
                            .to("customer_id", "c"));
            assertThat(without.told())
                    .as("the cart still belongs to the person, but links no other device")
                    .containsExactly(
                            "id:c identify",
                            "id:c add_to_cart",
                            "id:c checkout_started",
                            "id:c identify",
                            "id:c order_completed");
        }
    }

    private void days(int days) throws Exception {
        stairs.advance(at(days * DAY));
    }

    private Bundle checkout(String id, long time) {
        return shopper.checkout(
                id,
                time,
                "anonymous_id",
                "w",
                "cart_id",
                "k",
                "email",
                "e@x.org",
                "customer_id",
                "c");
    }

    private void restore() throws Exception {
        Map<String, OperatorSubtaskState> saved = stairs.snapshot(1);
        stairs.close();
        stairs = new Staircase(Staircase.SETTINGS, saved);
    }
}
