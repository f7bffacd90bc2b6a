package io.backstitch.pipeline.person;

import static io.backstitch.pipeline.person.Report.add;
import static io.backstitch.pipeline.person.Report.backend;
import static io.backstitch.pipeline.person.Report.cancel;
import static io.backstitch.pipeline.person.Report.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** {@code orders.emit: backend_only}: a client's report waits for the backend's. */
class WaitingOrdersTest {
    private final Person person = new Person(Person.BACKEND_ONLY);

    @Test
    void aClientsReportWaitsAndTheBackendsGoesWithItsOwnFigures() {
        person.tell(client("c", "o").of(1000).at(1));
        assertThat(person.names()).isEmpty();
        assertThat(person.sent("orders_count")).as("nothing is said of it yet").isNull();
        assertThat(person.deadline()).isEqualTo(11);

        person.tell(backend("b", "o").of(950).at(1).arriving(4));
        assertThat(person.names()).containsExactly("identify", "order_completed");
        assertThat(person.body(1)).contains("\"event_source\":\"backend\"");
        assertThat(person.duplicates).containsExactly("c order_id");
        assertThat(person.sent("lifetime_value")).isEqualTo("9.50");
        assertThat(person.deadline()).as("no timer is left").isEqualTo(Long.MAX_VALUE);
        assertThat(person.tick(12).names()).hasSize(2);
    }

    @Test
    void afterTheWaitItGoesWithTheClientsFigures() {
        person.tell(client("c", "o").of(1000).at(1).arriving(3)).tick(12);
        assertThat(person.names()).isEmpty();
        person.tick(13);
        assertThat(person.names()).containsExactly("identify", "order_completed");
        assertThat(person.body(1)).contains("\"event_source\":\"web\"", "\"event_id\":\"c\"");
        assertThat(person.sent("lifetime_value")).isEqualTo("10.00");
        assertThat(person.deadline()).isEqualTo(Long.MAX_VALUE);

        person.tell(backend("b", "o").of(950).at(1).arriving(20));
        assertThat(person.names()).containsExactly("identify", "order_completed", "identify");
        assertThat(person.duplicates).containsExactly("b order_id");
        assertThat(person.sent("lifetime_value")).isEqualTo("9.50");
    }

    @Test
    void itsIdIsTheOrdersWhoeverGoes() {
        person.tell(client("c", "o").of(1000).at(1)).tick(20);
        Person other = new Person(Person.BACKEND_ONLY);
        other.tell(backend("b", "o").of(950).at(1));
        assertThat(person.operations.get(1).id()).isEqualTo(other.operations.get(1).id());
    }

    @Test
    void aBackendThatComesFirstDoesNotWait() {
        person.tell(backend("b", "o").of(950), client("c", "o").of(1000).at(1));
        assertThat(person.names()).containsExactly("identify", "order_completed");
        assertThat(person.duplicates).containsExactly("c order_id");
    }

    @Test
    void aSecondClientsReportIsADuplicateAtOnce() {
        person.tell(client("c", "o").of(1000).at(1), client("d", "o").by("app").at(2));
        assertThat(person.duplicates).containsExactly("d order_id");
        assertThat(person.deadline()).as("the first one's wait").isEqualTo(11);
    }

    @Test
    void aWaitingOrderEndsItsCartAtOnce() {
        person.tell(add("a", "k").lines("p1"), client("c", "o").in("k").at(30));
        person.tick(35);
        assertThat(person.names()).containsExactly("add_to_cart");
        person.tick(200);
        assertThat(person.names())
                .as("no cart_abandoned")
                .containsExactly("add_to_cart", "identify", "order_completed");
    }

    @Test
    void aWaitingOrderSuppressesAnAnnouncedCartAtOnce() {
        person.tell(add("a", "k").lines("p1")).tick(80);
        person.tell(client("c", "o").in("k").of(1000).at(70).arriving(85));
        assertThat(person.names())
                .containsExactly("add_to_cart", "cart_abandoned", "cart_recovery_suppressed");
        person.tick(95);
        assertThat(person.names()).endsWith("identify", "order_completed");
    }

    @Test
    void aCancellationDuringTheWaitIsTold() {
        person.tell(client("c", "o").of(1000).at(1), cancel("x", "o").at(5)).tick(11);
        assertThat(person.names()).containsExactly("order_cancelled", "order_completed");
        assertThat(person.sent("orders_count")).isNull();
    }

    @Test
    void aGuestsWaitingOrderMovesWithTheGuest() {
        Person guest = new Person(Person.BACKEND_ONLY).tell(client("c", "o").of(1000).at(1));
        person.absorb(guest, 3);
        assertThat(person.names()).isEmpty();
        assertThat(person.deadline()).isEqualTo(11);
        assertThat(person.tick(11).names()).containsExactly("identify", "order_completed");
    }

    @Test
    void aGuestsWaitingOrderThatTheCustomersBackendAnnouncedIsADuplicate() {
        Person guest = new Person(Person.BACKEND_ONLY).tell(client("c", "o").of(1000).at(1));
        person.tell(backend("b", "o").of(950).at(2)).absorb(guest, 3);
        assertThat(person.duplicates).containsExactly("c order_id");
        assertThat(person.names()).containsExactly("identify", "order_completed");
        assertThat(person.deadline()).isEqualTo(Long.MAX_VALUE);
    }

    /** After every wait is over, all is as if reports had never waited. */
    @Property(tries = 300)
    void inTheEndWaitingChangesNothing(@ForAll @IntRange(min = 1) int seed) {
        List<Report> history = OrdersTest.history(new Random(seed));
        Person waits = new Person(Person.BACKEND_ONLY);
        Person guest = new Person(Person.BACKEND_ONLY);
        Random random = new Random(seed);
        for (Report report : history) {
            (random.nextInt(3) == 0 ? guest : waits).tell(report);
        }
        waits.absorb(guest, 700).tick(10_000);
        assertThat(OrdersTest.truth(waits)).isEqualTo(OrdersTest.truth(new Person().tell(history)));
        List<String> events = new ArrayList<>(waits.operations.stream().map(o -> o.id()).toList());
        guest.operations.forEach(operation -> events.add(operation.id()));
        for (int order = 0; order < 4; order++) {
            String id = new Person().tell(backend("x", "o" + order)).operations.get(1).id();
            long reports = history.stream().filter(Report.placing("o" + order)).count();
            assertThat(Collections.frequency(events, id) > 0).isEqualTo(reports > 0);
        }
    }
}
