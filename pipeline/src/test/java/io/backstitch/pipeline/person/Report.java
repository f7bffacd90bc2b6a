package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Short form of a shopping event for tests; times are minutes after nine. Arrives when it happens,
 * unless told otherwise.
 */
record Report(
        Commerce.Kind kind,
        String id,
        String order,
        String cart,
        String currency,
        Long minor,
        String items,
        long time,
        long arrival,
        String platform) {
    static final long MINUTE = 60_000L;
    static final long DAY = 1440;
    static final long NINE = 1_764_579_600_000L;

    private static Report of(Commerce.Kind kind, String id, String order, String platform) {
        return new Report(kind, id, order, null, "EUR", null, null, 0, 0, platform);
    }

    static Report client(String id, String order) {
        return of(Commerce.Kind.ORDER, id, order, "web");
    }

    static Report backend(String id, String order) {
        return of(Commerce.Kind.ORDER, id, order, "backend");
    }

    static Report update(String id, String order) {
        return of(Commerce.Kind.ORDER_UPDATE, id, order, "backend");
    }

    static Report refund(String id, String order) {
        return of(Commerce.Kind.REFUND, id, order, "backend");
    }

    static Report cancel(String id, String order) {
        return of(Commerce.Kind.CANCEL, id, order, "backend");
    }

    static Report add(String id, String cart) {
        return of(Commerce.Kind.CART_ADD, id, null, "web").in(cart);
    }

    Report in(String newCart) {
        return new Report(
                kind, id, order, newCart, currency, minor, items, time, arrival, platform);
    }

    Report by(String newPlatform) {
        return new Report(
                kind, id, order, cart, currency, minor, items, time, arrival, newPlatform);
    }

    Report of(long newMinor) {
        return of(newMinor, currency);
    }

    Report of(Long newMinor, String newCurrency) {
        return new Report(
                kind, id, order, cart, newCurrency, newMinor, items, time, arrival, platform);
    }

    Report at(long minute) {
        return new Report(kind, id, order, cart, currency, minor, items, minute, minute, platform);
    }

    Report arriving(long minute) {
        return new Report(kind, id, order, cart, currency, minor, items, time, minute, platform);
    }

    /** Lines as {@code product} or {@code product:category}. */
    Report lines(String... lines) {
        StringBuilder json = new StringBuilder();
        for (String line : lines) {
            String[] parts = line.split(":");
            json.append(json.isEmpty() ? "[" : ",").append("{'product_id':'").append(parts[0]);
            json.append("','quantity':1,'price':9.90");
            json.append(parts.length > 1 ? ",'category':'" + parts[1] + "'}" : "}");
        }
        return items(json.append("]").toString());
    }

    /** Items as JSON with single quotes. */
    Report items(String json) {
        return new Report(
                kind,
                id,
                order,
                cart,
                currency,
                minor,
                json.replace('\'', '"'),
                time,
                arrival,
                platform);
    }

    /** Those that say the order was placed. */
    static Predicate<Report> placing(String order) {
        return report -> report.kind == Commerce.Kind.ORDER && order.equals(report.order);
    }

    private String name() {
        return switch (kind) {
            case ORDER -> "order_completed";
            case ORDER_UPDATE -> "order_updated";
            case REFUND -> "order_refunded";
            case CANCEL -> "order_cancelled";
            case CART_ADD -> "add_to_cart";
            default -> kind.name().toLowerCase(Locale.ROOT);
        };
    }

    Bundle bundle() {
        long at = NINE + time * MINUTE;
        byte[] lines = items == null ? null : items.getBytes(StandardCharsets.UTF_8);
        String attributes =
                "{\"revenue\":19.90" + (items == null ? "}" : ",\"items\":" + items + "}");
        Event event =
                new Event(
                        id,
                        name(),
                        name(),
                        at,
                        at,
                        attributes.getBytes(StandardCharsets.UTF_8),
                        new Commerce(kind, order, cart, currency, minor, lines));
        return OnePerson.bundle(arrival, platform, List.of(), List.of(event));
    }
}
