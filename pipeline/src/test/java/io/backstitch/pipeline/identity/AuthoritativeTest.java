package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where not every source may say whose an identifier is; here the clients may not. */
class AuthoritativeTest {
    private final Shopper shopper = new Shopper();
    private Staircase stairs;

    @BeforeEach
    void open() throws Exception {
        stairs =
                new Staircase(
                        Settings.with(
                                new IdentitySettings.Rules(
                                        0,
                                        true,
                                        Map.of(),
                                        Set.of("orders"),
                                        IdentitySettings.Conflicts.FIRST_WINS)));
    }

    @AfterEach
    void close() throws Exception {
        stairs.close();
    }

    @Test
    void anotherSourceMaySayWhoseIsWhatNobodyKnows() throws Exception {
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "w", "customer_id", "a"));
        stairs.push(shopper.view("m2", at(1), "anonymous_id", "w"));
        assertThat(stairs.told()).containsExactly("id:a product_viewed", "id:a product_viewed");
        assertThat(refused()).isEmpty();
    }

    @Test
    void whatItSaysOfAKnownDeviceDecidesItsOwnEventOnly() throws Exception {
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "w", "customer_id", "a"));
        stairs.push(shopper.view("m2", at(1), "anonymous_id", "w", "customer_id", "b"));
        stairs.push(shopper.logout(at(2), "w"));
        stairs.push(shopper.view("m3", at(3), "anonymous_id", "w"));
        assertThat(stairs.told())
                .containsExactly(
                        "id:a product_viewed", "id:b product_viewed", "id:a product_viewed");
        assertThat(refused()).hasSize(2);
        assertThat(refused().get(0).getOwner()).isEqualTo("b");
        assertThat(refused().get(0).getEventId()).isEqualTo("m2");
    }

    @Test
    void itMovesNoLedgerOfAnAddressButTheBackendDoes() throws Exception {
        stairs.push(shopper.order("o1", at(0), at(0), "order_id", "o", "email", "g@x.org"));
        stairs.push(
                shopper.view(
                        "m1", at(5), "anonymous_id", "w", "email", "g@x.org", "customer_id", "c"));
        assertThat(audits(Decision.HANDED_OVER)).isEmpty();
        assertThat(stairs.told()).endsWith("id:c product_viewed");
        assertThat(refused()).hasSize(1);
        stairs.push(
                shopper.order(
                        "o2",
                        at(10),
                        at(10),
                        "order_id",
                        "p",
                        "email",
                        "g@x.org",
                        "customer_id",
                        "c"));
        assertThat(audits(Decision.HANDED_OVER)).hasSize(1);
    }

    private List<IdentityAudit> refused() {
        return audits(Decision.REFUSED).stream()
                .filter(audit -> audit.getReason().equals("not_authoritative"))
                .toList();
    }

    private List<IdentityAudit> audits(Decision decision) {
        return stairs.audits.stream().filter(a -> a.getDecision() == decision).toList();
    }
}
