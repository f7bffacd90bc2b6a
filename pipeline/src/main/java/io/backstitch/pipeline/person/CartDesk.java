package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Origin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Decides what Customer.io hears of carts: that one was abandoned, and what became of it. Lives for
 * one call of the ledger.
 */
final class CartDesk {
    private final LedgerState state;
    private final PersonSettings settings;
    private final CartEvents events;
    private final Outgoing outgoing;

    CartDesk(LedgerState state, PersonSettings settings, CartEvents events, Outgoing outgoing) {
        this.state = state;
        this.settings = settings;
        this.events = events;
        this.outgoing = outgoing;
    }

    /** Announces the carts that are due at {@code now}. */
    void announce(long now) {
        for (Carts.Due due : state.carts.takeDue(now, settings)) {
            outgoing.plan(events.abandoned(due), true);
        }
    }

    /** One report of an order: ends its cart, and the carts that were left before it. */
    void end(OrderState order, Event report, Origin origin) {
        String orderId = report.commerce().orderId();
        long until = Math.max(order.time, report.time());
        String named = report.commerce().cartId();
        if (named != null && !named.equals(order.cartId)) {
            end(orderId, order.time, until, named, origin);
        }
        end(orderId, order.time, until, order.cartId, origin);
    }

    /**
     * Another ledger was absorbed: orders of the one may end carts that the other announced. The
     * earliest that does answers.
     */
    void endAll(Origin origin) {
        List<Map.Entry<String, OrderState>> orders = new ArrayList<>();
        for (Map.Entry<String, OrderState> order : state.orders.byId.entrySet()) {
            if (order.getValue().isPlaced()) {
                orders.add(order);
            }
        }
        orders.sort(
                Comparator.<Map.Entry<String, OrderState>>comparingLong(
                                order -> order.getValue().time)
                        .thenComparing(Map.Entry::getKey));
        for (int i = 0; i < orders.size(); i++) {
            OrderState order = orders.get(i).getValue();
            boolean newest = i == orders.size() - 1;
            long until = newest ? Math.max(order.time, state.carts.closedUntil) : order.time;
            end(orders.get(i).getKey(), order.time, until, order.cartId, origin);
        }
    }

    private void end(String orderId, long time, long until, String cartId, Origin origin) {
        for (Carts.Answer answer : state.carts.close(orderId, time, until, cartId)) {
            int annulled = outgoing.annul(CartEvents.ABANDONED, answer.cartId());
            Carts.Answer sent = answer.without(annulled);
            boolean sabotaged = settings.sabotage() == PersonSettings.Sabotage.LATE;
            if (sent != null && !(sabotaged && sent.late())) {
                outgoing.plan(events.answered(sent, orderId, origin), true);
            }
        }
    }
}
