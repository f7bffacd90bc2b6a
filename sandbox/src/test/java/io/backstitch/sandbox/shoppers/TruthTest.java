package io.backstitch.sandbox.shoppers;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.Identity;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TruthTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void keepsAwayFromEveryDeadline(long seed) {
        Truth truth = ShopperSimulation.generate(SimulationOptions.of(seed, 1000)).truth();

        for (EventTruth event : truth.events()) {
            assertThat(event.arrivals().get(0)).isGreaterThan(event.time());
            if (event.heldBeforeKnown()) {
                assertThat(event.known() - event.time()).isLessThan(20 * HOUR);
            }
            boolean cart =
                    event.contractName() != null
                            && event.cartId() != null
                            && !event.contractName().equals("order_completed");
            if (cart) {
                assertThat(event.arrivals().get(0) - event.time()).isLessThan(14 * MINUTE);
            }
        }
        for (CartTruth cart : truth.carts()) {
            if (cart.ownerKnown() == 0) {
                continue;
            }
            assertThat(cart.deadline() - cart.ownerKnown()).isGreaterThan(5 * MINUTE);
            OrderTruth order = cart.orderId() == null ? null : truth.order(cart.orderId());
            if (order != null) {
                assertThat(Math.abs(order.firstKnown() - cart.deadline()))
                        .isGreaterThan(5 * MINUTE);
                assertThat(Math.abs(order.placedAt() - cart.deadline())).isGreaterThan(5 * MINUTE);
                assertThat(order.placedAt()).isGreaterThan(cart.lastActivity());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyOrderIsDeliveredOnceAmongItsReports(long seed) {
        Truth truth = ShopperSimulation.generate(SimulationOptions.of(seed, 1000)).truth();

        for (OrderTruth order : truth.orders()) {
            long delivered =
                    truth.records().stream()
                            .filter(record -> order.orderId().equals(record.orderId()))
                            .filter(record -> "order_completed".equals(record.contractName()))
                            .filter(record -> record.fate() == Fate.DELIVERED)
                            .count();
            for (String clientEvent : order.clientEvents()) {
                Fate fate = truth.event(clientEvent).fate();
                assertThat(fate).isIn(Fate.DELIVERED, Fate.DUPLICATE);
                delivered += fate == Fate.DELIVERED ? 1 : 0;
            }
            assertThat(delivered).as("order %s", order.orderId()).isEqualTo(1);
        }
    }

    @Test
    void anonymousShoppersAreNeverDeliveredAsSomebody() {
        Truth truth = of(ShopperKind.ANONYMOUS).truth();

        assertThat(truth.shoppers()).allMatch(shopper -> shopper.identity() == Identity.NONE);
        assertThat(truth.fates()).containsKey(Fate.DELIVERED_ANONYMOUS);
        assertThat(truth.fates()).doesNotContainKey(Fate.DELIVERED);
        assertThat(truth.carts()).noneMatch(CartTruth::announced);
    }

    @Test
    void whoSignsInTooLateKeepsOnlyWhatCameAfter() {
        Truth truth = of(ShopperKind.LATE_RETURNER).truth();

        assertThat(truth.shoppers()).allMatch(shopper -> shopper.identity() == Identity.ID);
        assertThat(truth.fates()).containsKeys(Fate.DELIVERED_ANONYMOUS, Fate.DELIVERED);
        assertThat(truth.events()).noneMatch(EventTruth::heldBeforeKnown);
    }

    @Test
    void oneDeviceBuyersKeepEverything() {
        Truth truth = of(ShopperKind.ONE_DEVICE_BUYER).truth();

        assertThat(truth.fates()).doesNotContainKey(Fate.DELIVERED_ANONYMOUS);
        assertThat(truth.events()).anyMatch(EventTruth::heldBeforeKnown);
        assertThat(truth.carts()).noneMatch(CartTruth::announced);
        assertThat(truth.orders()).hasSize(truth.shoppers().size());
    }

    @Test
    void theCartThatMovesToTheAppBelongsToWhoBuysIt() {
        Truth truth = of(ShopperKind.TWO_DEVICE_BUYER).truth();

        assertThat(truth.events())
                .filteredOn(event -> "add_to_cart".equals(event.contractName()))
                .filteredOn(event -> event.reason() == null)
                .isNotEmpty()
                .allMatch(event -> event.fate() == Fate.DELIVERED);
        assertThat(truth.carts())
                .anyMatch(CartTruth::suppressed)
                .anyMatch(cart -> !cart.announced());
    }

    @Test
    void guestsEndAsTheirEmailOrTheirAccount() {
        assertThat(of(ShopperKind.GUEST).truth().shoppers())
                .allMatch(shopper -> shopper.identity() == Identity.EMAIL)
                .allMatch(shopper -> shopper.attributes().get("orders_count").equals(1L));
        assertThat(of(ShopperKind.GUEST_WITH_ACCOUNT).truth().shoppers())
                .allMatch(shopper -> shopper.identity() == Identity.ID);
    }

    @Test
    void cartsAreAnnouncedSuppressedAndRecoveredAsTheKindSays() {
        assertThat(of(ShopperKind.ABANDONER).truth().carts())
                .isNotEmpty()
                .allMatch(cart -> cart.announced() && !cart.suppressed() && !cart.recovered());
        assertThat(of(ShopperKind.RECOVERED).truth().carts())
                .isNotEmpty()
                .allMatch(cart -> cart.announced() && !cart.suppressed() && cart.recovered());
        assertThat(of(ShopperKind.LATE_ORDER).truth().carts())
                .isNotEmpty()
                .allMatch(cart -> cart.announced() && cart.suppressed() && !cart.recovered());
        assertThat(of(ShopperKind.REPORTED_TWICE).truth().carts())
                .isNotEmpty()
                .noneMatch(CartTruth::announced);
    }

    @Test
    void theBackendsFiguresCountAndRefundsAreTakenOff() {
        Simulation simulation = of(ShopperKind.REPORTED_TWICE);
        Truth truth = simulation.truth();

        assertThat(truth.orders()).anyMatch(order -> order.reportedRevenues().size() == 2);
        for (ShopperTruth shopper : truth.shoppers()) {
            long sum =
                    truth.orders().stream()
                            .filter(order -> order.shopper() == shopper.index())
                            .mapToLong(order -> order.revenueMinor() - order.refundedMinor())
                            .sum();
            assertThat(shopper.attributes().get("lifetime_value"))
                    .isEqualTo(BigDecimal.valueOf(sum, 2));
        }
        assertThat(of(ShopperKind.ONE_DEVICE_BUYER).truth().orders())
                .anyMatch(order -> order.refundedMinor() > 0);
    }

    @Test
    void anAnonymousThankYouPageIsJoinedByItsOrder() {
        Truth truth = of(ShopperKind.ANONYMOUS_THANK_YOU).truth();

        List<EventTruth> purchases =
                truth.events().stream().filter(event -> event.orderId() != null).toList();
        assertThat(purchases).isNotEmpty().allMatch(event -> event.anonymousId() != null);
        assertThat(purchases).allMatch(event -> event.known() > 0);
        assertThat(truth.shoppers()).noneMatch(shopper -> shopper.identity() == Identity.NONE);
    }

    private static Simulation of(ShopperKind kind) {
        return ShopperSimulation.generate(SimulationOptions.of(11, 120).with(Map.of(kind, 1)));
    }
}
