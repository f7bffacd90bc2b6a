package io.backstitch.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.cli.demo.World.Deed;
import io.backstitch.cli.demo.World.How;
import io.backstitch.cli.demo.World.Mail;
import io.backstitch.cli.demo.World.Profile;
import io.backstitch.sandbox.shoppers.Fate;
import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.Identity;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import io.backstitch.schemas.wire.OperationKind;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromisesTest {
    private final IdealRun run = new IdealRun(1, 150);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void anIdealRunHoldsEverything(long seed) {
        List<Verdict> verdicts = new IdealRun(seed, 200).judge();

        assertThat(verdicts).extracting(Verdict::promise).containsExactly(Promise.values());
        assertThat(verdicts).allSatisfy(verdict -> assertThat(verdict.examples()).isEmpty());
        assertThat(verdicts)
                .filteredOn(verdict -> verdict.promise() != Promise.P9)
                .allMatch(verdict -> verdict.checked() > 50);
    }

    @Test
    void repeatedReceiptsAndDeadLettersDoNoHarm() {
        run.receipts.addAll(List.copyOf(run.receipts));
        run.deadLetters.addAll(List.copyOf(run.deadLetters));

        assertBroken();
    }

    @Test
    void aSecondProfileBreaksP1() {
        ShopperTruth customer = anyShopper(Identity.ID);
        Map<String, com.fasterxml.jackson.databind.JsonNode> none = new HashMap<>();
        run.others.add(new Profile("twin", null, customer.email(), none, List.of()));

        assertBroken(Promise.P1);
    }

    @Test
    void aProfileOfNobodyBreaksP1() {
        run.others.add(new Profile("stray", "undefined", null, Map.of(), List.of()));

        assertBroken(Promise.P1);
    }

    @Test
    void anEventOnSomebodyElsesProfileBreaksP1() {
        EventTruth event = anyEvent(e -> delivered(e) && e.statesPerson());
        Deed deed = remove(event);
        other(event.shopper()).deeds().add(deed);

        assertBroken(Promise.P1);
    }

    @Test
    void anAnonymousEventOnSomebodysProfileBreaksP1() {
        EventTruth event = anyEvent(e -> e.fate() == Fate.DELIVERED_ANONYMOUS);
        Deed deed =
                run.anonymous.get(event.anonymousId()).stream()
                        .filter(d -> d.eventId().equals(event.eventId()))
                        .findFirst()
                        .orElseThrow();
        run.anonymous.get(event.anonymousId()).remove(deed);
        other(event.shopper()).deeds().add(deed);

        assertBroken(Promise.P1);
    }

    @Test
    void aHeldEventThatLeftAnonymouslyBreaksP2() {
        EventTruth event = anyEvent(this::held);
        run.anonymous.computeIfAbsent("device", id -> new ArrayList<>()).add(remove(event));

        assertBroken(Promise.P2);
    }

    @Test
    void aHeldEventThatWasAssociatedAfterwardsBreaksP2() {
        EventTruth event = anyEvent(this::held);
        replace(event, deed -> with(deed, deed.seq(), deed.name(), How.ASSOCIATED));

        assertBroken(Promise.P2);
    }

    @Test
    void anEventBeforeTheIdentifyBreaksP3() {
        List<Deed> deeds = withEvents(1).deeds();
        Deed identify = deeds.remove(0);
        deeds.add(identify);

        assertBroken(Promise.P3);
    }

    @Test
    void aSecondProfileThatBeganWithAnEventIsOnlyP3s() {
        ShopperTruth customer = anyShopper(Identity.ID);
        Profile profile = run.profiles.get(customer.index());
        Deed identify = profile.deeds().remove(0);
        run.others.add(new Profile("twin", null, customer.email(), Map.of(), List.of(identify)));

        assertBroken(Promise.P3);
    }

    @Test
    void anotherOrderOfAcceptanceBreaksP4() {
        List<Deed> deeds = withEvents(2).deeds();
        Deed first = deeds.get(1);
        Deed second = deeds.get(2);
        deeds.set(1, with(second, first.seq(), second.name(), second.how()));
        deeds.set(2, with(first, second.seq(), first.name(), first.how()));

        assertBroken(Promise.P4);
    }

    @Test
    void aSecondEffectBreaksP5() {
        EventTruth event = anyEvent(e -> e.fate() == Fate.DELIVERED && e.arrivals().size() > 1);
        Receipt repeat =
                anyReceipt(
                        r ->
                                event.eventId().equals(r.getEventId())
                                        && r.getOutcome() == Outcome.DUPLICATE);
        repeat.setOutcome(Outcome.ACCEPTED);
        repeat.setKind(OperationKind.EVENT);
        repeat.setUlid("ULID-new");
        List<Deed> deeds = run.profiles.get(event.shopper()).deeds();
        Deed once = deedOf(event);
        deeds.add(
                new Deed(
                        999_999,
                        once.name(),
                        false,
                        "ULID-new",
                        once.eventId(),
                        once.receivedAt(),
                        once.how(),
                        once.attributes()));

        assertBroken(Promise.P5);
    }

    @Test
    void anotherNameBreaksP6() {
        EventTruth event = anyEvent(e -> e.fate() == Fate.DELIVERED && e.orderId() == null);
        replace(event, deed -> with(deed, deed.seq(), "Product Viewed", deed.how()));

        assertBroken(Promise.P6);
    }

    @Test
    void aPriceAsTextBreaksP6() {
        EventTruth event = anyEvent(e -> "product_viewed".equals(e.contractName()) && delivered(e));
        ((ObjectNode) deedOf(event).attributes()).put("price", "9.90");

        assertBroken(Promise.P6);
    }

    @Test
    void anAttributeInAnotherFormBreaksP6() {
        Profile profile = run.profiles.get(anyShopper(Identity.ID).index());
        profile.attributes().put("created_at", IdealRun.JSON.valueToTree("2026-01-01"));

        assertBroken(Promise.P6);
    }

    @Test
    void aMissingSuppressionBreaksP7() {
        CartTruth cart = anyCart(CartTruth::suppressed);
        removeDerived(cart, "cart_recovery_suppressed");

        assertBroken(Promise.P7);
    }

    @Test
    void anAnnouncementTogetherWithItsAnswerMayBeLeftOut() {
        CartTruth cart = anyCart(CartTruth::suppressed);
        removeDerived(cart, "cart_recovery_suppressed");
        removeDerived(cart, "cart_abandoned");

        assertBroken();
    }

    @Test
    void aForgottenCartBreaksP7() {
        removeDerived(
                anyCart(cart -> cart.announced() && cart.orderId() == null), "cart_abandoned");

        assertBroken(Promise.P7);
    }

    @Test
    void aMailAfterTheOrderWasKnownBreaksP7() {
        CartTruth cart = anyCart(c -> c.orderId() != null && c.ownerKnown() > 0 && !c.announced());
        long due = run.truth.order(cart.orderId()).firstKnown() / 1000 + 10;
        run.mails.add(new Mail("cio" + cart.shopper(), cart.cartId(), due));
        // Its order_completed carries no cart in this run, so nothing has answered it.

        assertBroken(Promise.P7);
    }

    @Test
    void wrongTotalsBreakP7() {
        ShopperTruth buyer =
                run.truth.shoppers().stream()
                        .filter(s -> s.attributes().containsKey("orders_count"))
                        .findFirst()
                        .orElseThrow();
        Profile profile = run.profiles.get(buyer.index());
        profile.attributes().put("orders_count", IdealRun.JSON.valueToTree(7));

        assertBroken(Promise.P7);
    }

    @Test
    void anInputWithoutFateBreaksP8() {
        run.receipts.remove(anyReceipt(r -> r.getOutcome() == Outcome.FILTERED));

        assertBroken(Promise.P8);
    }

    @Test
    void aMissingDeadLetterBreaksP8() {
        run.deadLetters.remove(0);

        assertBroken(Promise.P8);
    }

    @Test
    void anEventThatIsReceiptedAndNotThereBreaksP8() {
        remove(anyEvent(this::delivered));

        assertBroken(Promise.P8);
    }

    @Test
    void anotherFateBreaksP8() {
        Receipt filtered = anyReceipt(r -> r.getOutcome() == Outcome.FILTERED);
        filtered.setOutcome(Outcome.DUPLICATE);

        assertBroken(Promise.P8);
    }

    @Test
    void whatGotLostBeforeTheStopIsP9sAlone() {
        EventTruth event = anyEvent(e -> delivered(e) && e.arrivals().size() == 1);
        run.stoppedAt = event.arrivals().get(0);
        remove(event);
        run.receipts.remove(anyReceipt(r -> event.eventId().equals(r.getEventId())));
        // What depends on it may be wrong too.
        run.profiles.get(event.shopper()).attributes().remove("orders_count");

        assertBroken(Promise.P9);
    }

    @Test
    void aDeadLetterThatIsMissingIsP8sEvenBeforeTheStop() {
        run.stoppedAt = Long.MAX_VALUE;
        run.deadLetters.remove(0);

        assertBroken(Promise.P8);
    }

    @Test
    void whatGotLostAfterTheStopIsP8s() {
        EventTruth event = anyEvent(e -> delivered(e) && e.arrivals().size() == 1);
        run.stoppedAt = event.arrivals().get(0) - 1;
        remove(event);
        run.receipts.remove(anyReceipt(r -> event.eventId().equals(r.getEventId())));

        assertBroken(Promise.P8);
    }

    @Test
    void anEffectWithoutReceiptIsP9sIfItWasAcceptedBeforeTheStopAndP8sAfter() {
        Receipt last =
                anyReceipt(r -> "cart_abandoned".equals(r.getEventName()) && lastOfPerson(r));
        run.receipts.remove(last);
        assertBroken(Promise.P8);

        run.stoppedAt = 0L;
        assertBroken(Promise.P8);

        run.stoppedAt = Long.MAX_VALUE;
        assertBroken(Promise.P9);
    }

    private boolean lastOfPerson(Receipt receipt) {
        return run.receipts.stream()
                .filter(r -> receipt.getPerson().equals(r.getPerson()))
                .allMatch(r -> r.getPersonSeq() <= receipt.getPersonSeq());
    }

    @Test
    void theWordsNameNoPersonalData() {
        for (Profile profile : run.profiles.values()) {
            profile.attributes().put("phone", IdealRun.JSON.valueToTree("017 SECRET"));
        }
        Verdict names = run.judge().get(Promise.P6.ordinal());

        assertThat(names.violations()).isPositive();
        assertThat(names.examples()).hasSize(5).noneMatch(words -> words.contains("SECRET"));
    }

    private void assertBroken(Promise... promises) {
        List<Verdict> broken = run.judge().stream().filter(verdict -> !verdict.held()).toList();
        assertThat(broken).extracting(Verdict::promise).containsExactly(promises);
    }

    private boolean held(EventTruth event) {
        return !event.statesPerson() && delivered(event);
    }

    private boolean delivered(EventTruth event) {
        return event.fate() == Fate.DELIVERED && event.orderId() == null;
    }

    private EventTruth anyEvent(Predicate<EventTruth> which) {
        return run.truth.events().stream().filter(which).findFirst().orElseThrow();
    }

    private CartTruth anyCart(Predicate<CartTruth> which) {
        return run.truth.carts().stream().filter(which).findFirst().orElseThrow();
    }

    private Receipt anyReceipt(Predicate<Receipt> which) {
        return run.receipts.stream().filter(which).findFirst().orElseThrow();
    }

    private ShopperTruth anyShopper(Identity identity) {
        return run.truth.shoppers().stream()
                .filter(shopper -> shopper.identity() == identity)
                .findFirst()
                .orElseThrow();
    }

    private Profile other(int shopper) {
        return run.profiles.entrySet().stream()
                .filter(entry -> entry.getKey() != shopper)
                .findFirst()
                .orElseThrow()
                .getValue();
    }

    private Profile withEvents(int atLeast) {
        return run.profiles.values().stream()
                .filter(profile -> profile.deeds().size() > atLeast)
                .findFirst()
                .orElseThrow();
    }

    private Deed deedOf(EventTruth event) {
        return run.profiles.get(event.shopper()).deeds().stream()
                .filter(deed -> event.eventId().equals(deed.eventId()))
                .findFirst()
                .orElseThrow();
    }

    private Deed remove(EventTruth event) {
        Deed deed = deedOf(event);
        run.profiles.get(event.shopper()).deeds().remove(deed);
        return deed;
    }

    private void replace(EventTruth event, java.util.function.UnaryOperator<Deed> change) {
        List<Deed> deeds = run.profiles.get(event.shopper()).deeds();
        Deed deed = deedOf(event);
        deeds.set(deeds.indexOf(deed), change.apply(deed));
    }

    private void removeDerived(CartTruth cart, String name) {
        String eventId = name + ":" + cart.cartId() + "#1";
        run.profiles.get(cart.shopper()).deeds().removeIf(d -> eventId.equals(d.eventId()));
        run.receipts.removeIf(r -> eventId.equals(r.getEventId()));
    }

    private static Deed with(Deed deed, long seq, String name, How how) {
        return new Deed(
                seq,
                name,
                deed.identify(),
                deed.ulid(),
                deed.eventId(),
                deed.receivedAt(),
                how,
                deed.attributes());
    }
}
