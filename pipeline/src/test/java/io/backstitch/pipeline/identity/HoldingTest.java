package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.person.PersonSettings;
import io.backstitch.pipeline.person.Routes;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Stitch;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What waits for its person: how long, how much, and what becomes of it. */
class HoldingTest extends OnStairs {
    @Test
    void whatExpiresSaysWhyInItsReceiptAndIsAuditedOncePerIdentifierWithItsNumber()
            throws Exception {
        for (int i = 0; i < 3; i++) {
            stairs.push(shopper.view("m" + i, at(0) + 1 + i, "anonymous_id", "w"));
        }
        stairs.advance(at(60 * 24 + 5));
        assertThat(stairs.told()).as("its minute is not over").isEmpty();
        stairs.advance(at(60 * 24 + 6));
        assertThat(stairs.operations)
                .hasSize(3)
                .allMatch(o -> o.subject().stitch() == Stitch.EXPIRED)
                .allMatch(o -> o.subject().stitch().reason().equals("window"));
        IdentityAudit audit = expired(stairs).get(0);
        assertThat(expired(stairs)).hasSize(1);
        assertThat(audit.getCount()).isEqualTo(3);
        assertThat(audit.getReason()).isEqualTo("window");
        assertThat(audit.getOwner()).isNull();
        assertThat(stairs.step("anonymous_id").metrics.expiredWindow.getCount()).isEqualTo(3);
    }

    @Test
    void whatAnotherSourceDeliversDoesNotLeaveAnonymouslyEither() throws Exception {
        stairs.close();
        stairs = new Staircase(Staircase.SETTINGS, viewsFrom("orders"), Map.of());
        stairs.push(shopper.view("m", at(0) + 1, "anonymous_id", "w"));
        stairs.push(shopper.add("n", at(0) + 2, "anonymous_id", "w"));
        stairs.advance(at(60 * 24 + 6));

        assertThat(stairs.told()).containsExactly("anonymous_id:w add_to_cart");
        assertThat(stairs.receipts)
                .filteredOn(receipt -> "route".equals(receipt.getReason()))
                .singleElement()
                .satisfies(
                        receipt -> {
                            assertThat(receipt.getOutcome()).isEqualTo(Outcome.FILTERED);
                            assertThat(receipt.getEventName()).isEqualTo("product_viewed");
                        });
    }

    private static PersonSettings viewsFrom(String source) {
        PersonSettings usual = Staircase.PERSON;
        return new PersonSettings(
                usual.abandonAfter(),
                usual.cartGrace(),
                usual.orders(),
                usual.channels(),
                usual.namespace(),
                usual.ulidKey(),
                usual.contractVersion(),
                new Routes(Map.of("product_viewed", source)),
                usual.sabotage());
    }

    @Test
    void whoIsKnownTooLateButBeforeTheClockTakesOverWhatMayHaveLeftBeforeAFailure()
            throws Exception {
        stairs.push(shopper.view("m", at(0), "anonymous_id", "w"));
        stairs.push(
                shopper.order(
                        "o",
                        at(60 * 23),
                        at(60 * 24 + 7),
                        "anonymous_id",
                        "w",
                        "customer_id",
                        "c"));
        assertThat(stairs.told())
                .containsExactly(
                        "anonymous_id:w fence",
                        "id:c identify",
                        "id:c product_viewed",
                        "id:c order_completed");
        assertThat(new String(stairs.operations.get(1).body(), StandardCharsets.UTF_8))
                .contains("\"anonymous_id\":\"w\"");
    }

    @Test
    void nobodysOrderIsProvisionalBecauseItsPersonsHasAnotherId() throws Exception {
        stairs.push(shopper.view("m", at(0), "anonymous_id", "w"));
        stairs.push(shopper.order("o", at(1), at(1), "anonymous_id", "w", "order_id", "o1"));
        stairs.advance(at(60 * 24 * 3));
        assertThat(stairs.operations)
                .hasSize(2)
                .allMatch(
                        o -> o.provisional() == o.subject().eventName().equals("order_completed"));
    }

    @Test
    void whoIsKnownInTimeHasNothingToTakeOver() throws Exception {
        stairs.push(shopper.view("m", at(0), "anonymous_id", "w"));
        stairs.push(shopper.view("l", at(60), "anonymous_id", "w", "customer_id", "c"));
        assertThat(stairs.told()).doesNotContain("anonymous_id:w fence");
        assertThat(new String(stairs.operations.get(0).body(), StandardCharsets.UTF_8))
                .doesNotContain("anonymous_id");
    }

    @Test
    void anOldUploadWaitsForItsPersonFromItsArrivalOn() throws Exception {
        stairs.advance(at(80 * 60));
        stairs.push(late("m1", at(0), at(80 * 60)));
        stairs.advance(at(80 * 60 + 19));
        assertThat(stairs.operations).isEmpty();
        stairs.advance(at(80 * 60 + 20));
        assertThat(stairs.operations).hasSize(1);
    }

