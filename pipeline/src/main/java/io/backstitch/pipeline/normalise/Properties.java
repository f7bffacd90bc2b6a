package io.backstitch.pipeline.normalise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.schemas.contract.Names;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** The properties of one event, sorted into the contract's slots and the rest. */
final class Properties {
    private static final int PER_SOURCE = 1000;

    private final EventPlan plan;
    private final Strangers strangers;
    private final Tally tally;
    final JsonNode[] found;
    private final int[] ranks;
    final Extras extras = new Extras();

    /** Product properties on the event itself, if the plan allows them. */
    private ObjectNode flat;

    /** The product list of an event about one product. */
    private JsonNode products;

    private String productsName;

    private Properties(EventPlan plan, Strangers strangers, Tally tally) {
        this.plan = plan;
        this.strangers = strangers;
        this.tally = tally;
        this.found = new JsonNode[plan.fields.size()];
        this.ranks = new int[found.length];
    }

    /** Earlier sources win over later ones, the contract's own names over synonyms. */
    static Properties of(
            EventPlan plan, List<? extends JsonNode> sources, Strangers strangers, Tally tally)
            throws Refusal {
        Properties properties = new Properties(plan, strangers, tally);
        for (int i = 0; i < sources.size(); i++) {
            properties.collect(sources.get(i), i * PER_SOURCE);
        }
        return properties;
    }

    private void collect(JsonNode source, int offset) throws Refusal {
        for (Map.Entry<String, JsonNode> property : source.properties()) {
            String name = Json.clean(property.getKey());
            JsonNode value = property.getValue();
            int at = plan.slots.find(name);
            if (at != Slots.NONE) {
                put(Slots.slot(at), offset + Slots.rank(at), value);
            } else if (Reserved.inEvent(name)) {
                tally.count(Tally.Kind.RESERVED_STRIPPED);
            } else if (plan.type.singleItem() && products == null && isProducts(name, value)) {
                products = value;
                productsName = name;
            } else if (isFlat(name, value)) {
                flat(name, value);
                extras.add(name, value);
            } else if (strangers.keeps(plan.type.name(), name, value)) {
                extras.add(name, value);
            }
        }
    }

    private void put(int slot, int rank, JsonNode value) {
        if (SourceValues.absent(value)) {
            return;
        }
        if (found[slot] != null && !same(found[slot], value)) {
            tally.count(Tally.Kind.CONFLICTING_PROPERTY);
        }
        if (found[slot] == null || rank < ranks[slot]) {
            found[slot] = value;
            ranks[slot] = rank;
        }
    }

    private static boolean same(JsonNode a, JsonNode b) {
        if (a.isContainerNode() || b.isContainerNode()) {
            return a.equals(b);
        }
        BigDecimal x = SourceValues.number(a);
        BigDecimal y = SourceValues.number(b);
        return x != null && y != null ? x.compareTo(y) == 0 : a.asText().equals(b.asText());
    }

    private boolean isFlat(String name, JsonNode value) {
        return plan.flat != null && !value.isContainerNode() && plan.flat.find(name) != Slots.NONE;
    }

    private void flat(String name, JsonNode value) {
        if (flat == null) {
            flat = JsonNodeFactory.instance.objectNode();
        }
        if (!flat.has(name)) {
            flat.set(name, value);
        }
    }

    private static boolean isProducts(String name, JsonNode value) {
        if (!value.isContainerNode()
                && !(value.isTextual() && value.textValue().strip().startsWith("["))) {
            return false;
        }
        return switch (Names.fold(name)) {
            case "items", "products", "product", "item" -> true;
            default -> false;
        };
    }

    /** The product that stands on the event itself, or null. */
    ObjectNode flatItem() {
        return flat;
    }

    JsonNode products() {
        return products;
    }

    String productsName() {
        return productsName;
    }
}
