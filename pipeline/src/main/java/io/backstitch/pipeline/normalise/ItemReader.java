package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.backstitch.schemas.contract.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads products however they were written: a list, one object where a list is due, JSON text of
 * either, with nested {@code custom_attributes}.
 */
final class ItemReader {
    private static final String CUSTOM = "custom_attributes";
    private static final String OWNER = "items";
    private static final int MAX_ITEMS = 500;

    private final List<Field> fields;
    private final Slots slots;
    private final Coercion coercion;
    private final Strangers strangers;

    ItemReader(List<Field> fields, Coercion coercion, Strangers strangers) {
        this.fields = fields;
        this.slots = new Slots(fields, true);
        this.coercion = coercion;
        this.strangers = strangers;
    }

    /** The items, null if the value is unset. */
    List<Item> read(String field, JsonNode source) throws Refusal {
        JsonNode value = source;
        if (value != null && value.isTextual() && !value.textValue().isBlank()) {
            value = Json.parseText(value.textValue());
            if (value == null) {
                throw Refusal.wrongType(field, "text", "a list of items");
            }
        }
        if (SourceValues.absent(value)) {
            return null;
        }
        if (value.isObject()) {
            return List.of(item(field + "[0]", value));
        }
        if (!value.isArray()) {
            throw Refusal.wrongType(field, SourceValues.kind(value), "a list of items");
        }
        if (value.size() > MAX_ITEMS) {
            throw new Refusal("too_large", field, "expected at most " + MAX_ITEMS + " items");
        }
        List<Item> items = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            items.add(item(field + "[" + items.size() + "]", element));
        }
        return items;
    }

    private Item item(String where, JsonNode source) throws Refusal {
        JsonNode value = source.isTextual() ? Json.parseText(source.textValue()) : source;
        if (value == null || !value.isObject()) {
            throw Refusal.wrongType(where, SourceValues.kind(source), "an object with product_id");
        }
        try {
            return item((ObjectNode) value);
        } catch (Refusal refusal) {
            throw refusal.within(where);
        }
    }

    /** One item from one object. */
    Item item(ObjectNode source) throws Refusal {
        Item item = new Item(fields);
        JsonNode[] found = new JsonNode[fields.size()];
        int[] ranks = new int[fields.size()];
        collect(source, item, found, ranks, 0);
        JsonNode custom = source.get(CUSTOM);
        if (custom != null && custom.isObject()) {
            collect(custom, item, found, ranks, 1000);
        }
        for (int i = 0; i < found.length; i++) {
            item.values[i] = coercion.coerce(fields.get(i), found[i], null);
        }
        complete(item);
        return item;
    }

    private void collect(JsonNode source, Item item, JsonNode[] found, int[] ranks, int offset)
            throws Refusal {
        for (Map.Entry<String, JsonNode> property : source.properties()) {
            String name = Json.clean(property.getKey());
            int at = slots.find(name);
            if (at == Slots.NONE) {
                if (!CUSTOM.equals(name) && strangers.keeps(OWNER, name, property.getValue())) {
                    item.extras.add(name, property.getValue());
                }
                continue;
            }
            int rank = offset + Slots.rank(at);
            int slot = Slots.slot(at);
            if (!SourceValues.absent(property.getValue())
                    && (found[slot] == null || rank < ranks[slot])) {
                found[slot] = property.getValue();
                ranks[slot] = rank;
            }
        }
    }

    /** A product known only by its SKU is that product; no quantity means one. */
    private void complete(Item item) throws Refusal {
        for (int i = 0; i < fields.size(); i++) {
            Field field = fields.get(i);
            if (item.values[i] != null) {
                continue;
            }
            if (field.name().equals("quantity")) {
                item.values[i] = BigDecimal.ONE;
            } else if (field.name().equals("product_id")) {
                Object sku = item.get("sku");
                item.values[i] =
                        sku == null ? null : coercion.coerce(field, new TextNode(sku + ""), null);
            }
            if (field.required() && item.values[i] == null) {
                throw new Refusal("missing_property", field.name(), "nothing", "it in every item");
            }
        }
    }

    /** Sum of price times quantity, or null if a price is unknown or there are no items. */
    static BigDecimal total(List<Item> items) {
        if (items.isEmpty()) {
            return null;
        }
        BigDecimal sum = BigDecimal.ZERO;
        for (Item item : items) {
            BigDecimal total = item.total();
            if (total == null) {
                return null;
            }
            sum = sum.add(total);
        }
        BigDecimal bounded = SourceValues.bounded(sum);
        BigDecimal rounded = bounded == null ? null : Coercion.rounded(bounded);
        return rounded == null || Coercion.tooLarge(rounded) ? null : rounded;
    }
}
