package io.backstitch.pipeline.person;

import static io.backstitch.pipeline.person.OnePerson.add;
import static io.backstitch.pipeline.person.OnePerson.at;
import static io.backstitch.pipeline.person.OnePerson.cancel;
import static io.backstitch.pipeline.person.OnePerson.checkout;
import static io.backstitch.pipeline.person.OnePerson.order;
import static io.backstitch.pipeline.person.OnePerson.refund;
import static io.backstitch.pipeline.person.OnePerson.remove;
import static io.backstitch.pipeline.person.OnePerson.view;
import static org.assertj.core.api.Assertions.assertThat;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** An hour without activity and twenty minutes of grace: a cart is due after eighty minutes. */
class CartsTest {
    private static final String ABANDONED = "cart_abandoned";
    private static final String SUPPRESSED = "cart_recovery_suppressed";
    private static final String RECOVERED = "cart_recovered";

    private final OnePerson person = new OnePerson();

    @Test
    void twoOpenCartsAreDueEachInItsOwnTime() {
        person.apply(add("a", "k1", 0)).apply(add("b", "k2", 10));
        assertThat(person.deadline()).isEqualTo(80);
        person.tick(80);
        assertThat(person.last(ABANDONED)).contains("\"cart_id\":\"k1\"");
        assertThat(person.deadline()).isEqualTo(90);
        person.tick(90);
        assertThat(person.last(ABANDONED)).contains("\"cart_id\":\"k2\"");
        assertThat(person.deadline()).isEqualTo(-1);
    }

    @Test
    void onlyTheAnnouncementIsProvisional() {
        person.apply(add("a", "k", 0)).tick(80);
        person.apply(order("o", "o1", "k", 70, 90));
        assertThat(person.names()).contains(ABANDONED, SUPPRESSED);
        assertThat(person.operations)
                .allMatch(o -> o.provisional() == ABANDONED.equals(o.subject().eventName()));
    }

    @Test
    void theOrderOfOneCartEndsTheOlderOneAndLeavesTheNewerOne() {
        person.apply(add("a", "old", 0)).apply(add("b", "bought", 5)).apply(add("c", "new", 20));
        person.apply(order("o", "o1", "bought", 10, 25));
        assertThat(person.deadline()).isEqualTo(100);
        person.tick(200);
        assertThat(person.count(ABANDONED)).isEqualTo(1);
        assertThat(person.last(ABANDONED)).contains("\"cart_id\":\"new\"");
    }

    @Test
    void anEmptiedCartIsNotAnnouncedAndAFilledOneAgainIs() {
        person.apply(add("a", "k", 0)).apply(remove("b", "k", 5)).tick(85);
        assertThat(person.count(ABANDONED)).isZero();
        assertThat(person.deadline()).isEqualTo(-1);
        person.apply(add("c", "k", 30));
        assertThat(person.deadline()).as("told late, and still due").isEqualTo(110);
        person.tick(110);
        assertThat(person.count(ABANDONED)).isEqualTo(1);
    }

    @Test
    void anOrderAfterTheMailForACartThatWasEmptiedSinceIsARecovery() {
        person.apply(add("a", "k", 0)).tick(80);
        person.apply(remove("b", "k", 100)).tick(180);
        person.apply(order("o", "o1", null, 120, 200));
        assertThat(person.names()).endsWith("order_completed", RECOVERED);
    }

    @Test
    void anOrderWithoutACartIdIsGivenTheCartItEnds() {
        person.apply(add("a", "k1", 0)).apply(checkout("b", "k2", 5));
        person.apply(order("o", "o1", null, 10, 10));
        assertThat(person.last("order_completed")).contains("\"cart_id\":\"k2\"");
        assertThat(person.deadline()).isEqualTo(-1);
        person.apply(order("p", "o2", null, 20, 20));
        assertThat(person.last("order_completed"))
                .as("k2 was ended by the order before")
                .doesNotContain("cart_id");
    }

    @Test
    void anOrderIsKnownBeforeItsOwnCheckout() {
        person.apply(order("o", "o1", "k", 10, 10));
        person.apply(add("a", "k", 0)).apply(checkout("b", "k", 9)).apply(checkout("c", "k", 11));
        assertThat(person.deadline()).isEqualTo(-1);

        OnePerson nameless = new OnePerson();
        nameless.apply(order("o", "o1", null, 10, 10)).apply(checkout("b", null, 9));
        assertThat(nameless.deadline()).isEqualTo(-1);
        nameless.apply(checkout("c", null, 11));
        assertThat(nameless.deadline()).as("a new cart").isEqualTo(91);
    }

    @Test
    void aDeviceThatReportsItsOrderLateReportsItsCartAsLate() {
        person.apply(order("backend", "o1", null, 10, 10));
        person.apply(checkout("a", null, 11));
        person.apply(order("app", "o1", null, 12, 12));
        assertThat(person.deadline()).isEqualTo(-1);
    }

