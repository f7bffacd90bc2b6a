package io.backstitch.schemas.registry;

import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import io.backstitch.schemas.wire.OrderStatus;
import java.time.Instant;
import java.util.List;

/** Orders for tests. */
final class Orders {

    private Orders() {}

    static Order order(String id) {
        return Order.newBuilder()
                .setOrderId(id)
                .setStatus(OrderStatus.PLACED)
                .setOccurredAt(Instant.parse("2026-11-23T09:31:00.250Z"))
                .setEmail("Größe@example.com")
                .setCurrency("EUR")
                .setRevenueMinor(12_345L)
                .setItems(
                        List.of(
                                OrderItem.newBuilder()
                                        .setProductId("p-1")
                                        .setQuantity(2)
                                        .setPriceMinor(5_000L)
                                        .build()))
                .build();
    }
}
