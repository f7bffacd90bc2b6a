package io.backstitch.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What belongs to what was asked for, and in which order it is told. */
class TrailTest {
    private static final String HELD = "2026-11-23T09:00:00Z add_to_cart DELIVERED";
    private static final String LINKED = "2026-11-23T09:30:00Z identity LINKED";
    private static final String PROFILE = "2026-11-23T09:30:00Z profile update DELIVERED";
    private static final String PHONE =
            "2026-11-23T09:30:00Z attribute NOT DELIVERED, the rest was";
    private static final String ABANDONED =
            "2026-11-23T09:58:20Z cart_abandoned NOT SENT, taken back";
    private static final String ORDER = "2026-11-23T10:00:00Z order_completed DELIVERED";
    private static final String REPEAT =
            "2026-11-23T10:30:00Z order_completed NOT SENT, seen before";

    @Test
    void anEventLeadsToItsCartsAnnouncementAndItsPersonsDecisions() {
        assertThat(told("m-1")).containsExactly(HELD, LINKED, ABANDONED);
    }

    @Test
    void anOrderLeadsToEveryReportOfItAndToWhatWasDerivedOfItsCart() {
        assertThat(told("#1001")).containsExactly(LINKED, ABANDONED, ORDER, REPEAT);
    }

    @Test
    void aCartLeadsToAllThatIsAboutItAndToItsOrder() {
        assertThat(told("k-1")).containsExactly(HELD, LINKED, ABANDONED, ORDER, REPEAT);
    }

    @Test
    void aPersonLeadsToAllThatIsTheirsWithTheProfileAndWhatWasRefusedOfIt() {
        assertThat(told("4711"))
                .containsExactly(HELD, LINKED, PROFILE, PHONE, ABANDONED, ORDER, REPEAT);
        assertThat(told("id:4711")).isEqualTo(told("4711"));
    }

    @Test
    void anOperationIsFoundByItsIdInEitherCase() {
        assertThat(told("01j00000000000000000000prf")).containsExactly(LINKED, PROFILE, PHONE);
        assertThat(told("01J00000000000000000000ORD"))
                .containsExactly(LINKED, ABANDONED, ORDER, REPEAT);
    }

    @Test
    void aDeadLetterIsFoundByItsEvent() {
        assertThat(told("m-7"))
                .containsExactly("2026-11-23T09:30:00Z Cart Viewwed NOT DELIVERED, dead letter");
    }

    @Test
    void whatAnIdIsTakenForCanBeNarrowed() {
        assertThat(told("1001", IdKind.PERSON)).isEmpty();
        assertThat(told("k-1", IdKind.CART)).isEqualTo(told("k-1"));
        assertThat(Records.trail("k-1").foundAs()).containsOnlyKeys(IdKind.CART);
        assertThat(Records.trail("k-1").foundAs()).containsEntry(IdKind.CART, 4);
    }

    @Test
    void nothingIsFoundOfAnUnknownId() {
        assertThat(Records.trail("k-2").isEmpty()).isTrue();
    }

    private static List<String> told(String id, IdKind... as) {
        return Records.trail(id, as).steps().stream()
                .map(
                        step ->
                                Instant.ofEpochMilli(step.at())
                                        + " "
                                        + step.title()
                                        + " "
                                        + step.verdict())
                .toList();
    }
}
