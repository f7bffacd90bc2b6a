package io.backstitch.pipeline.person;

import static io.backstitch.pipeline.person.Report.DAY;
import static io.backstitch.pipeline.person.Report.NINE;
import static io.backstitch.pipeline.person.Report.add;
import static io.backstitch.pipeline.person.Report.backend;
import static io.backstitch.pipeline.person.Report.cancel;
import static io.backstitch.pipeline.person.Report.client;
import static io.backstitch.pipeline.person.Report.refund;
import static io.backstitch.pipeline.person.Report.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Counts, sums and dates of orders, however and whenever they are told. */
class OrdersTest {
    private final Person person = new Person();

    @Test
    void theBackendCorrectsFiguresWithoutASecondOrder() {
        person.tell(client("c1", "o").of(1000), backend("b1", "o").of(950).at(1));
        assertThat(person.names()).containsExactly("identify", "order_completed", "identify");
        assertThat(person.duplicates).containsExactly("b1 order_id");
        assertThat(person.sent("lifetime_value")).isEqualTo("9.50");

        person.tell(update("b2", "o").of(900).at(5));
        assertThat(person.names()).endsWith("identify", "order_updated");
        assertThat(person.sent("lifetime_value")).isEqualTo("9.00");
        person.tell(client("c2", "o").of(99).at(9));
        assertThat(person.sent("lifetime_value")).as("backend stands").isEqualTo("9.00");
    }

    @Test
    void anUpdateBeforeItsOrderCountsNothingUntilTheOrderIsKnown() {
        person.tell(update("b2", "o").of(900).at(5));
        assertThat(person.sent("orders_count")).isNull();
        person.tell(backend("b1", "o").of(1000));
        assertThat(person.sent("orders_count")).isEqualTo("1");
        assertThat(person.sent("lifetime_value")).isEqualTo("9.00");
    }

    @Test
    void aRefundCountsOncePerEventAndNeverBelowZero() {
        person.tell(backend("b", "o").of(1000), refund("r1", "o").of(300).at(1));
        person.tell(refund("r1", "o").of(300).at(1), refund("r2", "o").of(200).at(2));
        assertThat(person.sent("lifetime_value")).isEqualTo("5.00");
        person.tell(refund("r3", "o").of(900).at(3));
        assertThat(person.sent("lifetime_value")).isEqualTo("0.00");
        assertThat(person.sent("orders_count")).as("still an order").isEqualTo("1");
    }

    @Test
    void aRefundThatClientAndBackendReportUnderIdsOfTheirOwnCountsOnce() {
        person.tell(backend("b", "o").of(1000), refund("c1", "o").by("app").of(300).at(1));
        assertThat(person.sent("lifetime_value")).isEqualTo("7.00");
        person.tell(refund("b1", "o").of(250).at(2));
        assertThat(person.sent("lifetime_value")).as("the backend knows better").isEqualTo("7.50");
        person.tell(refund("b2", "o").of(200).at(3), refund("c2", "o").by("web").of(200).at(4));
        assertThat(person.sent("lifetime_value")).isEqualTo("5.50");
    }

    @Test
    void aCancellationBeforeItsOrderKeepsItFromCounting() {
        person.tell(cancel("x", "o").at(5), backend("b", "o").of(1000));
        assertThat(person.names()).containsExactly("order_cancelled", "order_completed");
        assertThat(person.sent("orders_count")).isNull();
    }

    @Test
    void aCancelledOrderIsTakenBackAndAReopenedOneIsBack() {
        person.tell(backend("b", "o").of(1000), cancel("x", "o").at(5));
        assertThat(person.sent("orders_count")).isEqualTo("0");
        assertThat(person.sent("last_order_date")).isEqualTo("null");

        person.tell(update("u", "o").of(800).at(9));
        assertThat(person.sent("orders_count")).isEqualTo("1");
        assertThat(person.sent("lifetime_value")).isEqualTo("8.00");
        assertThat(person.sent("last_order_date")).isEqualTo(Long.toString(NINE / 1000));
    }

    @Test
    void anUpdateFromBeforeTheCancellationReopensNothing() {
        person.tell(backend("b", "o").of(1000), cancel("x", "o").at(5), update("u", "o").at(4));
        assertThat(person.sent("orders_count")).isEqualTo("0");
    }

    @Test
    void aConfirmationPageOpenedAgainDoesNotReopenWhatTheBackendCancelled() {
        person.tell(backend("b", "o").of(1000), cancel("x", "o").at(5), client("c", "o").at(90));
        assertThat(person.sent("orders_count")).isEqualTo("0");
    }

