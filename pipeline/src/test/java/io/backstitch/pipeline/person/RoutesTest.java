package io.backstitch.pipeline.person;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final List<String> EVENTS = List.of("order_completed", "add_to_cart");
    private static final List<String> SOURCES = List.of("orders", "mparticle");

    @Test
    void routesOfKnownEventsToKnownSourcesHaveNoFault() {
        assertThat(new Routes(Map.of("order_completed", "orders")).faults(EVENTS, SOURCES))
                .isEmpty();
        assertThat(Routes.ALL.faults(List.of(), List.of())).isEmpty();
    }

    @Test
    void everyFaultSaysWhatWasExpected() {
        Routes routes = new Routes(Map.of("order_complete", "orders", "add_to_cart", "segment"));

        assertThat(routes.faults(EVENTS, SOURCES))
                .containsExactly(
                        "routes.add_to_cart: 'segment' is no source that is read; expected one of"
                                + " mparticle, orders",
                        "routes.order_complete: the contract has no event of this name; expected"
                                + " one of add_to_cart, order_completed");
    }
}
