package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.core.JsonGenerator;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.schemas.contract.Field;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;

/** Brings one planned event into contract form. */
final class EventReader {
    private final Coercion coercion;
    private final ItemReader itemReader;
    private final String defaultCurrency;
    private final Tally tally;

    EventReader(Coercion coercion, ItemReader itemReader, String defaultCurrency, Tally tally) {
        this.coercion = coercion;
        this.itemReader = itemReader;
        this.defaultCurrency = defaultCurrency;
        this.tally = tally;
    }

    Normalised.Accepted read(EventPlan plan, SourceEvent source) throws Refusal {
        Properties properties = Properties.of(plan, source.properties(), tally);
        List<Item> items = items(plan, properties);
        boolean flat = items == null && properties.flatItem() != null;
        if (flat) {
            items = flatItem(properties);
            flat = items != null;
        }
        Object[] values = values(plan, properties, source.region());
        if (plan.type.singleItem()) {
            fillFromProduct(plan, properties, values);
        }
        complete(plan, values, items);
        List<Item> written = items;
        boolean flatUsed = flat;
        byte[] attributes =
                Json.bytes(out -> write(out, plan, values, written, properties.extras, flatUsed));
        if (attributes.length > Limits.EVENT_ATTRIBUTES_BYTES) {
            throw new Refusal(
                    "too_large",
                    null,
                    "found "
                            + attributes.length
                            + " bytes of properties, expected at most "
                            + Limits.EVENT_ATTRIBUTES_BYTES);
        }
        Event event =
                new Event(
                        source.id(),
                        plan.type.name(),
                        source.name(),
                        source.time(),
                        source.rawTime(),
                        attributes,
                        commerce(plan, values, items));
        return new Normalised.Accepted(event, ids(plan, values));
    }

    private List<Item> items(EventPlan plan, Properties properties) throws Refusal {
        if (plan.items == EventPlan.NO_SLOT) {
            return null;
        }
        List<Item> items =
                itemReader.read(plan.fields.get(plan.items).name(), properties.found[plan.items]);
        return items == null || items.isEmpty() ? null : items;
    }

    /** Null if the event's own properties do not name a product. */
    private List<Item> flatItem(Properties properties) throws Refusal {
        try {
            return List.of(itemReader.item(properties.flatItem()));
        } catch (Refusal refusal) {
            if (refusal.outcome().reason().equals("missing_property")) {
                return null;
            }
            throw refusal;
        }
    }

    private Object[] values(EventPlan plan, Properties properties, String region) throws Refusal {
        Object[] values = new Object[plan.fields.size()];
        for (int i = 0; i < values.length; i++) {
            if (i != plan.items) {
                values[i] = coercion.coerce(plan.fields.get(i), properties.found[i], region);
            }
        }
        return values;
    }

    private void fillFromProduct(EventPlan plan, Properties properties, Object[] values)
            throws Refusal {
        List<Item> products = itemReader.read("items", properties.products());
        if (products == null || products.isEmpty()) {
            return;
        }
        if (products.size() > 1) {
            throw new Refusal(
                    "ambiguous",
                    properties.productsName(),
                    "found " + products.size() + " products, expected one");
        }
        Item product = products.get(0);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = product.get(plan.fields.get(i).name());
            }
        }
        product.extras.forEach(properties.extras::add);
    }

    private void complete(EventPlan plan, Object[] values, List<Item> items) throws Refusal {
        if (plan.currency != EventPlan.NO_SLOT && values[plan.currency] == null) {
            values[plan.currency] = defaultCurrency;
        }
        for (int i = 0; i < values.length; i++) {
            Field field = plan.fields.get(i);
            if (field.itemsTotal() && values[i] == null && items != null) {
                values[i] = ItemReader.total(items);
            }
            boolean missing = i == plan.items ? items == null : values[i] == null;
            if (field.required() && missing) {
                throw new Refusal(
                        "missing_property",
                        field.name(),
                        plan.type.name() + " needs it; found nothing, or a placeholder");
            }
        }
    }

    private static void write(
            JsonGenerator out,
            EventPlan plan,
            Object[] values,
            List<Item> items,
            Extras extras,
            boolean flat)
            throws IOException {
        out.writeStartObject();
        for (int i = 0; i < values.length; i++) {
            if (i == plan.items) {
                out.writeFieldName(plan.fields.get(i).name());
                writeItems(out, items);
            } else if (values[i] != null) {
                out.writeFieldName(plan.fields.get(i).name());
                Coercion.write(out, values[i]);
            }
        }
        extras.write(out, plan.flat, flat);
        out.writeEndObject();
    }

    private static void writeItems(JsonGenerator out, List<Item> items) throws IOException {
        out.writeStartArray();
        if (items != null) {
            for (Item item : items) {
                item.write(out);
            }
        }
        out.writeEndArray();
    }

    private static Commerce commerce(EventPlan plan, Object[] values, List<Item> items)
            throws Refusal {
        if (plan.kind == null) {
            return null;
        }
        String currency =
                plan.currency == EventPlan.NO_SLOT ? null : (String) values[plan.currency];
        Long minor = null;
        if (plan.amount != EventPlan.NO_SLOT && values[plan.amount] instanceof BigDecimal amount) {
            minor = Money.minor(amount, currency);
            if (minor == null) {
                throw new Refusal(
                        "out_of_range", plan.fields.get(plan.amount).name(), "too much money");
            }
        }
        return new Commerce(
                plan.kind,
                text(plan, values, "order_id"),
                text(plan, values, "cart_id"),
                currency,
                minor,
                items == null ? null : Json.bytes(out -> writeItems(out, items)));
    }

    private static String text(EventPlan plan, Object[] values, String level) {
        for (int i = 0; i < values.length; i++) {
            if (level.equals(plan.fields.get(i).identifier())) {
                return (String) values[i];
            }
        }
        return null;
    }

    private static Ids ids(EventPlan plan, Object[] values) {
        Ids ids = Ids.NONE;
        for (int i = 0; i < values.length; i++) {
            String level = plan.fields.get(i).identifier();
            if (level != null) {
                ids = ids.with(level, (String) values[i]);
            }
        }
        return ids;
    }
}