    @Test
    void datesAreExactYearsLate() {
        person.tell(backend("b2", "o2").of(1).at(0), backend("b3", "o3").of(1).at(10));
        person.tell(backend("b1", "o1").of(1).at(-3 * 365 * DAY).arriving(20));
        assertThat(person.sent("first_order_date"))
                .isEqualTo(Long.toString(NINE / 1000 - 3 * 365 * 86_400));
        assertThat(person.sent("last_order_date")).isEqualTo(Long.toString(NINE / 1000 + 600));
        assertThat(person.sent("orders_count")).isEqualTo("3");
    }

    @Test
    void valueSumsTheFirstOrdersCurrencyUnlessConfigured() {
        List<Report> orders =
                List.of(
                        backend("b1", "o1").of(1000L, "JPY").at(5),
                        backend("b2", "o2").of(1000L, "EUR").at(2),
                        backend("b3", "o3").of(1000L, null).at(1));
        assertThat(new Person().tell(orders).sent("lifetime_value")).isEqualTo("10.00");
        OrderRules yen = new OrderRules(true, "JPY", false, 0, Long.MAX_VALUE / 2);
        assertThat(new Person(yen).tell(orders).sent("lifetime_value")).isEqualTo("1000");
    }

    @Test
    void withoutCompleteHistoryNoTotalsAreSent() {
        Person bootstrap = new Person(new OrderRules(false, "", false, 0, Long.MAX_VALUE / 2));
        bootstrap.tell(backend("b", "o").of(1000).lines("p1:Hair"));
        assertThat(bootstrap.sent())
                .isEqualTo("purchased_categories=[\"Hair\"]\npurchased_product_ids=[\"p1\"]\n");
    }

    /** Whatever the order of arrival, and whatever comes twice. */
    @Property(tries = 500)
    void totalsDoNotDependOnTheOrderOfArrival(@ForAll @IntRange(min = 1) int seed) {
        List<Report> history = history(new Random(seed));
        List<Report> shuffled = new ArrayList<>(history);
        shuffled.addAll(history.subList(0, history.size() / 2));
        Collections.shuffle(shuffled, new Random(seed + 1L));
        assertThat(truth(new Person().tell(shuffled))).isEqualTo(truth(new Person().tell(history)));
    }

    /** Two ledgers joined know what one would know that had seen both. */
    @Property(tries = 500)
    void absorbingEqualsHavingSeenBoth(@ForAll @IntRange(min = 1) int seed) {
        Random random = new Random(seed);
        Person one = new Person();
        Person other = new Person();
        Person both = new Person();
        for (Report report : history(random)) {
            (random.nextBoolean() ? one : other).tell(report);
            both.tell(report);
            if (random.nextInt(8) == 0) {
                one.tell(report);
                other.tell(report);
            }
        }
        assertThat(truth(one.absorb(other, 900))).isEqualTo(truth(both));
    }

    /** Folded early or never: the same to the cent, and the state stays small. */
    @Property(tries = 500)
    void foldingLosesNothing(@ForAll @IntRange(min = 1) int seed) {
        List<Report> history = history(new Random(seed));
        history.removeIf(report -> report.items() != null);
        Person folding = new Person(new OrderRules(true, "", false, 0, 60 * Report.MINUTE));
        folding.tell(history);
        assertThat(truth(folding)).isEqualTo(truth(new Person().tell(history)));
        Person joined = new Person();
        joined.tell(history.subList(0, history.size() / 2));
        assertThat(truth(joined.absorb(folding, 900))).isEqualTo(truth(folding));
    }

    static List<Report> history(Random random) {
        List<Report> history = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            String order = "o" + random.nextInt(4);
            String id = "e" + i;
            Report report =
                    switch (random.nextInt(7)) {
                        case 0 -> client(id, order).by(random.nextBoolean() ? "web" : "app");
                        case 1, 2 -> backend(id, order);
                        case 3 -> update(id, order);
                        case 4 -> refund(id, order).by(random.nextBoolean() ? "app" : "backend");
                        case 5 -> cancel(id, order);
                        default -> add(id, "k" + random.nextInt(2));
                    };
            report = report.at(random.nextInt(6)).arriving(random.nextInt(600));
            report =
                    report.of(
                            random.nextInt(4) == 0 ? null : Long.valueOf(random.nextInt(5) * 100),
                            new String[] {"EUR", "USD", null}[random.nextInt(3)]);
            if (random.nextBoolean()) {
                report =
                        report.lines(
                                "p" + random.nextInt(3),
                                "p" + random.nextInt(3) + ":c" + random.nextInt(2));
            }
            history.add(report);
        }
        return history;
    }

    /** The totals and lists as they would be sent now. */
    static String truth(Person person) {
        java.util.TreeMap<String, byte[]> derived = new java.util.TreeMap<>();
        LedgerState state = person.state();
        new OrderTotals(state.orders).derive("", derived, derived);
        state.purchases.derive(state.orders, state.products, derived, derived);
        StringBuilder truth = new StringBuilder();
        derived.forEach((name, json) -> truth.append(name).append(new String(json)).append(' '));
        return truth.toString();
    }
}
