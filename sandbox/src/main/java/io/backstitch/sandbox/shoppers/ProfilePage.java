package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.Truth.Identity;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a shopper's profile must be in the end: only what somebody told. */
final class ProfilePage {
    private final Persona persona;
    private final Oracle oracle;
    private final List<Batch> batches;
    private final Collection<OrderTruth> orders;

    ProfilePage(
            Persona persona, Oracle oracle, List<Batch> batches, Collection<OrderTruth> orders) {
        this.persona = persona;
        this.oracle = oracle;
        this.batches = batches;
        this.orders = orders;
    }

    ShopperTruth profile(ShopperKind kind) {
        boolean customer = false;
        boolean email = false;
        boolean account = false;
        for (Batch batch : batches) {
            if (batch.origin() == Batch.Origin.SHOP) {
                customer |= batch.who().customerId() != null;
                email |= batch.who().email() != null;
                account |= batch.who().profile() != null;
            }
        }
        for (OrderReport report : oracle.reports()) {
            customer |= report.customerId() != null;
            email |= report.emailTyped() != null;
        }
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (email) {
            attributes.put("email", persona.email());
        }
        if (account) {
            if (persona.phone() != null) {
                attributes.put("phone", persona.phone());
            }
            attributes.put("created_at", persona.createdAt());
            attributes.put("email_opt_in", true);
        }
        if (account || !orders.isEmpty()) {
            attributes.put("first_name", persona.firstName());
            attributes.put("last_name", persona.lastName());
        }
        if (!orders.isEmpty()) {
            ordered(attributes);
        }
        Identity identity = customer ? Identity.ID : email ? Identity.EMAIL : Identity.NONE;
        return new ShopperTruth(
                persona.index(),
                kind,
                identity,
                customer ? persona.customerId() : null,
                email ? persona.email() : null,
                Collections.unmodifiableMap(attributes));
    }

    private void ordered(Map<String, Object> attributes) {
        long worth = 0;
        long first = Long.MAX_VALUE;
        long last = 0;
        for (OrderTruth order : orders) {
            worth += order.revenueMinor() - order.refundedMinor();
            first = Math.min(first, order.placedAt());
            last = Math.max(last, order.placedAt());
        }
        attributes.put("orders_count", (long) orders.size());
        attributes.put("lifetime_value", BigDecimal.valueOf(worth, 2));
        attributes.put("first_order_date", Math.floorDiv(first, 1000L));
        attributes.put("last_order_date", Math.floorDiv(last, 1000L));
    }
}
