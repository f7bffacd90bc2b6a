package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes a shopper's page in the book of truth: orders, carts, events, profile. */
final class ShopperPage {
    private final SimulationOptions options;
    private final TruthBook book;
    private final Persona persona;
    private final Oracle oracle;
    private final List<Batch> batches;
    private final Map<String, OrderTruth> orders = new LinkedHashMap<>();

    ShopperPage(
            SimulationOptions options,
            TruthBook book,
            Persona persona,
            Oracle oracle,
            List<Batch> batches) {
        this.options = options;
        this.book = book;
        this.persona = persona;
        this.oracle = oracle;
        this.batches = batches;
    }

    /** Writes everything; returns the fate of each of the oracle's order reports, in its order. */
    List<Fate> write(ShopperKind kind, List<EventTruth> events) {
        collectOrders(events);
        orders.values().forEach(order -> book.orders.put(order.orderId(), order));
        carts().forEach(book::add);
        Set<String> delivered = new LinkedHashSet<>();
        for (EventTruth event : events) {
            book.add(onceOnly(event, delivered));
        }
        book.add(new ProfilePage(persona, oracle, batches, orders.values()).profile(kind));
        List<Fate> fates = new ArrayList<>();
        for (OrderReport report : oracle.reports()) {
            fates.add(fate(report, delivered));
        }
        return fates;
    }

    /** Of a client's and the backend's report the one that was known first is delivered. */
    private EventTruth onceOnly(EventTruth event, Set<String> delivered) {
        if (event.orderId() == null || event.fate() != Fate.DELIVERED) {
            return event;
        }
        OrderTruth order = orders.get(event.orderId());
        if (event.known() == order.firstKnown() && delivered.add(event.orderId())) {
            return event;
        }
        return new EventTruth(
                event.eventId(),
                event.contractName(),
                event.shopper(),
                event.time(),
                event.arrivals(),
                event.platform(),
                event.anonymousId(),
                event.known(),
                event.statesPerson(),
                event.heldBeforeKnown(),
                Fate.DUPLICATE,
                null,
                event.orderId(),
                event.cartId());
    }

    private static Fate fate(OrderReport report, Set<String> delivered) {
        if (!report.placed()) {
            return Fate.DELIVERED;
        }
        return delivered.add(report.orderId()) ? Fate.DELIVERED : Fate.DUPLICATE;
    }

    private void collectOrders(List<EventTruth> events) {
        Map<String, OrderReport> placed = new LinkedHashMap<>();
        for (OrderReport report : oracle.reports()) {
            if (report.placed()) {
                placed.putIfAbsent(report.orderId(), report);
            }
        }
        for (OrderReport report : placed.values()) {
            long revenue = report.revenueMinor();
            long refunded = 0;
            for (OrderReport later : oracle.reports()) {
                if (later.orderId().equals(report.orderId()) && !later.placed()) {
                    if (later.status().equals("REFUNDED")) {
                        refunded += later.revenueMinor();
                    } else {
                        revenue = later.revenueMinor();
                    }
                }
            }
            Set<Long> reported = new LinkedHashSet<>();
            reported.add(report.revenueMinor());
            List<String> clients = new ArrayList<>();
            for (EventTruth event : events) {
                if (report.orderId().equals(event.orderId())) {
                    clients.add(event.eventId());
                }
            }
            for (Batch batch : batches) {
                for (ClientEvent event : batch.events()) {
                    if (clients.contains(event.messageId())) {
                        reported.add(event.figures().revenue());
                    }
                }
            }
            orders.put(
                    report.orderId(),
                    new OrderTruth(
                            report.orderId(),
                            persona.index(),
                            cartOf(report),
                            report.occurredAt(),
                            oracle.orderKnown(report.orderId()),
                            revenue,
                            refunded,
                            List.copyOf(reported),
                            List.copyOf(clients)));
        }
    }

    /** The cart whose content was ordered; carts and orders of a shopper alternate. */
    private String cartOf(OrderReport report) {
        String cart = null;
        long latest = 0;
        for (Batch batch : batches) {
            for (ClientEvent event : batch.events()) {
                if (event.cartActivity()
                        && event.time() <= report.occurredAt()
                        && event.time() >= latest) {
                    latest = event.time();
                    cart = event.cartId();
                }
            }
        }
        return cart;
    }

    private List<CartTruth> carts() {
        Map<String, Long> lastActivity = new LinkedHashMap<>();
        for (Batch batch : batches) {
            for (ClientEvent event : batch.events()) {
                if (event.cartActivity()) {
                    lastActivity.merge(event.cartId(), event.time(), Math::max);
                }
            }
        }
        List<CartTruth> carts = new ArrayList<>();
        lastActivity.forEach((cartId, last) -> carts.add(cart(cartId, last)));
        return carts;
    }

    private CartTruth cart(String cartId, long last) {
        long deadline = last + options.cartDeadline();
        long ownerKnown = oracle.cartKnown(cartId);
        OrderTruth order = null;
        for (OrderTruth candidate : orders.values()) {
            if (cartId.equals(candidate.cartId())) {
                order = candidate;
            }
        }
        boolean announced =
                ownerKnown > 0
                        && ownerKnown <= deadline
                        && (order == null || order.firstKnown() > deadline);
        boolean suppressed = announced && order != null && order.placedAt() <= deadline;
        boolean recovered = announced && order != null && order.placedAt() > deadline;
        return new CartTruth(
                cartId,
                persona.index(),
                last,
                deadline,
                ownerKnown,
                announced,
                suppressed,
                recovered,
                order == null ? null : order.orderId());
    }
}
