package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.pipeline.record.Commerce;
import io.backstitch.pipeline.record.Event;
import io.backstitch.pipeline.record.Ids;
import io.backstitch.schemas.contract.Field;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Brings one planned event into contract form. */
final class EventReader {
    /** Tells a journey what a flagged event lacks. */
    static final String MISSING = "missing_properties";

    private final Coercion coercion;
    private final ItemReader itemReader;
    private final String defaultCurrency;
    private final Strangers strangers;
    private final LegacyNames names;
    private final Tally tally;

    EventReader(
            Coercion coercion,
            ItemReader itemReader,
            String defaultCurrency,
            Strangers strangers,
            LegacyNames names,
            Tally tally) {
        this.strangers = strangers;
        this.names = names;
        this.coercion = coercion;
        this.itemReader = itemReader;
        this.defaultCurrency = defaultCurrency;
        this.tally = tally;
    }

    Normalised.Accepted read(EventPlan plan, SourceEvent source) throws Refusal {
        Properties properties = Properties.of(plan, source.properties(), strangers, tally);
        List<Item> items = items(plan, properties);
        boolean flat = items == null && properties.flatItem() != null;
        if (flat) {
            items = flatItem(properties);
            flat = items != null;
        }
        Object[] values = values(plan, properties, source.region());
        if (plan.type.singleItem()) {
            fillFromProduct(plan, properties, values, source.region());
        }
        List<String> missing = complete(plan, properties, values, items);
        Extras extras = properties.extras;
        if (flat) {
            extras.removeAll(plan.flat);
        }
        byte[] attributes = fitting(plan, values, items, extras, missing);
        Event event =
                new Event(
                        source.id(),
                        plan.type.name(),
                        source.name(),
                        source.time(),
                        source.rawTime(),
                        attributes,
                        missing.isEmpty() ? commerce(plan, values, items) : null,
                        names.of(plan.type.name(), source.name()));
        return new Normalised.Accepted(event, ids(plan, values));
    }

    private byte[] fitting(
            EventPlan plan, Object[] values, List<Item> items, Extras extras, List<String> missing)
            throws Refusal {
        byte[] attributes = Json.bytes(out -> write(out, plan, values, items, extras, missing));
        if (attributes.length > Limits.EVENT_ATTRIBUTES_BYTES
                && new Fit(plan.type.name(), tally).shrink(extras, items, attributes.length)) {
            attributes = Json.bytes(out -> write(out, plan, values, items, extras, missing));
        }
        if (attributes.length > Limits.EVENT_ATTRIBUTES_BYTES) {
            throw new Refusal(
                    "too_large",
                    null,
                    attributes.length + " bytes of properties",
                    "at most " + Limits.EVENT_ATTRIBUTES_BYTES);
        }
        return attributes;
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
            if (refusal.is("missing_property")) {
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

    private void fillFromProduct(
            EventPlan plan, Properties properties, Object[] values, String region) throws Refusal {
        List<Item> products = itemReader.read("items", properties.products());
        if (products == null || products.isEmpty()) {
            return;
        }
        if (products.size() > 1) {
            throw new Refusal(
                    "ambiguous", properties.productsName(), products.size() + " products", "one");
        }
        Item product = products.get(0);
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = product.get(plan.fields.get(i).name());
            }
        }
        for (int i = 0; i < product.extras.size(); i++) {
            int at = plan.slots.find(product.extras.name(i));
            if (at == Slots.NONE) {
                properties.extras.add(product.extras.name(i), product.extras.value(i));
            } else if (values[Slots.slot(at)] == null) {
                Field field = plan.fields.get(Slots.slot(at));
                values[Slots.slot(at)] = coercion.coerce(field, product.extras.value(i), region);
            }
        }
    }

    /** Fills in what follows from the rest; returns what is missing where the event may go on. */
    private List<String> complete(
            EventPlan plan, Properties properties, Object[] values, List<Item> items)
            throws Refusal {
        List<String> missing = List.of();
        if (plan.currency != EventPlan.NO_SLOT && values[plan.currency] == null) {
            values[plan.currency] = defaultCurrency;
        }
        for (int i = 0; i < values.length; i++) {
            Field field = plan.fields.get(i);
            if (field.itemsTotal() && values[i] == null && items != null) {
                values[i] = ItemReader.total(items);
            }
            boolean lacks = i == plan.items ? items == null : values[i] == null;
            if (field.required() && lacks) {
                missing = new ArrayList<>(missing);
                missing.add(flag(plan, field, properties.found[i]));
            }
        }
        return missing;
    }

    private String flag(EventPlan plan, Field field, JsonNode source) throws Refusal {
        Refusal refusal =
                new Refusal(
                        "missing_property",
                        field.name(),
                        SourceValues.absent(source)
                                ? "nothing"
                                : SourceValues.kind(source) + " that says nothing",
                        "form "
                                + field.form().word()
                                + ", since "
                                + plan.type.name()
                                + " needs it");
        if (!plan.flagged || field.identifier() != null) {
            throw refusal;
        }
        tally.violation(refusal.violation(plan.type.name(), Violation.Decision.FLAGGED));
        return field.name();
    }

    private static void write(
            JsonGenerator out,
            EventPlan plan,
            Object[] values,
            List<Item> items,
            Extras extras,
            List<String> missing)
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
        extras.write(out);
        if (!missing.isEmpty()) {
            out.writeFieldName(MISSING);
            out.writeStartArray();
            for (String name : missing) {
                out.writeString(name);
            }
            out.writeEndArray();
        }
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
