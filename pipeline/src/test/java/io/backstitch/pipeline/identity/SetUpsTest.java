package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.schemas.wire.Decision;
import org.junit.jupiter.api.Test;

/** The same steps under other hierarchies than the default. */
class SetUpsTest {
    private static final Level DEVICE = new Level("anonymous_id", Level.Role.DEVICE, null);
    private static final Level CART = new Level("cart_id", Level.Role.TRANSIENT, null);
    private static final Level ORDER = new Level("order_id", Level.Role.TRANSIENT, null);
    private static final Level PHONE = new Level("phone", Level.Role.PERSON, "id");
    private static final Level EMAIL = new Level("email", Level.Role.PERSON, "email");
    private static final Level CUSTOMER = new Level("customer_id", Level.Role.PERSON, "id");

    @Test
    void phoneFirstAPhoneNumberIsThePerson() throws Exception {
        IdentitySettings settings = Staircase.levels(DEVICE, CART, ORDER, PHONE);
        Shopper shopper = new Shopper(settings);
        try (Staircase stairs = new Staircase(settings)) {
            stairs.push(shopper.add("m1", at(0), "anonymous_id", "w", "cart_id", "k"));
            stairs.push(
                    shopper.checkout(
                            "m2", at(5), "anonymous_id", "w", "cart_id", "k", "phone", "+491"));
            stairs.push(
                    shopper.order("o1", at(6), at(7), "order_id", "o", "email", "ignored@x.org"));
            stairs.push(shopper.order("o1", at(6), at(7), "cart_id", "k", "order_id", "o"));
            assertThat(stairs.told())
                    .containsSubsequence(
                            "id:+491 add_to_cart",
                            "id:+491 checkout_started",
                            "id:+491 order_completed")
                    .allMatch(told -> told.startsWith("id:+491 "));
        }
    }

    @Test
    void emailFirstAnEmailIsThePersonAndHandsOverToNobody() throws Exception {
        IdentitySettings settings = Staircase.levels(DEVICE, CART, ORDER, EMAIL);
        Shopper shopper = new Shopper(settings);
        try (Staircase stairs = new Staircase(settings)) {
            stairs.push(shopper.view("m1", at(0), "anonymous_id", "w"));
            stairs.push(shopper.order("o1", at(1), at(1), "order_id", "o", "email", "e@x.org"));
            stairs.push(
                    shopper.view(
                            "m2",
                            at(5),
                            "anonymous_id",
                            "w",
                            "email",
                            "e@x.org",
                            "customer_id",
                            "c"));
            assertThat(stairs.told())
                    .containsExactly(
                            "email:e@x.org identify",
                            "email:e@x.org order_completed",
                            "email:e@x.org product_viewed",
                            "email:e@x.org product_viewed");
            assertThat(stairs.audits)
                    .noneMatch(audit -> audit.getDecision() == Decision.HANDED_OVER);
        }
    }

    @Test
    void withoutCartsAndOrdersNothingJoinsTheDevicesOfOneCart() throws Exception {
        IdentitySettings settings = Staircase.levels(DEVICE, EMAIL, CUSTOMER);
        Shopper shopper = new Shopper(settings);
        try (Staircase stairs = new Staircase(settings)) {
            stairs.push(shopper.add("m1", at(0), "anonymous_id", "w", "cart_id", "k"));
            stairs.push(
                    shopper.checkout(
                            "m2", at(5), "anonymous_id", "p", "cart_id", "k", "customer_id", "c"));
            stairs.push(
                    shopper.order(
                            "o1",
                            at(6),
                            at(7),
                            "order_id",
                            "o",
                            "email",
                            "e@x.org",
                            "customer_id",
                            "c"));
            assertThat(stairs.told())
                    .as("the ledger still knows the cart")
                    .containsExactly(
                            "id:c checkout_started", "id:c identify", "id:c order_completed");
            stairs.advance(at(60 * 26));
            assertThat(stairs.told()).contains("anonymous_id:w add_to_cart");
        }
    }

    @Test
    void aPersonKnownByPhoneIsMergedIntoTheCustomer() throws Exception {
        IdentitySettings settings = Staircase.levels(DEVICE, PHONE, CUSTOMER);
        Shopper shopper = new Shopper(settings);
        try (Staircase stairs = new Staircase(settings)) {
            stairs.push(shopper.view("m1", at(0), "anonymous_id", "w", "phone", "+491"));
            stairs.push(
                    shopper.view(
                            "m2", at(5), "anonymous_id", "w", "phone", "+491", "customer_id", "c"));
            assertThat(stairs.told())
                    .containsExactly(
                            "id:+491 product_viewed",
                            "id:+491 fence",
                            "id:c product_viewed",
                            "id:c merge");
            assertThat(stairs.operations.get(1).fenceTo()).isEqualTo("customer_id/id:c");
        }
    }
}
