package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.Outcome;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class StepTest extends OnStairs {
    @Test
    void viewThenCartThenLoginBecomeOneHistoryInThatOrder() throws Exception {
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "w"));
        stairs.push(shopper.add("m2", at(5), "anonymous_id", "w", "cart_id", "k"));
        stairs.push(login("m3", at(10)));
        assertThat(stairs.told())
                .containsExactly(
                        "id:c identify",
                        "id:c product_viewed",
                        "id:c add_to_cart",
                        "id:c product_viewed");
        assertThat(stairs.operations).extracting(Operation::seq).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void theOrderIsTheSameWhenTheCartsPathIsSlow() throws Exception {
        stairs.block("anonymous_id", "cart_id");
        stairs.push(shopper.add("m1", at(0), "anonymous_id", "w", "cart_id", "k"));
        stairs.push(shopper.view("m2", at(5), "anonymous_id", "w"));
        stairs.push(login("m3", at(10)));
        assertThat(stairs.told()).as("nothing overtakes the cart").isEmpty();
        stairs.open("anonymous_id", "cart_id");
        assertThat(stairs.told())
                .containsExactly(
                        "id:c identify",
                        "id:c add_to_cart",
                        "id:c product_viewed",
                        "id:c product_viewed");
    }

    @Test
    void theOrderIsTheSameWhenTheDirectPathIsSlow() throws Exception {
        stairs.push(shopper.add("m1", at(0), "anonymous_id", "w", "cart_id", "k"));
        stairs.block("anonymous_id", "customer_id");
        stairs.push(login("m3", at(10)));
        assertThat(stairs.told()).as("the address is not decided on yet").isEmpty();
        stairs.open("anonymous_id", "customer_id");
        assertThat(stairs.told())
                .containsExactly("id:c identify", "id:c add_to_cart", "id:c product_viewed");
    }

    @Test
    void anotherDevicesEventOfTheCartDoesNotOvertakeTheAddress() throws Exception {
        stairs.block("anonymous_id", "customer_id");
        stairs.push(
                shopper.add(
                        "m1",
                        at(0),
                        "anonymous_id",
                        "w",
                        "cart_id",
                        "k",
                        "email",
                        "e@x.org",
                        "customer_id",
                        "c"));
        stairs.push(shopper.add("m2", at(5), "anonymous_id", "v", "cart_id", "k"));
        assertThat(stairs.told()).as("the address is not decided on yet").isEmpty();
        stairs.open("anonymous_id", "customer_id");
        assertThat(stairs.told()).first().isEqualTo("id:c identify");
        assertThat(stairs.told()).hasSize(3);
        assertThat(body(0)).contains("\"email\":\"e@x.org\"");
    }

    @Test
    void theBriefsShopperTwoDevicesOneCartAndALateOrder() throws Exception {
        stairs.push(shopper.add("m1", at(0), "anonymous_id", "w", "cart_id", "k"));
        stairs.push(
                shopper.checkout(
                        "m2",
                        at(30),
                        "anonymous_id",
                        "p",
                        "cart_id",
                        "k",
                        "email",
                        "e@x.org",
                        "customer_id",
                        "c"));
        stairs.advance(at(120));
        stairs.push(
                shopper.order(
                        "o1",
                        at(31),
                        at(151),
                        "cart_id",
                        "k",
                        "order_id",
                        "o",
                        "email",
                        "e@x.org",
                        "customer_id",
                        "c"));
        assertThat(stairs.told())
                .containsExactly(
                        "id:c identify",
                        "id:c add_to_cart",
                        "id:c checkout_started",
                        "id:c cart_abandoned",
                        "id:c identify",
                        "id:c order_completed",
                        "id:c cart_recovery_suppressed");
        assertThat(body(3)).contains("\"timestamp\":" + at(110) / 1000);
        assertThat(body(5)).contains("\"timestamp\":" + at(31) / 1000);
        assertThat(body(6)).contains("\"timestamp\":" + at(151) / 1000, "\"order_id\":\"o\"");
        assertThat(body(4)).contains("\"orders_count\":1", "\"lifetime_value\":19.99");
        stairs.advance(at(60 * 24));
        assertThat(stairs.told()).as("no second announcement").hasSize(7);
    }

    @Test
    void anOrderInTimeLeavesNothingToAnnounce() throws Exception {
        stairs.push(
                shopper.checkout(
                        "m1", at(0), "anonymous_id", "w", "cart_id", "k", "customer_id", "c"));
        stairs.push(
                shopper.order(
                        "o1", at(2), at(3), "cart_id", "k", "order_id", "o", "customer_id", "c"));
        stairs.advance(at(60 * 24));
        assertThat(stairs.told()).doesNotContain("id:c cart_abandoned");
    }

    @Test
    void aGuestWhoOpensAnAccountKeepsTheHistory() throws Exception {
        stairs.push(shopper.order("o1", at(0), at(0), "order_id", "o", "email", "g@x.org"));
        stairs.push(
                shopper.view(
                        "m1", at(60), "anonymous_id", "w", "email", "g@x.org", "customer_id", "c"));
        stairs.push(shopper.order("o2", at(70), at(70), "order_id", "o2", "email", "g@x.org"));
        assertThat(stairs.told())
                .containsExactly(
                        "email:g@x.org identify",
                        "email:g@x.org order_completed",
                        "email:g@x.org fence",
                        "id:c merge",
                        "id:c identify",
                        "id:c product_viewed",
                        "id:c identify",
                        "id:c order_completed");
        assertThat(stairs.operations.get(2).fenceTo()).isEqualTo("customer_id/id:c");
        assertThat(stairs.operations.get(3).awaits())
                .containsExactly(stairs.operations.get(2).id());
        assertThat(body(4)).contains("\"email\":\"g@x.org\"");
        assertThat(body(6)).contains("\"orders_count\":2");
    }

    @Test
    void twoPeopleCustomerIoKnowsAreMergedThere() throws Exception {
        stairs.push(
                shopper.view(
                        "m1",
                        at(0),
                        "anonymous_id",
                        "w",
                        "email",
                        "old@x.org",
                        "customer_id",
                        "c"));
        stairs.push(shopper.order("o1", at(10), at(10), "order_id", "o", "email", "g@x.org"));
        stairs.push(
                shopper.order(
                        "o2",
                        at(20),
                        at(20),
                        "order_id",
                        "p",
                        "email",
                        "g@x.org",
                        "customer_id",
                        "c"));
        assertThat(stairs.told())
                .containsSubsequence(
                        "email:g@x.org order_completed",
                        "email:g@x.org fence",
                        "id:c merge",
                        "id:c identify",
                        "id:c order_completed");
    }

    @Test
    void aGuestAtTheKioskOfSomebodyElseStaysAPerson() throws Exception {
        stairs.push(login("m1", at(0)));
        stairs.push(
                shopper.checkout(
                        "m2", at(60), "anonymous_id", "w", "cart_id", "k", "email", "b@x.org"));
        stairs.push(
                shopper.order(
                        "o1", at(61), at(61), "cart_id", "k", "order_id", "o", "email", "b@x.org"));
        assertThat(stairs.told())
                .contains("email:b@x.org checkout_started", "email:b@x.org order_completed")
                .doesNotContain("id:c order_completed", "id:c checkout_started", "id:c merge");
    }

    @Test
    void aDuplicateHasItsEffectOnce() throws Exception {
        stairs.push(login("m1", at(0)));
        stairs.push(login("m1", at(0)));
        assertThat(stairs.told()).containsExactly("id:c identify", "id:c product_viewed");
        assertThat(stairs.receipts)
                .singleElement()
                .satisfies(r -> assertThat(r.getOutcome()).isEqualTo(Outcome.DUPLICATE));
    }

    @Test
    void clientAndBackendReportOneOrderOnce() throws Exception {
        stairs.push(
                shopper.record(
                        "m1",
                        "order_completed",
                        io.backstitch.pipeline.record.Commerce.Kind.ORDER,
                        at(0),
                        at(0),
                        "anonymous_id",
                        "w",
                        "order_id",
                        "o"));
        assertThat(stairs.told()).as("an anonymous thank-you page waits").isEmpty();
        stairs.push(
                shopper.order(
                        "o1",
                        at(1),
                        at(2),
                        "order_id",
                        "o",
                        "email",
                        "e@x.org",
                        "customer_id",
                        "c"));
        assertThat(stairs.told()).containsExactly("id:c identify", "id:c order_completed");
        assertThat(stairs.receipts).hasSize(1);
    }

    @Test
    void whoNeverIdentifiesIsDeliveredAnonymouslyAndLinkedWhenTheyDo() throws Exception {
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "w"));
        stairs.advance(at(60 * 25));
        stairs.push(login("m2", at(60 * 26)));
        assertThat(stairs.told())
                .containsExactly(
                        "anonymous_id:w product_viewed",
                        "anonymous_id:w fence",
                        "id:c identify",
                        "id:c product_viewed");
        assertThat(body(2)).contains("\"anonymous_id\":\"w\"");
        assertThat(stairs.operations.get(2).awaits())
                .containsExactly(stairs.operations.get(1).id());
    }

    private io.backstitch.pipeline.record.Bundle login(String id, long time) {
        return shopper.view(id, time, "anonymous_id", "w", "email", "e@x.org", "customer_id", "c");
    }

    private String body(int operation) {
        return new String(stairs.operations.get(operation).body(), StandardCharsets.UTF_8);
    }
}
