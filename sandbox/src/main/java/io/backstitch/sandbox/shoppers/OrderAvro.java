package io.backstitch.sandbox.shoppers;

import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import io.backstitch.schemas.wire.OrderStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes a report as the backend's Avro record. */
final class OrderAvro {
    private OrderAvro() {}

    static Order order(OrderReport report) {
        List<OrderItem> items = new ArrayList<>();
        for (Product.Line line : report.lines()) {
            Product product = line.product();
            items.add(
                    OrderItem.newBuilder()
                            .setProductId(product.id())
                            .setSku(product.sku())
                            .setName(product.name())
                            .setCategory(product.category())
                            .setQuantity(line.quantity())
                            .setPriceMinor(product.priceMinor())
                            .build());
        }
        Figures figures = report.figures();
        return Order.newBuilder()
                .setOrderId(report.orderId())
                .setMessageId(report.messageId())
                .setStatus(OrderStatus.valueOf(report.status()))
                .setOccurredAt(Instant.ofEpochMilli(report.occurredAt()))
                .setCustomerId(report.customerId())
                .setEmail(report.emailTyped())
                .setPhone(null)
                .setFirstName(report.buyer().firstName())
                .setLastName(report.buyer().lastName())
                .setCartId(report.cartId())
                .setAnonymousId(report.anonymousId())
                .setCurrency("EUR")
                .setRevenueMinor(report.revenueMinor())
                .setDiscountMinor(figures.discount())
                .setShippingMinor(figures.shipping())
                .setTaxMinor(figures.tax())
                .setItems(items)
                .build();
    }
}
