package io.backstitch.pipeline.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.pipeline.normalise.SourceValues;
import io.backstitch.schemas.contract.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Product actions that older kits write as custom events: {@code eCommerce - purchase - Total} and
 * one {@code eCommerce - purchase - Item} per product. They become the product action they stand
 * for. Where one action is spread over several events of a batch (a purchase, a refund, a
 * checkout), the total carries all items, else the first item does; the others are part of it.
 */
final class LegacyCommerce {
    /** Why an event does not go on: another one of its batch tells it too. */
    static final String PART = "part_of_total";

    private static final Pattern NAME =
            Pattern.compile("\\s*ecommerce\\s*-\\s*(.{1,40}?)\\s*-\\s*(item|total)\\s*", 2);

    private final List<BatchEvent> events;
    private final Map<String, Draft> drafts = new HashMap<>();

    /** What one product action is made of. */
    private static final class Draft {
        int carrier;
        boolean total;
        final ObjectNode properties = JsonNodeFactory.instance.objectNode();
        final ArrayNode products = JsonNodeFactory.instance.arrayNode();
    }

    private LegacyCommerce(List<BatchEvent> events) {
        this.events = events;
    }

    /** The same events in the same order, of which the legacy ones have become product actions. */
    static List<BatchEvent> understood(List<BatchEvent> events) {
        for (BatchEvent event : events) {
            if (isLegacy(event)) {
                return new LegacyCommerce(events).read();
            }
        }
        return events;
    }

    private static boolean isLegacy(BatchEvent event) {
        return event.type().equals("custom_event") && action(event) != null;
    }

    private List<BatchEvent> read() {
        List<BatchEvent> read = new ArrayList<>(events);
        Map<Integer, Draft> of = new HashMap<>();
        for (int i = 0; i < events.size(); i++) {
            if (isLegacy(events.get(i))) {
                Draft draft = drafts.computeIfAbsent(key(i), key -> new Draft());
                add(draft, i, draft.products.isEmpty() && !draft.total);
                of.put(i, draft);
            }
        }
        for (Map.Entry<Integer, Draft> entry : of.entrySet()) {
            int index = entry.getKey();
            Draft draft = entry.getValue();
            BatchEvent event = events.get(index);
            if (draft.carrier != index) {
                read.set(index, event.leftOut(PART));
            } else {
                ObjectNode properties = draft.properties;
                if (!draft.products.isEmpty()) {
                    properties.set("products", draft.products);
                }
                read.set(index, event.as("commerce:" + action(event), properties));
            }
        }
        return read;
    }

    private void add(Draft draft, int index, boolean first) {
        BatchEvent event = events.get(index);
        JsonNode attributes = event.data().path("custom_attributes");
        if (isTotal(event)) {
            draft.carrier = draft.total ? draft.carrier : index;
            draft.total = true;
            draft.properties.removeAll();
            split(attributes, draft.properties, draft.properties);
        } else {
            ObjectNode product = draft.products.addObject();
            boolean carries = first && !draft.total;
            draft.carrier = carries ? index : draft.carrier;
            split(attributes, product, draft.total ? null : draft.properties);
        }
    }

    /** A product's own attributes to one, all others to the other. */
    private static void split(JsonNode attributes, ObjectNode product, ObjectNode others) {
        for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
            String name =
                    switch (Names.fold(attribute.getKey())) {
                        case "id" -> "product_id";
                        case "name" -> "name";
                        case "itemprice" -> "price";
                        case "quantity" -> "quantity";
                        case "category" -> "category";
                        case "brand" -> "brand";
                        case "variant" -> "variant";
                        case "productcount", "totalproductamount", "position" -> "";
                        default -> null;
                    };
            if (name == null && others != null) {
                others.set(attribute.getKey(), attribute.getValue());
            } else if (name != null && !name.isEmpty()) {
                product.set(name, attribute.getValue());
            }
        }
    }

    /** Equal for the parts of one product action; one that goes alone is its own. */
    private String key(int index) {
        BatchEvent event = events.get(index);
        String action = action(event);
        boolean spread =
                action.equals("purchase") || action.equals("refund") || action.equals("checkout");
        if (!spread) {
            return action + "#" + index;
        }
        for (Map.Entry<String, JsonNode> attribute :
                event.data().path("custom_attributes").properties()) {
            if (Names.fold(attribute.getKey()).equals("transactionid")) {
                return action + "=" + SourceValues.idText(attribute.getValue());
            }
        }
        return action + "@" + event.stated();
    }

    private static boolean isTotal(BatchEvent event) {
        Matcher matcher = NAME.matcher(event.name());
        return matcher.matches() && matcher.group(2).equalsIgnoreCase("total");
    }

    /** The product action that a name of the old form stands for, or null. */
    private static String action(BatchEvent event) {
        Matcher matcher = event.name() == null ? null : NAME.matcher(event.name());
        if (matcher == null || !matcher.matches()) {
            return null;
        }
        return switch (Names.fold(matcher.group(1))) {
            case "addtocart" -> "add_to_cart";
            case "removefromcart" -> "remove_from_cart";
            case "checkout" -> "checkout";
            case "checkoutoption" -> "checkout_option";
            case "purchase" -> "purchase";
            case "refund" -> "refund";
            case "viewdetail" -> "view_detail";
            case "click" -> "click";
            case "impression" -> "impression";
            case "addtowishlist" -> "add_to_wishlist";
            case "removefromwishlist" -> "remove_from_wish_list";
            default -> null;
        };
    }
}