    @Test
    void anOrderForACartThatWasAbandonedTwiceAnswersTheSecondTime() {
        person.apply(add("a", "k", 0)).tick(80);
        person.apply(add("b", "k", 100)).tick(180);
        assertThat(person.count(ABANDONED)).isEqualTo(2);
        person.apply(order("o", "o1", "k", 110, 300));
        assertThat(person.count(SUPPRESSED)).isEqualTo(1);
        assertThat(person.last(SUPPRESSED))
                .contains("\"event_id\":\"cart_recovery_suppressed:k#2\"", "\"lateness\":11400")
                .contains("\"timestamp\":" + at(300) / 1000);
        person.apply(order("again", "o1", "k", 111, 301));
        assertThat(person.count(SUPPRESSED)).isEqualTo(1);
    }

    @Test
    void aPurchaseAfterTheRecoveryMailIsARecovery() {
        person.apply(add("a", "k", 0)).tick(80);
        person.apply(order("o", "o1", "k", 100, 100));
        assertThat(person.names()).endsWith("order_completed", RECOVERED);
        assertThat(person.last(RECOVERED)).contains("\"timestamp\":" + at(100) / 1000);
    }

    @Test
    void refundAndCancellationOfARecoveringOrderTakeNothingBack() {
        person.apply(add("a", "k", 0)).apply(add("b", null, 1)).tick(81);
        person.apply(order("o", "o1", null, 100, 100));
        int before = person.operations.size();
        person.apply(refund("r", "o1", 120)).apply(cancel("x", "o1", 130)).tick(400);
        assertThat(person.names().subList(before, person.names().size()))
                .doesNotContain(ABANDONED, SUPPRESSED, RECOVERED);
        assertThat(person.deadline()).isEqualTo(-1);
    }

    @Test
    void anOrderThatWasCancelledBeforeItWasHeardOfEndsItsCartsToo() {
        person.apply(add("a", "k", 0)).tick(80);
        person.apply(cancel("x", "o1", 90)).apply(order("o", "o1", "k", 70, 95));
        assertThat(person.count(SUPPRESSED)).isEqualTo(1);
        person.apply(add("b", null, 60));
        assertThat(person.deadline()).isEqualTo(-1);
    }

    @Test
    void aCartThatNobodyNamedHasTheNameOfWhatOpenedItWhateverComesLater() {
        List<Bundle> carts = List.of(add("a", null, 0), add("b", null, 5), checkout("c", null, 9));
        for (List<Bundle> told : permutations(carts)) {
            OnePerson fresh = new OnePerson();
            told.forEach(fresh::apply);
            String name = "own-" + told.get(0).events().get(0).id();
            assertThat(fresh.tick(89).last(ABANDONED))
                    .contains("\"cart_id\":\"" + name + "\"", "\"quantity\":2");
            for (Operation operation : fresh.operations) {
                assertThat(operation.subject().cartId()).isEqualTo(name);
            }
        }
    }

    @Test
    void ofTwoCartsWithoutNamesThatAreOnePersonsTheOneOpenedFirstKeepsItsName() {
        OnePerson guest =
                new OnePerson(new PersonKey(PersonKey.EMAIL, "a@x.org"), ChannelRules.DEFAULT);
        guest.apply(add("z", null, 0));
        person.apply(add("a", null, 5)).absorb(guest, 10).tick(85);
        assertThat(person.last(ABANDONED)).contains("\"cart_id\":\"own-z\"");
    }

    @Test
    void anOrderThatBecomesKnownLateDividesACartWithoutAName() {
        person.apply(add("a", null, 0)).apply(add("b", null, 30));
        person.apply(order("o", "o1", null, 10, 40)).tick(110);
        assertThat(person.last(ABANDONED)).contains("\"quantity\":1,\"price\":10.00}");
        person.apply(checkout("c", null, 9));
        assertThat(person.last("checkout_started"))
                .as("a straggler belongs to what was left after it")
                .contains("\"cart_id\":\"own-a\"");
    }

    @Test
    void announcementsAreNumberedPerCartAndSoAreTheirIds() {
        List<String> first = announced(new OnePerson());
        assertThat(new TreeSet<>(first)).hasSize(3);
        assertThat(announced(new OnePerson())).isEqualTo(first);
    }

    private static List<String> announced(OnePerson fresh) {
        fresh.apply(add("a", "k1", 0)).apply(add("b", "k2", 1)).tick(81);
        fresh.apply(add("c", "k1", 100)).tick(300);
        List<String> ids = new ArrayList<>();
        for (Operation operation : fresh.operations) {
            if (ABANDONED.equals(operation.subject().eventName())) {
                ids.add(operation.id());
            }
        }
        return ids;
    }

