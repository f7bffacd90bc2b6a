package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import org.junit.jupiter.api.Test;

/** Whose the events of one device are, over time. */
class OwnershipTest extends OnStairs {
    @Test
    void afterALogoutEventsWaitForTheNextOneToLogIn() throws Exception {
        stairs.push(login("m1", at(0), "a"));
        stairs.push(shopper.logout(at(10), "w"));
        stairs.push(shopper.view("m2", at(20), "anonymous_id", "w"));
        assertThat(stairs.told()).as("the view is nobody's").hasSize(1);
        stairs.push(login("m3", at(30), "b"));
        assertThat(stairs.told())
                .containsExactly(
                        "id:a product_viewed", "id:b product_viewed", "id:b product_viewed");
    }

    @Test
    void aNewMpidWithoutAPersonMeansThatTheOwnerHasLeft() throws Exception {
        stairs.push(mpid("1", login("m1", at(0), "a")));
        stairs.push(mpid("1", shopper.view("m2", at(5), "anonymous_id", "w")));
        stairs.push(mpid("2", shopper.view("m3", at(10), "anonymous_id", "w")));
        assertThat(stairs.told()).containsExactly("id:a product_viewed", "id:a product_viewed");
        stairs.push(mpid("3", login("m4", at(20), "b")));
        assertThat(stairs.told().subList(2, 4))
                .containsExactly("id:b product_viewed", "id:b product_viewed");
    }

    @Test
    void aHeldEventUnderAnotherMpidIsNotReleasedToAnEarlierLoginThatArrivesLate() throws Exception {
        stairs.push(mpid("2", shopper.view("m3", at(10), "anonymous_id", "w")));
        stairs.push(mpid("1", login("m1", at(0), "a")));
        assertThat(stairs.told()).containsExactly("id:a product_viewed");
    }

    @Test
    void anMpidThatIsNotKnownOrSwitchedOffEndsNothing() throws Exception {
        stairs.push(login("m1", at(0), "a"));
        stairs.push(mpid("2", shopper.view("m2", at(10), "anonymous_id", "w")));
        assertThat(stairs.told()).hasSize(2);

        try (Staircase deaf =
                new Staircase(
                        Settings.with(
                                new IdentitySettings.Rules(
                                        0,
                                        false,
                                        java.util.Map.of(),
                                        null,
                                        IdentitySettings.Conflicts.FIRST_WINS)))) {
            deaf.push(mpid("1", login("m1", at(0), "a")));
            deaf.push(mpid("2", shopper.view("m2", at(10), "anonymous_id", "w")));
            assertThat(deaf.told()).hasSize(2);
        }
    }

    @Test
    void whatWasHeldIsDividedAmongTheOwnersOfItsTimes() throws Exception {
        Bundle early = shopper.view("m1", at(0), "anonymous_id", "w");
        Bundle late = shopper.view("m2", at(20), "anonymous_id", "w");
        stairs.push(shopper.logout(at(10), "w"));
        stairs.push(
                early.withEvents(java.util.List.of(early.events().get(0), late.events().get(0))));
        stairs.push(login("m3", at(5), "a"));
        assertThat(stairs.told())
                .as("the logout came first: the second event is not a's")
                .containsExactly("id:a product_viewed", "id:a product_viewed");
        stairs.push(login("m4", at(30), "b"));
        assertThat(stairs.told().subList(2, 4))
                .containsExactly("id:b product_viewed", "id:b product_viewed");
    }

    @Test
    void anAttributionThatALateLoginProvesWrongStandsAndIsAudited() throws Exception {
        stairs.push(login("m1", at(0), "a"));
        stairs.push(shopper.view("m2", at(20), "anonymous_id", "w"));
        stairs.push(login("m3", at(10), "b"));
        assertThat(stairs.told())
                .containsExactly(
                        "id:a product_viewed", "id:a product_viewed", "id:b product_viewed");
        assertThat(stairs.step("anonymous_id").metrics.attributionRevised.getCount()).isEqualTo(1);
        IdentityAudit revised = audit(Decision.REVISED);
        assertThat(revised.getReason()).isEqualTo("attribution_revised");
        assertThat(revised.getOwner()).isEqualTo("b");
        assertThat(revised.getEventId()).isEqualTo("m3");
        assertThat(revised.getEventTime().toEpochMilli()).isEqualTo(at(10));
        stairs.push(shopper.view("m4", at(30), "anonymous_id", "w"));
        assertThat(stairs.told().get(3)).isEqualTo("id:b product_viewed");
    }

