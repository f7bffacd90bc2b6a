package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.schemas.wire.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stories of shoppers that must come out right. */
class StoriesTest extends OnStairs {
    @Test
    void anOrdinaryEventOfAKnownDeviceIsTakenByTwoStepsOnly() throws Exception {
        stairs.push(
                shopper.checkout(
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
        stairs.deliveries.clear();
        stairs.push(shopper.view("m2", at(1), "anonymous_id", "w"));
        stairs.push(shopper.add("m3", at(2), "anonymous_id", "w", "cart_id", "k"));
        stairs.push(
                shopper.view(
                        "m4", at(3), "anonymous_id", "w", "email", "e@x.org", "customer_id", "c"));
        assertThat(stairs.deliveries)
                .containsExactly(
                        "anonymous_id Bundle",
                        "customer_id Bundle",
                        "anonymous_id Bundle",
                        "customer_id Bundle",
                        "anonymous_id Bundle",
                        "customer_id Bundle");
    }

    @Test
    void anAddressThatTwoCustomersUseDoesNotFlipBetweenThem() throws Exception {
        stairs.push(view("m1", 0, "w", "e@x.org", "1"));
        stairs.push(view("m2", 1, "v", "e@x.org", "2"));
        int before = stairs.told().size();
        stairs.push(shopper.view("m3", at(2), "anonymous_id", "w"));
        stairs.push(shopper.view("m4", at(3), "anonymous_id", "v"));
        stairs.push(shopper.view("m5", at(4), "anonymous_id", "w"));
        assertThat(stairs.told().subList(before, before + 3))
                .as("no identify moves the address back and forth")
                .containsExactly(
                        "id:1 product_viewed", "id:2 product_viewed", "id:1 product_viewed");
        stairs.push(shopper.order("o1", at(5), at(5), "order_id", "o", "email", "e@x.org"));
        assertThat(stairs.told()).endsWith("id:1 identify", "id:1 order_completed");
        assertThat(stairs.told()).noneMatch(told -> told.endsWith(" merge"));
        assertThat(stairs.audits)
                .filteredOn(audit -> audit.getDecision() == Decision.REFUSED)
                .isNotEmpty();
    }

    @Test
    void aGuestsOrderAndTheSameOneFromTheAppWithTheCustomerIsOneOrder() throws Exception {
        stairs.push(backend());
        stairs.push(app());
        assertThat(orders()).hasSize(1);
    }

    @Test
    void inTheOtherOrderOfArrivalToo() throws Exception {
        stairs.push(app());
        stairs.push(backend());
        assertThat(orders()).containsExactly("id:c order_completed");
    }

    @Test
    void messageIdsThatCollideBetweenDevicesAreTwoMessages() throws Exception {
        stairs.push(view("m1", 0, "w", "a@x.org", "a"));
        stairs.push(view("m1", 0, "v", "b@x.org", "b"));
        assertThat(stairs.told()).contains("id:a product_viewed", "id:b product_viewed");
        assertThat(stairs.operations.get(1).id()).isNotEqualTo(stairs.operations.get(3).id());
        assertThat(stairs.receipts).isEmpty();
    }

    private Bundle backend() {
        return shopper.order("o1", at(0), at(2), "order_id", "o", "email", "g@x.org");
    }

    private Bundle app() {
        return shopper.record(
                "m1",
                "order_completed",
                Commerce.Kind.ORDER,
                at(0),
                at(1),
                "anonymous_id",
                "w",
                "order_id",
                "o",
                "email",
                "g@x.org",
                "customer_id",
                "c");
    }

    private List<String> orders() {
        return stairs.told().stream().filter(told -> told.endsWith(" order_completed")).toList();
    }

    private Bundle view(String id, int minute, String device, String email, String customer) {
        return shopper.view(
                id, at(minute), "anonymous_id", device, "email", email, "customer_id", customer);
    }
}
