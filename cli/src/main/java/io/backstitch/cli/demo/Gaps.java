package io.backstitch.cli.demo;

import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.schemas.wire.Receipt;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds people of whom an operation is missing: the pipeline numbers a person's operations from 1
 * without gaps, and each leaves a receipt.
 */
final class Gaps {
    private Gaps() {}

    /** Shoppers behind the receipts of such people. */
    static Set<Integer> shoppers(Evidence evidence) {
        Map<String, TreeSet<Long>> numbers = new HashMap<>();
        Map<String, Set<Integer>> shoppersOf = new HashMap<>();
        for (Receipt receipt : evidence.receipts()) {
            if (receipt.getPerson() == null || receipt.getPersonSeq() == 0) {
                continue;
            }
            numbers.computeIfAbsent(receipt.getPerson(), p -> new TreeSet<>())
                    .add(receipt.getPersonSeq());
            Integer shopper = shopper(evidence.truth(), receipt);
            if (shopper != null) {
                shoppersOf.computeIfAbsent(receipt.getPerson(), p -> new HashSet<>()).add(shopper);
            }
        }
        Set<Integer> found = new HashSet<>();
        numbers.forEach(
                (person, seen) -> {
                    if (seen.last() != seen.size()) {
                        found.addAll(shoppersOf.getOrDefault(person, Set.of()));
                    }
                });
        return found;
    }

    private static Integer shopper(Truth truth, Receipt receipt) {
        EventTruth event = receipt.getEventId() == null ? null : truth.event(receipt.getEventId());
        if (event != null) {
            return event.shopper();
        }
        OrderTruth order = receipt.getOrderId() == null ? null : truth.order(receipt.getOrderId());
        if (order != null) {
            return order.shopper();
        }
        CartTruth cart = receipt.getCartId() == null ? null : truth.cart(receipt.getCartId());
        return cart == null ? null : cart.shopper();
    }
}
