package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Stitch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Short forms of input for tests: one event per record, identifiers as {@code level, value}. */
final class Shopper {
    static final long NINE = 1_764_579_600_000L;

    private final List<String> levels;
    private long offset;

    Shopper() {
        this(Staircase.SETTINGS);
    }

    /** Asserts only what is a level, as ingest does. */
    Shopper(IdentitySettings settings) {
        this.levels = settings.levels().stream().map(Level::name).toList();
    }

    static long at(int minutes) {
        return NINE + minutes * 60_000L;
    }

    Bundle view(String id, long time, String... ids) {
        return record(id, "product_viewed", Commerce.Kind.VIEW, time, time, ids);
    }

    Bundle add(String id, long time, String... ids) {
        return record(id, "add_to_cart", Commerce.Kind.CART_ADD, time, time, ids);
    }

    Bundle checkout(String id, long time, String... ids) {
        return record(id, "checkout_started", Commerce.Kind.CHECKOUT, time, time, ids);
    }

    Bundle order(String id, long time, long arrival, String... ids) {
        return record(id, "order_completed", Commerce.Kind.ORDER, time, arrival, ids);
    }

    /** The device's user logs out. */
    Bundle logout(long time, String device) {
        return change(time, time, "anonymous_id", device);
    }

    /** A record without events, which says only since when the identifiers hold. */
    Bundle change(long time, long arrival, String... ids) {
        Bundle bundle = record("", "", Commerce.Kind.VIEW, time, arrival, ids);
        return new Bundle(
                bundle.level(),
                bundle.key(),
                null,
                bundle.origin(),
                bundle.source(),
                bundle.platform(),
                bundle.device(),
                bundle.asserted(),
                List.of(),
                List.of(),
                time,
                Stitch.KNOWN,
                List.of(),
                List.of());
    }

    Bundle record(
            String id, String name, Commerce.Kind kind, long time, long arrival, String... pairs) {
        Ids ids = Ids.of(pairs);
        byte[] items =
                "[{\"product_id\":\"p1\",\"quantity\":1,\"price\":19.99}]"
                        .getBytes(StandardCharsets.UTF_8);
        Commerce commerce =
                new Commerce(kind, ids.get("order_id"), ids.get("cart_id"), "EUR", 1999L, items);
        Event event =
                new Event(
                        id,
                        name,
                        name,
                        time,
                        time,
                        "{\"a\":1}".getBytes(StandardCharsets.UTF_8),
                        commerce);
        List<Attribute> profile = new ArrayList<>();
        if (ids.get("email") != null) {
            profile.add(
                    new Attribute(
                            "email",
                            ('"' + ids.get("email") + '"').getBytes(StandardCharsets.UTF_8),
                            time,
                            1));
        }
        String level = null;
        Ids asserted = Ids.NONE;
        for (String candidate : levels) {
            if (ids.get(candidate) != null) {
                level = level == null ? candidate : level;
                asserted = asserted.with(candidate, ids.get(candidate));
            }
        }
        boolean backend = ids.get("anonymous_id") == null;
        return new Bundle(
                level,
                ids.get(level),
                null,
                new Origin(backend ? "orders" : "mparticle.batches", 0, offset++, arrival),
                backend ? "orders" : "mparticle",
                backend ? "backend" : "web",
                ids.get("anonymous_id"),
                asserted,
                profile,
                List.of(event),
                0,
                Stitch.KNOWN,
                List.of(),
                List.of());
    }
}
