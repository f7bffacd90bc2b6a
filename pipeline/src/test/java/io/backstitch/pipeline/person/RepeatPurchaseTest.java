package io.backstitch.pipeline.person;

import static io.backstitch.pipeline.person.Report.DAY;
import static io.backstitch.pipeline.person.Report.add;
import static io.backstitch.pipeline.person.Report.backend;
import static io.backstitch.pipeline.person.Report.cancel;
import static io.backstitch.pipeline.person.Report.client;
import static io.backstitch.pipeline.person.Report.refund;
import static io.backstitch.pipeline.person.Report.update;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person bought, as attributes; and an order's items filled from the cart. */
class RepeatPurchaseTest {
    private final Person person = new Person();

    @Test
    void productsAndCategoriesAreSortedListsThatOnlyChangeWhenTheyDo() {
        person.tell(backend("b1", "o1").lines("p2:Soap", "p1:Hair"));
        assertThat(person.sent("purchased_product_ids")).isEqualTo("[\"p1\",\"p2\"]");
        assertThat(person.sent("purchased_categories")).isEqualTo("[\"Hair\",\"Soap\"]");
        person.forgetWhatWasSaid();

        person.tell(backend("b2", "o2").lines("p1:Hair").at(5));
        assertThat(person.body(0)).doesNotContain("purchased");
    }

    @Test
    void aCancelledOrdersProductsAreTakenBack() {
        person.tell(backend("b1", "o1").lines("p1:Hair"), cancel("x", "o1").at(1));
        assertThat(person.sent("purchased_product_ids")).isEqualTo("null");
        assertThat(person.sent("purchased_categories")).isEqualTo("null");
    }

    @Test
    void linesAreTheBackendsElseTheClients() {
        person.tell(client("c", "o").lines("p1:Hair", "p2:Soap"));
        assertThat(person.sent("purchased_product_ids")).isEqualTo("[\"p1\",\"p2\"]");
        person.tell(backend("b", "o"));
        assertThat(person.sent("purchased_product_ids")).isEqualTo("[\"p1\",\"p2\"]");
        person.tell(backend("b", "o").lines("p1"));
        assertThat(person.sent("purchased_product_ids")).isEqualTo("[\"p1\"]");
        assertThat(person.sent("purchased_categories"))
                .as("as the client knew it")
                .isEqualTo("[\"Hair\"]");
        person.tell(update("u", "o").lines("p3:Oil").at(2));
        assertThat(person.sent("purchased_product_ids")).isEqualTo("[\"p3\"]");
    }

    @Test
    void aCategoryIsTakenFromTheCartWhicheverComesFirst() {
        person.tell(add("a", "k").lines("p1:Hair"), backend("b", "o").lines("p1").at(3));
        assertThat(person.sent("purchased_categories")).isEqualTo("[\"Hair\"]");

        Person late = new Person().tell(backend("b", "o").lines("p1").at(3));
        assertThat(late.sent("purchased_categories")).isNull();
        late.tell(add("a", "k").lines("p1:Hair").arriving(9));
        assertThat(late.sent("purchased_categories")).isEqualTo("[\"Hair\"]");
    }

    @Test
    void onlyTheLastPurchasedFitAndNeverMoreThanOneAttributeMayHold() {
        for (int i = 0; i < 120; i++) {
            person.tell(backend("b" + i, "o" + i).lines(String.format("p%03d", i)).at(i));
        }
        String ids = person.sent("purchased_product_ids");
        assertThat(ids).startsWith("[\"p020\",").endsWith("\"p119\"]");
        assertThat(ids.split(",")).hasSize(100);

        Person verbose = new Person();
        for (int i = 0; i < 30; i++) {
            String product = String.format("p%02d-", i) + "x".repeat(40);
            verbose.tell(backend("b" + i, "o" + i).lines(product).at(i));
        }
        assertThat(verbose.sent("purchased_product_ids").length()).isBetween(900, 1000);
        assertThat(verbose.sent("purchased_product_ids")).contains("p29-").doesNotContain("p00-");
    }

