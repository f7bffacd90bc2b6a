package io.backstitch.pipeline.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.identity.Owners.Learned;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnersTest {
    private static final Address A = new Address("customer_id", "a");
    private static final Address B = new Address("customer_id", "b");
    private static final Address C = new Address("customer_id", "c");

    private final Owners owners = new Owners(List.of());

    @Test
    void afterALogoutEventsAreNobodysUntilSomebodyIdentifies() {
        identify(10, A);
        logout(20);
        identify(30, B);
        assertThat(owners.at(5, 100)).isEqualTo(A);
        assertThat(owners.at(15, 100)).isEqualTo(A);
        assertThat(owners.at(25, 100)).isEqualTo(B);
        assertThat(owners.at(25, 1)).isNull();
        assertThat(owners.at(35, 100)).isEqualTo(B);
    }

    @Test
    void theSameOwnerAgainIsNoBoundary() {
        assertThat(identify(10, A)).isEqualTo(Learned.BOUNDARY);
        assertThat(identify(20, A)).isEqualTo(Learned.CONFIRMED);
        assertThat(identify(15, A)).isEqualTo(Learned.NOTHING);
        assertThat(owners.intervals).hasSize(1);
    }

    @Test
    void aLateLogoutEndsAnIntervalOnlyUntilItsOwnerIdentifiedAgain() {
        identify(10, A);
        identify(30, A);
        assertThat(logout(20)).isEqualTo(Learned.BOUNDARY);
        assertThat(owners.at(15, 5)).isEqualTo(A);
        assertThat(owners.at(21, 5)).isNull();
        assertThat(owners.at(26, 5)).isEqualTo(A);
        assertThat(owners.at(40, 5)).isEqualTo(A);
    }

    @Test
    void aLateLoginOfAnotherEndsWhereTheFirstIdentifiedAgain() {
        identify(10, A);
        identify(30, A);
        identify(20, B);
        assertThat(owners.at(15, 5)).isEqualTo(A);
        assertThat(owners.at(25, 5)).isEqualTo(B);
        assertThat(owners.at(30, 5)).isEqualTo(A);
    }

    @Test
    void aLogoutThatCameBeforeAnEarlierLoginStillEndsIt() {
        logout(20);
        identify(10, A);
        assertThat(owners.at(15, 5)).isEqualTo(A);
        assertThat(owners.at(25, 5)).isNull();
    }

    @Test
    void aSecondLogoutOfANobodyIsRememberedForWhoeverLoggedInBetween() {
        logout(10);
        logout(30);
        identify(20, A);
        assertThat(owners.at(25, 5)).isEqualTo(A);
        assertThat(owners.at(35, 5)).isNull();
    }

    @Test
    void aBoundaryBeforeAnEventThatWasGivenToSomebodyElseRevises() {
        identify(10, A);
        owners.attribute(25);
        assertThat(identify(26, B)).as("after it").isEqualTo(Learned.BOUNDARY);
        assertThat(identify(20, C)).as("before it").isEqualTo(Learned.REVISION);
    }

    @Test
    void aLateLogoutRevisesToo() {
        identify(10, A);
        owners.attribute(25);
        assertThat(logout(20)).isEqualTo(Learned.REVISION);
    }

    @Test
    void aLoginInAGapRevisesWhatALaterOneHasTaken() {
        identify(30, A);
        owners.attribute(25);
        assertThat(identify(20, B)).isEqualTo(Learned.REVISION);
        assertThat(logout(10)).as("ends nothing").isEqualTo(Learned.BOUNDARY);
    }

    @Test
    void aNewMpidEndsAnOwnership() {
        owners.learn(10, 10, A, true, "1");
        assertThat(owners.endedBy(15, "1")).isEqualTo(Learned.NOTHING);
        assertThat(owners.endedBy(20, "2")).isEqualTo(Learned.BOUNDARY);
        assertThat(owners.at(15, 100)).isEqualTo(A);
        assertThat(owners.at(25, 100)).isNull();
    }

    @Test
    void theMpidOfTheLatestIdentifyCounts() {
        owners.learn(10, 10, A, true, "1");
        owners.learn(15, 15, A, true, "2");
        owners.learn(12, 12, A, true, "1");
        assertThat(owners.endedBy(20, "2")).isEqualTo(Learned.NOTHING);
        assertThat(owners.endedBy(21, "1")).isEqualTo(Learned.BOUNDARY);
    }

    @Test
    void anUnknownMpidEndsNothing() {
        owners.learn(10, 10, A, true, null);
        assertThat(owners.endedBy(20, "2")).isEqualTo(Learned.NOTHING);
    }

    @Test
    void intervalsAreBounded() {
        for (int i = 0; i < 10_000; i++) {
            identify(i, new Address("customer_id", "c" + i));
        }
        assertThat(owners.intervals).hasSize(64);
        assertThat(owners.newest().key()).isEqualTo("c9999");
    }

    private Learned identify(long time, Address who) {
        return owners.learn(time, time, who, true, null);
    }

    private Learned logout(long time) {
        return owners.learn(time, time, null, true, null);
    }
}
