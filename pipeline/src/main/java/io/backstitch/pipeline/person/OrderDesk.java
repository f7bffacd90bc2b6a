package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Operation;
import io.backstitch.schemas.wire.Outcome;

/**
 * Decides what Customer.io hears of a reported order: one {@code order_completed}, and the answers
 * to the carts that it ends. Lives for one call of the ledger.
 */
final class OrderDesk {
    private static final String DUPLICATE = "order_id";

    private final LedgerState state;
    private final PersonKey person;
    private final PersonSettings settings;
    private final Operations operations;
    private final CartDesk carts;
    private final Outgoing outgoing;
    private final Outbox outbox;

    OrderDesk(
            LedgerState state,
            PersonKey person,
            PersonSettings settings,
            Operations operations,
            CartDesk carts,
            Outgoing outgoing,
            Outbox outbox) {
        this.state = state;
        this.person = person;
        this.settings = settings;
        this.operations = operations;
        this.carts = carts;
        this.outgoing = outgoing;
        this.outbox = outbox;
    }

    /**
     * A report that an order was placed. It ends carts at once, even if its {@code order_completed}
     * has to wait for the backend: a purchase must suppress whoever tells of it.
     */
    void placed(Bundle bundle, Event event, OrderState order) {
        String orderId = event.commerce().orderId();
        String cartId = order.cartId == null ? state.carts.closedBy(order.time) : order.cartId;
        boolean waits = settings.orders().backendOnly() && rank(bundle) == OrderState.CLIENT;
        if (!settings.routes().deliver(bundle, event)) {
            outbox.filtered(bundle, event, Routes.REASON);
        } else if (order.announced || (waits && order.waiting)) {
            outbox.duplicate(bundle, event, DUPLICATE);
        } else if (waits) {
            order.waiting = true;
            long until = bundle.origin().kafkaTime() + settings.orders().emitWait();
            state.waiting.add(bundle, event, cartId, until);
        } else {
            WaitingOrders.Waiting earlier = state.waiting.take(orderId);
            if (earlier != null) {
                outbox.duplicate(earlier.bundle(), earlier.event(), DUPLICATE);
            }
            announce(bundle, event, order, cartId);
        }
        carts.end(order, event, bundle.origin());
    }

    /** Lets go what has waited long enough for the backend. */
    void release(long now) {
        for (WaitingOrders.Waiting waiting : state.waiting.takeDue(now)) {
            OrderState order = state.orders.get(waiting.orderId());
            announce(waiting.bundle(), waiting.event(), order, waiting.cartId());
        }
    }

    private void announce(Bundle bundle, Event event, OrderState order, String cartId) {
        order.announced = true;
        order.waiting = false;
        state.orders.changed = true;
        byte[] attributes = state.products.fill(event.attributes(), event.commerce().items());
        if (attributes != event.attributes()) {
            outbox.filled(state.products.fillable(event.commerce().items()));
        }
        Event filled = event.withAttributes(attributes);
        outgoing.plan(operations.event(person, 0, bundle, filled, cartId, bundle.stitch()), true);
    }

    /** The person is erased: what waits for the backend is not sent. */
    void forget() {
        for (WaitingOrders.Waiting waiting : state.waiting.takeDue(Long.MAX_VALUE)) {
            Bundle bundle = waiting.bundle();
            Operation event =
                    operations.event(
                            person, 0, bundle, waiting.event(), waiting.cartId(), bundle.stitch());
            outbox.withheld(event, Outcome.FILTERED, "erased");
        }
    }

    /** Another ledger was absorbed: what waits in both, or was announced by one, waits no more. */
    void absorb(WaitingOrders other) {
        for (WaitingOrders.Waiting obsolete : state.waiting.absorb(other, state.orders)) {
            outbox.duplicate(obsolete.bundle(), obsolete.event(), DUPLICATE);
        }
    }

    static int rank(Bundle bundle) {
        return "backend".equals(bundle.platform()) ? OrderState.BACKEND : OrderState.CLIENT;
    }
}