    @Test
    void itemsThatLackNameSkuOrCategoryGetTheCarts() {
        String known = "[{'product_id':'p1','name':'Soap','sku':'S1','category':'Bath','price':1}]";
        person.tell(add("a", "k").items(known));
        person.tell(
                backend("b", "o")
                        .items(
                                "[{'product_id':'p1','name':'Fine soap','price':9.90},"
                                        + "{'product_id':'p2','price':1.00}]")
                        .at(3));
        assertThat(person.body(-1))
                .contains(
                        "{\"product_id\":\"p1\",\"name\":\"Fine soap\",\"price\":9.90,\"sku\":\"S1\","
                                + "\"category\":\"Bath\",\"filled_from_cart\":true},"
                                + "{\"product_id\":\"p2\",\"price\":1.00}")
                .contains("\"revenue\":19.90");
        assertThat(person.filled).as("items counted").isEqualTo(1);
    }

    @Test
    void completeItemsAndProductsNoCartKnewStayAsTheyAre() {
        String complete = "[{'product_id':'p1','name':'A','sku':'B','category':'C'}]";
        person.tell(add("a", "k").lines("p1:Hair"));
        person.tell(backend("b1", "o1").items(complete), backend("b2", "o2").lines("p9:Oil"));
        person.tell(backend("b3", "o3").lines("p9"));
        person.operations.forEach(
                operation ->
                        assertThat(new String(operation.body()))
                                .doesNotContain("filled_from_cart"));
        assertThat(person.filled).isZero();
    }

    @Test
    void whatAFoldedOrderBoughtIsRemembered() {
        OrderRules rules = new OrderRules(true, "", false, 0, 30 * DAY * Report.MINUTE);
        Person folding = new Person(rules).tell(backend("b", "o").of(500).lines("p1:Hair"));
        folding.tell(backend("b2", "o2").of(500).lines("p2:Soap").at(31 * DAY));
        assertThat(folding.state().orders.foldedCount()).isEqualTo(1);
        assertThat(folding.folded).as("counted once").isEqualTo(1);
        folding.tell(backend("b3", "o3").lines("p3:Oil").at(32 * DAY));
        assertThat(folding.sent("purchased_product_ids")).isEqualTo("[\"p1\",\"p2\",\"p3\"]");
        assertThat(folding.sent("purchased_categories")).isEqualTo("[\"Hair\",\"Oil\",\"Soap\"]");
    }

    @Test
    void aLateDuplicateRefundOrCancellationOfAFoldedOrderIsExact() {
        OrderRules rules = new OrderRules(true, "", false, 0, 30 * DAY * Report.MINUTE);
        Person folding = new Person(rules);
        folding.tell(backend("b", "o").of(500), refund("r1", "o").of(100).at(1));
        folding.tell(backend("b2", "o2").of(700).at(40 * DAY));
        folding.forgetWhatWasSaid();

        folding.tell(backend("b", "o").of(500).arriving(41 * DAY));
        assertThat(folding.names()).isEmpty();
        assertThat(folding.duplicates).containsExactly("b order_id");
        folding.tell(refund("r1", "o").of(100).at(1).arriving(41 * DAY));
        folding.tell(refund("r2", "o").of(50).at(41 * DAY));
        assertThat(folding.sent("lifetime_value")).isEqualTo("10.50");
        folding.tell(cancel("x", "o").at(42 * DAY));
        assertThat(folding.sent("lifetime_value")).isEqualTo("7.00");
        assertThat(folding.sent("orders_count")).isEqualTo("1");
    }

    @Test
    void aFoldedOrderTakesSomeFortyBytes() {
        OrderRules rules = new OrderRules(true, "", false, 0, 30 * DAY * Report.MINUTE);
        Person folding = new Person(rules);
        List<Report> years = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            String order = "shop-order-number-" + i;
            years.add(client("c" + i, order).of(4990).at(i * DAY));
            years.add(backend("b" + i, order).of(4990).lines("p" + i % 300 + ":Hair").at(i * DAY));
        }
        folding.tell(years.subList(0, 2000));
        int half = folding.stateBytes();
        folding.tell(years.subList(2000, 4000));
        assertThat(folding.sent("orders_count")).isEqualTo("2000");
        assertThat((folding.stateBytes() - half) / 1000).isLessThan(48);
    }
}