    @Test
    void theOrderOfTheAccountAnswersTheAnnouncementOfTheGuest() {
        OnePerson guest =
                new OnePerson(new PersonKey(PersonKey.EMAIL, "a@x.org"), ChannelRules.DEFAULT);
        guest.apply(add("a", "k", 0)).tick(80);
        person.apply(order("o", "o1", null, 70, 90)).absorb(guest, 100);
        assertThat(person.last(SUPPRESSED)).contains("\"cart_id\":\"k\"", "\"order_id\":\"o1\"");
        person.absorb(new OnePerson(guest.key, ChannelRules.DEFAULT), 101);
        assertThat(person.count(SUPPRESSED)).isEqualTo(1);
    }

    @Test
    void contentsOfAForgottenCartAreGoneAndItsAnnouncementsStillCount() {
        double month = 31 * 24 * 60;
        person.apply(add("a", "k", 0)).tick(80).apply(view("v", month));
        assertThat(person.state.carts.byId.get("k").activities).isEmpty();
        person.apply(add("b", "k", month + 1)).tick(month + 81);
        assertThat(person.last(ABANDONED)).contains("cart_abandoned:k#2", "\"quantity\":1");
    }

    @Test
    void nobodysLedgerGrowsForEver() {
        for (int i = 0; i < 2 * Carts.MAX_CARTS; i++) {
            person.apply(add("a" + i, "k" + i, i));
        }
        assertThat(person.state.carts.byId).hasSize(Carts.MAX_CARTS);
        assertThat(person.state.carts.byId).containsKey("k" + (2 * Carts.MAX_CARTS - 1));
    }

    /** Whatever the order, the repetition and the division between two ledgers. */
    @Property(tries = 1000)
    void whatIsKnownOfCartsDoesNotDependOnHowItWasTold(@ForAll int seed) {
        Random random = new Random(seed);
        List<Bundle> history = history(random);
        String known = known(history);

        List<Bundle> shuffled = new ArrayList<>(history);
        shuffled.addAll(history.subList(0, history.size() / 2));
        Collections.shuffle(shuffled, random);
        assertThat(known(shuffled)).isEqualTo(known);

        int half = random.nextInt(history.size());
        OnePerson guest =
                new OnePerson(new PersonKey(PersonKey.EMAIL, "a@x.org"), ChannelRules.DEFAULT);
        OnePerson account = new OnePerson();
        history.subList(0, half).forEach(guest::apply);
        history.subList(half, history.size()).forEach(account::apply);
        assertThat(known(account.absorb(guest, 600))).isEqualTo(known);
    }

    private static List<Bundle> history(Random random) {
        List<Bundle> history = new ArrayList<>();
        for (int i = 0; i < 3 + random.nextInt(12); i++) {
            int minute = random.nextInt(500);
            String cart = random.nextInt(3) == 0 ? null : "k" + random.nextInt(3);
            String order = "o" + random.nextInt(3);
            String id = "e" + i;
            history.add(
                    switch (random.nextInt(7)) {
                        case 0, 1 -> add(id, cart, minute);
                        case 2 -> remove(id, cart, minute);
                        case 3 -> checkout(id, cart, minute);
                        case 4 -> refund(id, order, minute);
                        case 5 -> cancel(id, order, minute);
                        default -> order(id, order, cart, minute, 600);
                    });
        }
        return history;
    }

    private static String known(List<Bundle> history) {
        OnePerson fresh = new OnePerson();
        history.forEach(fresh::apply);
        return known(fresh);
    }

    /** Carts without a name are named after what came first, so their names are left out. */
    private static String known(OnePerson person) {
        Carts carts = person.state.carts;
        TreeMap<String, String> named = new TreeMap<>();
        for (Map.Entry<String, CartState> entry : carts.byId.entrySet()) {
            CartState cart = entry.getValue();
            boolean open = cart.orderId == null && cart.lastActivity > carts.closedUntil;
            String contents =
                    open ? OnePerson.text(carts.contents(entry.getKey(), cart).items()) : "";
            String shown = open + " " + cart.lastActivity + " " + cart.orderId + " " + contents;
            if (!entry.getKey().startsWith("own-")) {
                named.put(entry.getKey(), shown);
            } else if (open) {
                named.merge("own", shown, (a, b) -> a + " and " + b);
            }
        }
        return named + " " + carts.closedUntil + " " + person.deadline();
    }

    private static List<List<Bundle>> permutations(List<Bundle> of) {
        if (of.size() < 2) {
            return List.of(of);
        }
        List<List<Bundle>> all = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            List<Bundle> rest = new ArrayList<>(of);
            Bundle first = rest.remove(i);
            for (List<Bundle> tail : permutations(rest)) {
                List<Bundle> one = new ArrayList<>(List.of(first));
                one.addAll(tail);
                all.add(one);
            }
        }
        return all;
    }
}
