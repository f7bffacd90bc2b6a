package io.backstitch.sandbox.shoppers;

import io.backstitch.sandbox.shoppers.Truth.CartTruth;
import io.backstitch.sandbox.shoppers.Truth.EventTruth;
import io.backstitch.sandbox.shoppers.Truth.OrderTruth;
import io.backstitch.sandbox.shoppers.Truth.RecordTruth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where truth is written while the simulation runs. */
final class TruthBook {
    final List<ShopperTruth> shoppers = new ArrayList<>();
    final Map<String, EventTruth> events = new LinkedHashMap<>();
    final Map<String, RecordTruth> records = new LinkedHashMap<>();
    final Map<String, OrderTruth> orders = new LinkedHashMap<>();
    final Map<String, CartTruth> carts = new LinkedHashMap<>();
    final Map<Fate, Long> fates = new EnumMap<>(Fate.class);
    final Map<ShopperKind, Long> kinds = new EnumMap<>(ShopperKind.class);
    private final List<CartTruth> lastCarts = new ArrayList<>();
    final MessTally tally = new MessTally();
    long recordCount;

    /** The carts entered last, as far as they are this shopper's. */
    List<CartTruth> cartsOf(int shopper) {
        List<CartTruth> found = new ArrayList<>();
        for (CartTruth cart : lastCarts) {
            if (cart.shopper() == shopper) {
                found.add(cart);
            }
        }
        lastCarts.clear();
        return found;
    }

    void add(CartTruth cart) {
        carts.put(cart.cartId(), cart);
        lastCarts.add(cart);
    }

    void add(ShopperTruth shopper) {
        shoppers.add(shopper);
        kinds.merge(shopper.kind(), 1L, Long::sum);
    }

    void add(EventTruth event) {
        if (events.put(event.eventId(), event) != null) {
            throw new IllegalStateException("event id used twice: " + event.eventId());
        }
        count(event.fate(), 1);
        count(event.fateOfRepeats(), event.arrivals().size() - 1L);
    }

    void add(RecordTruth written) {
        records.put(written.position(), written);
        if (written.fate() != null) {
            count(written.fate(), 1);
        }
    }

    private void count(Fate fate, long occurrences) {
        if (occurrences > 0) {
            fates.merge(fate, occurrences, Long::sum);
        }
    }
}
