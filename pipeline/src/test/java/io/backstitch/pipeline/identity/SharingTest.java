package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Identifiers of too many people. */
class SharingTest extends OnStairs {
    @Test
    void aDeviceOfMoreThanFivePeopleStopsStitchingAndSaysSoOnce() throws Exception {
        for (int i = 0; i < 5; i++) {
            stairs.push(login("m" + i, at(i), "c" + i));
        }
        stairs.push(shopper.view("v1", at(10), "anonymous_id", "w"));
        assertThat(last().person()).as("five are a family").isEqualTo("id:c4");
        stairs.push(shopper.logout(at(20), "w"));
        stairs.push(shopper.view("v2", at(30), "anonymous_id", "w"));
        stairs.push(login("m5", at(40), "c5"));
        assertThat(stairs.told().subList(6, 8))
                .as("what was held leaves, and not to the sixth")
                .containsExactly("anonymous_id:w product_viewed", "id:c5 product_viewed");
        stairs.push(shopper.view("v3", at(50), "anonymous_id", "w"));
        stairs.push(shopper.add("v4", at(51), "anonymous_id", "w", "cart_id", "k"));
        stairs.push(login("m6", at(60), "c6"));
        assertThat(stairs.told().subList(8, 11))
                .containsExactly(
                        "anonymous_id:w product_viewed",
                        "anonymous_id:w add_to_cart",
                        "id:c6 product_viewed");
        assertThat(stairs.operations.get(8).subject().stitch()).isEqualTo(Stitch.EXPIRED_SHARED);
        assertThat(audits(Decision.SHARED)).hasSize(1);
        assertThat(audits(Decision.SHARED).get(0).getReason()).isEqualTo("max_owners");
        assertThat(audits(Decision.EXPIRED))
                .allMatch(audit -> audit.getReason().equals("shared_identifier"));
        assertThat(stairs.step("anonymous_id").metrics.shared.getCount()).isEqualTo(1);
        assertThat(stairs.step("anonymous_id").metrics.expiredShared.getCount()).isEqualTo(3);
    }

    @Test
    void peopleWhoShareADeviceOverALongerTimeThanTheWindowDoNotCount() throws Exception {
        for (int i = 0; i < 12; i++) {
            stairs.push(login("m" + i, at(60 * 6 * i), "c" + i));
        }
        assertThat(audits(Decision.SHARED)).isEmpty();
    }

    @Test
    void aBotWithTenThousandUsersOnOneDeviceHasBoundedStateAndMergesNobody() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            stairs.push(
                    shopper.add(
                            "a" + i, at(0) + i * 10L, "anonymous_id", "w", "cart_id", "k" + i % 9));
            stairs.push(
                    shopper.view(
                            "m" + i,
                            at(0) + i * 10L + 1,
                            "anonymous_id",
                            "w",
                            "email",
                            "e" + i + "@x.org",
                            "customer_id",
                            "c" + i));
        }
        assertThat(stairs.told()).noneMatch(told -> told.endsWith(" merge"));
        assertThat(stairs.stateBytes("anonymous_id", "w")).isLessThan(4_000);
        assertThat(audits(Decision.SHARED)).hasSize(1);
        assertThat(
                        stairs.operations.stream()
                                .filter(o -> o.person().startsWith("id:"))
                                .filter(o -> o.subject().eventId() != null)
                                .filter(o -> o.subject().eventId().startsWith("m")))
                .hasSize(10_000)
                .allMatch(o -> o.subject().eventId().substring(1).equals(o.person().substring(4)));
    }

    @Test
    void onePersonWithTenThousandDevicesHasBoundedStateAndCostsOthersNothing() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            stairs.push(
                    shopper.view(
                            "m" + i,
                            at(0) + i,
                            "anonymous_id",
                            "w" + i,
                            "email",
                            "e@x.org",
                            "customer_id",
                            "c"));
        }
        assertThat(stairs.stateBytes("customer_id", "c")).isLessThan(200);
        assertThat(stairs.stateBytes("email", "e@x.org")).isLessThan(400);
        assertThat(stairs.stateBytes("anonymous_id", "w9999")).isLessThan(400);
        assertThat(stairs.told()).noneMatch(told -> told.endsWith(" merge"));
    }

    @Test
    void anAddressOfMoreThanThreeCustomersStandsForItself() throws Exception {
        for (int i = 0; i < 4; i++) {
            stairs.push(
                    shopper.view("m" + i, at(i), "email", "info@x.org", "customer_id", "c" + i));
        }
        stairs.push(shopper.order("o1", at(10), at(10), "order_id", "o", "email", "info@x.org"));
        assertThat(stairs.told())
                .endsWith("email:info@x.org identify", "email:info@x.org order_completed");
        assertThat(audits(Decision.SHARED)).hasSize(1);
        stairs.push(shopper.view("m9", at(20), "email", "info@x.org", "customer_id", "c0"));
        assertThat(last().person()).isEqualTo("id:c0");
        assertThat(audits(Decision.HANDED_OVER)).as("its orders stay its own").isEmpty();
    }

    @Test
    void aCartOfMoreThanThreePeopleIsNobodys() throws Exception {
        stairs.push(shopper.add("a1", at(0), "anonymous_id", "v", "cart_id", "k"));
        for (int i = 0; i < 4; i++) {
            stairs.push(
                    shopper.checkout(
                            "m" + i,
                            at(i + 1),
                            "anonymous_id",
                            "w" + i,
                            "cart_id",
                            "k",
                            "customer_id",
                            "c" + i));
        }
        stairs.push(shopper.add("a2", at(10), "anonymous_id", "v2", "cart_id", "k"));
        assertThat(stairs.told()).endsWith("anonymous_id:v2 add_to_cart");
        assertThat(audits(Decision.SHARED)).hasSize(1);
    }

    private Operation last() {
        return stairs.operations.get(stairs.operations.size() - 1);
    }

    private List<IdentityAudit> audits(Decision decision) {
        return stairs.audits.stream().filter(a -> a.getDecision() == decision).toList();
    }

    private Bundle login(String id, long time, String customer) {
        return shopper.view(id, time, "anonymous_id", "w", "customer_id", customer);
    }
}