    @Test
    void aLoginWithoutEventsHoldsFromItsOwnTime() throws Exception {
        stairs.push(login("m1", at(0), "a"));
        stairs.push(shopper.change(at(10), at(20), "anonymous_id", "w", "customer_id", "b"));
        stairs.push(shopper.view("m2", at(15), "anonymous_id", "w"));
        stairs.push(shopper.view("m3", at(5), "anonymous_id", "w"));
        assertThat(stairs.told())
                .containsExactly(
                        "id:a product_viewed", "id:b product_viewed", "id:a product_viewed");
    }

    @Test
    void aLateLogoutIsAuditedLikewise() throws Exception {
        stairs.push(login("m1", at(0), "a"));
        stairs.push(shopper.view("m2", at(20), "anonymous_id", "w"));
        stairs.push(shopper.logout(at(10), "w"));
        assertThat(audit(Decision.REVISED).getOwner()).isNull();
    }

    @Test
    void aLoginAfterEverythingThatWasAttributedRevisesNothing() throws Exception {
        stairs.push(login("m1", at(0), "a"));
        stairs.push(shopper.view("m2", at(20), "anonymous_id", "w"));
        stairs.push(login("m3", at(21), "b"));
        stairs.push(login("m4", at(5), "b"));
        assertThat(stairs.step("anonymous_id").metrics.attributionRevised.getCount())
                .as("only the second login comes before the view")
                .isEqualTo(1);
    }

    @Test
    void aDuplicateUploadTeachesForTheTimeOfItsEventsNotOfItsArrival() throws Exception {
        stairs.push(login("m1", at(0), "a"));
        stairs.push(login("m2", at(10), "b"));
        Bundle again = login("m1", at(0), "a");
        stairs.push(
                new Bundle(
                        again.level(),
                        again.key(),
                        null,
                        new io.backstitch.pipeline.record.Origin(
                                "mparticle.batches", 0, 99, at(60)),
                        again.source(),
                        again.platform(),
                        again.device(),
                        again.asserted(),
                        again.profile(),
                        again.events(),
                        0,
                        again.stitch(),
                        again.awaits(),
                        again.laneAwaits()));
        stairs.push(shopper.view("m3", at(61), "anonymous_id", "w"));
        assertThat(stairs.told())
                .containsExactly(
                        "id:a product_viewed", "id:b product_viewed", "id:b product_viewed");
        assertThat(stairs.receipts).hasSize(1);
    }

    @Test
    void aDuplicateUploadThatNamesSomebodyElseMovesNothingThatWasDelivered() throws Exception {
        stairs.push(login("m1", at(0), "a"));
        stairs.push(shopper.view("m2", at(5), "anonymous_id", "w"));
        stairs.push(login("m3", at(10), "b"));
        stairs.push(login("m2", at(5), "b"));
        assertThat(stairs.told())
                .containsExactly(
                        "id:a product_viewed", "id:a product_viewed", "id:b product_viewed");
        assertThat(audit(Decision.REVISED).getEventId()).isEqualTo("m2");
    }

    private IdentityAudit audit(Decision decision) {
        return stairs.audits.stream()
                .filter(audit -> audit.getDecision() == decision)
                .findFirst()
                .orElseThrow();
    }

    private Bundle login(String id, long time, String customer) {
        return shopper.view(id, time, "anonymous_id", "w", "customer_id", customer);
    }

    private static Bundle mpid(String mpid, Bundle bundle) {
        return bundle.asserting(bundle.asserted().with(Ids.MPID, mpid));
    }
}
