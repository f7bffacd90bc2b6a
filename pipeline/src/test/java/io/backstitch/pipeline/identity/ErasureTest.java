package io.backstitch.pipeline.identity;

import static io.backstitch.pipeline.identity.Shopper.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.backstitch.pipeline.person.OrderRules;
import io.backstitch.pipeline.person.PersonSettings;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Erase;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.schemas.wire.Decision;
import io.backstitch.schemas.wire.IdentityAudit;
import io.backstitch.schemas.wire.Outcome;
import io.backstitch.schemas.wire.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureTest extends OnStairs {
    private static final String EMAIL = "erased@x.org";
    private static final String ID = "customer-4711";

    private long requests;

    @Test
    void noStepKeepsATraceOfThePerson() throws Exception {
        aLife();
        assertThat(stairs.checkpoint()).as("the scan can find them").contains(EMAIL, ID);
        erase(at(60), "email", EMAIL, "customer_id", ID);
        assertThat(stairs.checkpoint()).doesNotContain(EMAIL, ID);
        assertThat(stairs.audits)
                .filteredOn(audit -> audit.getDecision() == Decision.ERASED)
                .extracting(IdentityAudit::getLevel)
                .containsExactlyInAnyOrder("email", "customer_id");
    }

    @Test
    void theDeletionGoesBehindAllThatWasSentUnderTheEmail() throws Exception {
        stairs.push(shopper.order("o1", at(0), at(0), "order_id", "o", "email", EMAIL));
        stairs.push(shopper.view("m1", at(1), "anonymous_id", "w", "customer_id", ID));
        int before = stairs.operations.size();
        erase(at(60), "email", EMAIL, "customer_id", ID);
        List<Operation> after = stairs.operations.subList(before, stairs.operations.size());
        assertThat(stairs.told().subList(before, before + after.size()))
                .containsExactly(
                        "email:" + EMAIL + " delete",
                        "email:" + EMAIL + " fence",
                        "id:" + ID + " delete");
        assertThat(after.get(1).fenceTo()).isEqualTo("customer_id/id:" + ID);
        assertThat(after.get(2).awaits()).containsExactly(after.get(1).id());
        assertThat(after.get(1).id()).as("a fence may stay in state").doesNotContain(EMAIL, ID);
        assertThat(new String(after.get(2).body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"person\",\"identifiers\":{\"id\":\""
                                + ID
                                + "\"},\"action\":\"delete\"}");
    }

    @Test
    void somebodyWhomNoStepKnowsIsDeletedToo() throws Exception {
        erase(at(60), "email", EMAIL, "customer_id", ID);
        assertThat(stairs.told())
                .containsExactly(
                        "email:" + EMAIL + " delete",
                        "email:" + EMAIL + " fence",
                        "id:" + ID + " delete");
        assertThat(stairs.checkpoint()).doesNotContain(EMAIL, ID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"customer_id", "email"})
    void eventsUntilTheErasureThatComeLaterAreKeptOut(String level) throws Exception {
        aLife();
        erase(at(60), "email", EMAIL, "customer_id", ID);
        int before = stairs.operations.size();
        String key = level.equals("email") ? EMAIL : ID;
        stairs.push(shopper.order("late", at(59), at(61), "order_id", "o9", level, key));
        stairs.push(shopper.checkout("late2", at(60), "anonymous_id", "w", level, key));
        assertThat(stairs.operations).hasSize(before);
        assertThat(stairs.receipts)
                .extracting(receipt -> receipt.getOutcome() + " " + receipt.getReason())
                .contains("FILTERED erased", "FILTERED erased");
        assertThat(stairs.checkpoint()).doesNotContain(EMAIL, ID);
    }

    @Test
    void eventsAfterTheErasureBeginANewLife() throws Exception {
        aLife();
        erase(at(60), "email", EMAIL, "customer_id", ID);
        int before = stairs.operations.size();
        stairs.push(login("new", at(61)));
        stairs.push(shopper.view("new2", at(62), "anonymous_id", "w"));
        assertThat(stairs.told().subList(before, stairs.operations.size()))
                .containsExactly(
                        "id:" + ID + " identify",
                        "id:" + ID + " product_viewed",
                        "id:" + ID + " product_viewed");
        assertThat(stairs.operations.get(before).seq()).isEqualTo(1);
        assertThat(new String(stairs.operations.get(before).body(), StandardCharsets.UTF_8))
                .as("nothing of the old life")
                .doesNotContain("orders_count");
    }

    @Test
    void noIdOfTheOldLifeIsUsedAgainInTheNewOne() throws Exception {
        for (int life = 0; life < 3; life++) {
            int start = life * 300;
            stairs.push(
                    shopper.checkout(
                            "c" + life,
                            at(start),
                            "anonymous_id",
                            "w",
                            "cart_id",
                            "k",
                            "email",
                            EMAIL,
                            "customer_id",
                            ID));
            stairs.advance(at(start + 100));
            erase(at(start + 200), "email", EMAIL, "customer_id", ID);
        }
        assertThat(stairs.told()).filteredOn(told -> told.endsWith(" identify")).hasSize(3);
        assertThat(stairs.told()).filteredOn(told -> told.endsWith(" cart_abandoned")).hasSize(3);
        assertThat(stairs.operations)
                .filteredOn(operation -> operation.kind() != Operation.Kind.FENCE)
                .extracting(Operation::id)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatTheDeviceDoesAfterwardsIsNobodys() throws Exception {
        aLife();
        erase(at(60), "email", EMAIL, "customer_id", ID);
        int before = stairs.operations.size();
        stairs.push(shopper.view("new", at(61), "anonymous_id", "w"));
        assertThat(stairs.operations).as("held").hasSize(before);
    }

    /** The same events, the request before, between and behind them on every way. */
    @ParameterizedTest
    @ValueSource(strings = {"anonymous_id>customer_id", "anonymous_id>email", "email>customer_id"})
    void whatIsUnderWayWhenTheRequestComesDoesNotBringThemBack(String edge) throws Exception {
        String[] ends = edge.split(">");
        stairs.block(ends[0], ends[1]);
        aLife();
        erase(at(60), "email", EMAIL, "customer_id", ID);
        stairs.open(ends[0], ends[1]);
        assertThat(stairs.checkpoint()).doesNotContain(EMAIL, ID);
        List<String> told = stairs.told();
        assertThat(told.get(told.size() - 1)).isEqualTo("id:" + ID + " delete");
    }

    /** A client's order that waits for the backend's, in a ledger on its way to its owner. */
    @Test
    void whatWaitsInALedgerThatNobodyTakesOverAnyMoreHasItsReceipt() throws Exception {
        PersonSettings usual = Staircase.PERSON;
        PersonSettings backendOnly =
                new PersonSettings(
                        usual.abandonAfter(),
                        usual.cartGrace(),
                        new OrderRules(true, "", true, 600_000, usual.orders().retention()),
                        usual.channels(),
                        usual.namespace(),
                        usual.ulidKey(),
                        usual.contractVersion(),
                        usual.sabotage());
        try (Staircase stairs = new Staircase(Staircase.SETTINGS, backendOnly, Map.of())) {
            stairs.push(
                    shopper.order(
                            "o1",
                            at(0),
                            at(0),
                            "anonymous_id",
                            "w",
                            "order_id",
                            "o",
                            "email",
                            EMAIL));
            stairs.block("email", "customer_id");
            stairs.push(login("m1", at(2)));
            Erase request = request(at(60), "r", "email", EMAIL, "customer_id", ID);
            stairs.broadcast(request);
            stairs.push(request.to("customer_id", ID, List.of()));
            assertThat(stairs.receipts).isEmpty();
            stairs.open("email", "customer_id");
            assertThat(stairs.receipts)
                    .filteredOn(receipt -> "o1".equals(receipt.getEventId()))
                    .extracting(Receipt::getOutcome, Receipt::getReason)
                    .containsExactly(tuple(Outcome.FILTERED, "erased"));
        }
    }

    @Test
    void theStepsMayHearOfItInAnyOrder() throws Exception {
        aLife();
        Erase request = request(at(60), "r", "email", EMAIL, "customer_id", ID);
        stairs.push(request.to("customer_id", ID, List.of()));
        stairs.broadcast(request);
        stairs.push(request.to("email", EMAIL, List.of()));
        assertThat(stairs.checkpoint()).doesNotContain(EMAIL, ID);
    }

    @Test
    void aRepeatedRequestDoesNotEndTheNewLife() throws Exception {
        aLife();
        apply(request(at(60), "same", "customer_id", ID));
        stairs.push(login("new", at(61)));
        int before = stairs.operations.size();
        apply(request(at(90), "same", "customer_id", ID));
        assertThat(stairs.operations).hasSize(before);
        apply(request(at(95), "another", "customer_id", ID));
        assertThat(stairs.told()).last().isEqualTo("id:" + ID + " delete");
    }

    @Test
    void aRequestThatNamesOnlyTheEmailErasesItsOwner() throws Exception {
        aLife();
        erase(at(60), "email", EMAIL);
        assertThat(stairs.told())
                .endsWith(
                        "email:" + EMAIL + " delete",
                        "email:" + EMAIL + " fence",
                        "id:" + ID + " delete");
        assertThat(stairs.checkpoint()).doesNotContain(EMAIL);
    }

    @Test
    void aRequestThatNamesOnlyTheCustomerForgetsTheEmailToo() throws Exception {
        aLife();
        erase(at(60), "customer_id", ID);
        int before = stairs.operations.size();
        stairs.push(shopper.order("late", at(59), at(61), "order_id", "o9", "email", EMAIL));
        assertThat(stairs.operations).as("late guest orders are kept out").hasSize(before);
        assertThat(stairs.checkpoint()).doesNotContain(ID);
        assertThat(stairs.audits)
                .extracting(audit -> audit.getDecision() + " " + audit.getReason())
                .contains("ERASED linked");
    }

    @Test
    void anErasedDeviceLosesWhatItHeldHereAndAtItsCart() throws Exception {
        stairs.push(shopper.view("m1", at(0), "anonymous_id", "device-99"));
        stairs.push(shopper.add("m2", at(1), "anonymous_id", "device-99", "cart_id", "k"));
        stairs.push(shopper.add("m3", at(1), "anonymous_id", "other", "cart_id", "k"));
        erase(at(60), "anonymous_id", "device-99");
        assertThat(stairs.receipts)
                .hasSize(2)
                .allMatch(receipt -> receipt.getOutcome() == Outcome.FILTERED);
        assertThat(stairs.checkpoint()).doesNotContain("device-99").contains("other");
        stairs.push(shopper.view("m4", at(70), "anonymous_id", "other", "customer_id", "c"));
        assertThat(stairs.told()).contains("id:c add_to_cart");
    }

    @Test
    void nobodyElseIsTouched() throws Exception {
        aLife();
        stairs.push(shopper.order("b1", at(5), at(5), "order_id", "ob", "email", "other@x.org"));
        stairs.push(shopper.view("b2", at(6), "anonymous_id", "w", "customer_id", "else"));
        erase(at(60), "email", EMAIL, "customer_id", ID);
        int before = stairs.operations.size();
        stairs.push(shopper.view("b3", at(61), "anonymous_id", "w"));
        stairs.push(shopper.order("b4", at(7), at(62), "order_id", "oc", "email", "other@x.org"));
        assertThat(stairs.told().subList(before, stairs.operations.size()))
                .contains("id:else product_viewed", "email:other@x.org order_completed");
    }

    @Test
    void whoWasRefusedAnAddressGetsItOnceItsOwnerIsErased() throws Exception {
        stairs.push(login("m1", at(0)));
        stairs.push(of("2", "m2", at(1)));
        erase(at(60), "email", EMAIL, "customer_id", ID);
        stairs.push(of("2", "m3", at(61)));
        stairs.push(of("2", "m4", at(62)));
        assertThat(stairs.told()).filteredOn(told -> told.endsWith("take_over")).hasSize(1);
        assertThat(stairs.told())
                .as("the first after the erasure")
                .endsWith("id:2 take_over", "id:2 product_viewed", "id:2 product_viewed");
    }

    @Test
    void whoNeverAskedForTheAddressOfSomebodyErasedGetsItAsAnyOther() throws Exception {
        stairs.push(login("m1", at(0)));
        erase(at(60), "email", EMAIL, "customer_id", ID);
        stairs.push(of("2", "m3", at(61)));
        assertThat(stairs.told()).endsWith("id:2 identify", "id:2 product_viewed");
    }

    private Bundle of(String customer, String id, long time) {
        return shopper.view(id, time, "anonymous_id", "v", "email", EMAIL, "customer_id", customer);
    }

    /** A guest order, a login that claims it, a cart, an anonymous view: state at every step. */
    private void aLife() throws Exception {
        stairs.push(shopper.order("o1", at(0), at(0), "order_id", "o", "email", EMAIL));
        stairs.push(shopper.view("m0", at(1), "anonymous_id", "w"));
        stairs.push(login("m1", at(2)));
        stairs.push(
                shopper.checkout("m2", at(3), "anonymous_id", "w", "cart_id", "k", "email", EMAIL));
        stairs.push(shopper.view("m3", at(4), "anonymous_id", "w"));
    }

    private Bundle login(String id, long time) {
        return shopper.view(id, time, "anonymous_id", "w", "email", EMAIL, "customer_id", ID);
    }

    private void erase(long time, String... named) throws Exception {
        apply(request(time, "r" + requests, named));
    }

    private void apply(Erase request) throws Exception {
        stairs.broadcast(request);
        for (Erase.Named one : request.named()) {
            stairs.push(request.to(one.level(), one.key(), List.of()));
        }
    }

    private Erase request(long time, String id, String... named) {
        List<Erase.Named> all = new ArrayList<>();
        for (int i = 0; i < named.length; i += 2) {
            all.add(new Erase.Named(named[i], named[i + 1]));
        }
        return new Erase("", "", new Origin("privacy", 0, requests++, time), id, all, List.of());
    }
}
