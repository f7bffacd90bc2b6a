package io.backstitch.cli.scenario;

import io.backstitch.schemas.registry.ConfluentAvroWriter;
import io.backstitch.schemas.registry.RegistryException;
import io.backstitch.schemas.registry.Subjects;
import io.backstitch.schemas.wire.Order;
import io.backstitch.schemas.wire.OrderItem;
import io.backstitch.schemas.wire.OrderStatus;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * {@code order: {id: 1001, customer: 42, total: 59.90 EUR, at: 09:31}} as the backend writes it.
 */
final class OrderShort {
    static final String TOPIC = "orders";
    static final Set<String> FIELDS =
            Set.of(
                    "id",
                    "status",
                    "customer",
                    "email",
                    "phone",
                    "first_name",
                    "last_name",
                    "cart",
                    "device",
                    "total",
                    "discount",
                    "shipping",
                    "tax",
                    "items",
                    "message",
                    "at",
                    "arrives");

    private final Moments moments;
    private final Basket basket;
    private final String topic;
    private final ConfluentAvroWriter<Order> avro =
            ConfluentAvroWriter.registering(
                    new OneSchemaRegistry(), Subjects.ofValue(TOPIC), Order.class);

    OrderShort(Moments moments, Basket basket, String topic) {
        this.moments = moments;
        this.basket = basket;
        this.topic = topic;
    }

    /** The record, or null if the form has faults. */
    Input expand(Form form) {
        String id = form.required("id");
        Long at = moments.read(form, "at");
        Long arrives = form.has("arrives") ? moments.read(form, "arrives") : at;
        if (!form.has("at")) {
            form.required("at");
        }
        OrderStatus status = status(form);
        List<Basket.Line> items = basket.items(form);
        Amount total = form.has("total") ? Amount.read(form, "total") : Amount.of(items);
        long[] figures = {
            minor(form, "discount", total),
            minor(form, "shipping", total),
            minor(form, "tax", total)
        };
        if (id == null || at == null || arrives == null || total == null || status == null) {
            return null;
        }
        Order order =
                Order.newBuilder()
                        .setOrderId(id)
                        .setMessageId(form.text("message"))
                        .setStatus(status)
                        .setOccurredAt(Instant.ofEpochMilli(at))
                        .setCustomerId(form.text("customer"))
                        .setEmail(form.text("email"))
                        .setPhone(form.text("phone"))
                        .setFirstName(form.text("first_name"))
                        .setLastName(form.text("last_name"))
                        .setCartId(form.text("cart"))
                        .setAnonymousId(form.text("device"))
                        .setCurrency(total.currency())
                        .setRevenueMinor(total.minor())
                        .setDiscountMinor(figures[0])
                        .setShippingMinor(figures[1])
                        .setTaxMinor(figures[2])
                        .setItems(lines(items, total.currency()))
                        .build();
        return new Input(
                form.place(), topic, arrives, id.getBytes(StandardCharsets.UTF_8), bytes(order));
    }

    private byte[] bytes(Order order) {
        try {
            return avro.write(order);
        } catch (RegistryException e) {
            throw new IllegalStateException("no registry is asked", e);
        }
    }

    private static long minor(Form form, String name, Amount total) {
        Amount amount = Amount.read(form, name);
        return amount == null || total == null ? 0 : Amount.minor(amount.value(), total.currency());
    }

    private static OrderStatus status(Form form) {
        String status = form.text("status");
        if (status == null) {
            return OrderStatus.PLACED;
        }
        try {
            return OrderStatus.valueOf(status.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            form.fault("status", "expected placed, updated, refunded or cancelled");
            return null;
        }
    }

    private static List<OrderItem> lines(List<Basket.Line> items, String currency) {
        List<OrderItem> lines = new ArrayList<>();
        for (Basket.Line line : items) {
            lines.add(
                    OrderItem.newBuilder()
                            .setProductId(line.product())
                            .setSku(line.sku())
                            .setName(line.name())
                            .setCategory(line.category())
                            .setQuantity(line.quantity().intValue())
                            .setPriceMinor(
                                    line.price() == null ? 0 : Amount.minor(line.price(), currency))
                            .build());
        }
        return lines;
    }
}