    @Test
    void beyondSoManyBundlesTheOldestLeaveUntilAnEighthIsFree() throws Exception {
        try (Staircase crowded = holding(24, 1 << 24)) {
            for (int i = 0; i < 1000; i++) {
                crowded.push(shopper.view("m" + i, at(0) + 1000 - i, "anonymous_id", "w"));
            }
            assertThat(crowded.operations).isEmpty();
            crowded.push(shopper.view("n", at(1), "anonymous_id", "w"));
            assertThat(crowded.operations)
                    .hasSize(126)
                    .allMatch(o -> o.subject().stitch() == Stitch.EXPIRED_OVERFLOW);
            assertThat(crowded.operations.get(0).subject().eventId())
                    .as("oldest")
                    .isEqualTo("m999");
            assertThat(expired(crowded)).hasSize(1);
            assertThat(expired(crowded).get(0).getReason()).isEqualTo("overflow");
            crowded.push(shopper.view("l", at(2), "anonymous_id", "w", "customer_id", "c"));
            assertThat(crowded.told().subList(126, 128))
                    .as("what left is linked to its person all the same")
                    .containsExactly("anonymous_id:w fence", "id:c identify");
            assertThat(crowded.operations).hasSize(126 + 2 + 875 + 1);
        }
    }

    @Test
    void beyondSoManyBytesLikewise() throws Exception {
        for (int i = 0; i < 30; i++) {
            stairs.push(big("m" + i, at(0) + i, 10_000));
        }
        assertThat(stairs.operations).hasSizeBetween(1, 10);
        assertThat(stairs.stateBytes("anonymous_id", "w")).isLessThan(280_000);
        for (int i = 30; i < 1000; i++) {
            stairs.push(big("m" + i, at(0) + i, 10_000));
        }
        assertThat(stairs.stateBytes("anonymous_id", "w")).isLessThan(280_000);
    }

    @Test
    void oneBundleThatIsTooLargeIsNotHeldAtAll() throws Exception {
        stairs.push(big("m1", at(0), 300_000));
        assertThat(stairs.operations).hasSize(1);
    }

    @Test
    void aBotCostsAConstantNumberOfStateReadsPerEvent() throws Exception {
        Step step = stairs.step("anonymous_id");
        long[] reads = new long[1];
        step.held = new CountingList<>(step.held, reads);
        for (int i = 0; i < 10_000; i++) {
            stairs.push(shopper.view("m" + i, at(0) + i, "anonymous_id", "w"));
        }
        assertThat(reads[0]).as("bundles read").isLessThan(10_000 * 20);
    }

    @Test
    void eventsReleasedAfterSeventyTwoHoursAreCountedAndMarked() throws Exception {
        stairs.advance(at(80 * 60));
        Bundle old = late("m1", at(0), at(80 * 60));
        Event young = late("m2", at(80 * 60 - 5), at(80 * 60)).events().get(0);
        stairs.push(old.withEvents(List.of(old.events().get(0), young)));
        stairs.push(shopper.view("m3", at(80 * 60), "anonymous_id", "w", "customer_id", "c"));
        assertThat(stairs.told()).as("only the young one is within the window").hasSize(2);
        assertThat(stairs.operations.get(0).subject().stitch()).isEqualTo(Stitch.HELD);
        assertThat(stairs.step("anonymous_id").metrics.releasedPastTrigger.getCount()).isZero();

        try (Staircase patient = holding(100, 1 << 18)) {
            patient.advance(at(80 * 60));
            patient.push(old.withEvents(List.of(old.events().get(0), young)));
            patient.push(shopper.view("m3", at(80 * 60), "anonymous_id", "w", "customer_id", "c"));
            assertThat(patient.operations)
                    .extracting(o -> o.subject().stitch())
                    .containsExactly(Stitch.HELD_PAST_TRIGGER, Stitch.HELD, Stitch.KNOWN);
            assertThat(patient.operations.get(0).subject().eventTime()).isEqualTo(at(0));
            assertThat(patient.step("anonymous_id").metrics.releasedPastTrigger.getCount())
                    .isEqualTo(1);
        }
    }

    private Bundle late(String id, long time, long arrival) {
        return shopper.record(
                id,
                "product_viewed",
                io.backstitch.pipeline.record.Commerce.Kind.VIEW,
                time,
                arrival,
                "anonymous_id",
                "w");
    }

    private Bundle big(String id, long time, int bytes) {
        Bundle bundle = shopper.view(id, time, "anonymous_id", "w");
        Event event = bundle.events().get(0);
        byte[] json = new byte[bytes];
        java.util.Arrays.fill(json, (byte) ' ');
        json[0] = '{';
        json[bytes - 1] = '}';
        return bundle.withEvents(
                new ArrayList<>(
                        List.of(
                                new Event(
                                        event.id(),
                                        event.name(),
                                        event.sourceName(),
                                        event.time(),
                                        event.rawTime(),
                                        json,
                                        event.commerce()))));
    }

    private static Staircase holding(int hours, int bytes) throws Exception {
        return new Staircase(
                Settings.with(
                        new IdentitySettings.Hold(
                                hours * Staircase.HOUR, 300_000, 1_200_000, 1000, bytes)));
    }

    private static List<IdentityAudit> expired(Staircase stairs) {
        return stairs.audits.stream().filter(a -> a.getDecision() == Decision.EXPIRED).toList();
    }
}
