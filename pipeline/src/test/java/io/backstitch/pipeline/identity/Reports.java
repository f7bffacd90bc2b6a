package io.backstitch.pipeline.identity;

import io.backstitch.model.Deed;
import io.backstitch.model.Fact;
import io.backstitch.model.Prices;
import io.backstitch.model.Report;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.pipeline.record.Origin;
import io.backstitch.pipeline.record.Stitch;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Brings the model's reports into the form in which ingest hands them to the steps. */
final class Reports {
    private Reports() {}

    /**
     * @param prefix put before every identifier, so that histories can share a job
     */
    static Bundle bundle(Report report, String prefix) {
        Ids ids = Ids.NONE;
        String lowest = null;
        for (String level : Report.LEVELS) {
            String value = report.ids().get(level);
            if (value != null) {
                lowest = lowest == null ? level : lowest;
                ids = ids.with(level, prefix + value);
            }
        }
        if (report.ids().containsKey(Ids.MPID)) {
            ids = ids.with(Ids.MPID, prefix + report.ids().get(Ids.MPID));
        }
        List<Event> events = new ArrayList<>();
        for (Deed deed : report.deeds()) {
            events.add(event(deed, ids, prefix));
        }
        List<Attribute> profile = new ArrayList<>();
        for (Fact fact : report.facts()) {
            String value =
                    fact.name().equals("email")
                            ? '"' + prefix + fact.value().substring(1)
                            : fact.value();
            profile.add(new Attribute(fact.name(), utf8(value), fact.time(), 1));
        }
        return new Bundle(
                lowest,
                ids.get(lowest),
                null,
                new Origin(
                        report.backend() ? "orders" : "mparticle.batches",
                        0,
                        report.number(),
                        report.arrival()),
                report.backend() ? "orders" : "mparticle",
                report.backend() ? "backend" : "web",
                ids.get("anonymous_id"),
                ids,
                profile,
                events,
                report.logout(),
                Stitch.KNOWN,
                List.of(),
                List.of());
    }

    private static Event event(Deed deed, Ids ids, String prefix) {
        String name =
                switch (deed.kind()) {
                    case VIEW -> "product_viewed";
                    case ADD -> "add_to_cart";
                    case REMOVE -> "cart_item_removed";
                    case CHECKOUT -> "checkout_started";
                    case ORDER -> "order_completed";
                    case ORDER_UPDATE -> "order_updated";
                    case REFUND -> "order_refunded";
                    case CANCEL -> "order_cancelled";
                };
        Commerce.Kind kind =
                switch (deed.kind()) {
                    case ADD -> Commerce.Kind.CART_ADD;
                    case REMOVE -> Commerce.Kind.CART_REMOVE;
                    default -> Commerce.Kind.valueOf(deed.kind().name());
                };
        String items =
                "[{\"product_id\":\""
                        + deed.product()
                        + "\",\"quantity\":"
                        + deed.quantity()
                        + ",\"price\":"
                        + BigDecimal.valueOf(Prices.of(deed.product()), 2)
                        + "}]";
        Commerce commerce =
                new Commerce(
                        kind,
                        ids.get("order_id"),
                        ids.get("cart_id"),
                        "EUR",
                        deed.minor(),
                        utf8(items));
        return new Event(
                prefix + deed.id(), name, name, deed.time(), deed.time(), utf8("{}"), commerce);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
