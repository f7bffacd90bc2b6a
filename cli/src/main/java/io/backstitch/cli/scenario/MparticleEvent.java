package io.backstitch.cli.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One event of an mParticle batch: custom, screen, commerce, login or logout. */
final class MparticleEvent {
    static final List<String> KINDS = List.of("event", "screen", "commerce", "login", "logout");
    static final Set<String> FIELDS =
            Set.of(
                    "event",
                    "screen",
                    "commerce",
                    "login",
                    "logout",
                    "was",
                    "at",
                    "message",
                    "cart",
                    "order",
                    "product",
                    "items",
                    "total",
                    "discount",
                    "shipping",
                    "tax",
                    "properties");

    private final Moments moments;
    private final Basket basket;

    MparticleEvent(Moments moments, Basket basket) {
        this.moments = moments;
        this.basket = basket;
    }

    /**
     * The event as it stands in a batch, or null if the form has faults.
     *
     * @param number makes the source's message id where the form gives none
     * @param upload makes the id that the server gives
     */
    ObjectNode json(Form form, long at, String number, int upload) {
        List<String> kinds = new ArrayList<>(KINDS);
        kinds.removeIf(kind -> !form.has(kind));
        if (kinds.size() != 1) {
            form.fault("at", "expected one of " + String.join(", ", KINDS) + "; found " + kinds);
            return null;
        }
        String kind = kinds.get(0);
        String name = form.required(kind);
        if (name == null) {
            return null;
        }
        ObjectNode event = Json.NODES.objectNode();
        ObjectNode data = event.putObject("data");
        switch (kind) {
            case "event" -> custom(form, name, data);
            case "screen" -> data.put("screen_name", name);
            case "commerce" -> commerce(form, name, data);
            case "login" -> change(data, form.text("was"), name);
            default -> change(data, name, null);
        }
        data.put("timestamp_unixtime_ms", Long.toString(at));
        data.put("event_id", Long.toString((number + "/" + upload).hashCode() & 0xffffffffL));
        String message = form.text("message");
        data.put("source_message_id", message == null ? "message-" + number : message);
        event.put(
                "event_type",
                switch (kind) {
                    case "event" -> "custom_event";
                    case "screen" -> "screen_view";
                    case "commerce" -> "commerce_event";
                    default -> "user_identity_change";
                });
        return event;
    }

    /** Custom attributes are a map of text: lists travel as JSON text, amounts as digits. */
    private void custom(Form form, String name, ObjectNode data) {
        data.put("event_name", name);
        data.put("custom_event_type", "other");
        ObjectNode attributes = data.putObject("custom_attributes");
        text(attributes, "cart_id", form.text("cart"));
        text(attributes, "order_id", form.text("order"));
        Basket.Line product = basket.product(form);
        if (product != null) {
            text(attributes, "product_id", product.product());
            text(attributes, "sku", product.sku());
            text(attributes, "name", product.name());
            text(attributes, "category", product.category());
            text(
                    attributes,
                    "price",
                    product.price() == null ? null : product.price().toPlainString());
            text(attributes, "currency", "EUR");
        }
        if (form.has("items")) {
            attributes.put("items", Json.text(items(basket.items(form), "product_id")));
        }
        for (String figure : List.of("total", "discount", "shipping", "tax")) {
            Amount amount = Amount.read(form, figure);
            if (amount != null) {
                String property = figure.equals("total") ? "total_amount" : figure;
                attributes.put(property, amount.value().toPlainString());
                attributes.put("currency", amount.currency());
            }
        }
        if (form.has("items") && !attributes.has("currency")) {
            attributes.put("currency", "EUR");
        }
        form.table("properties").forEach((key, value) -> attributes.set(key, Json.of(value)));
    }

    private void commerce(Form form, String action, ObjectNode data) {
        ObjectNode product = data.putObject("product_action");
        product.put("action", action);
        product.put("transaction_id", form.text("order"));
        Amount total = Amount.read(form, "total");
        Amount shipping = Amount.read(form, "shipping");
        Amount tax = Amount.read(form, "tax");
        Amount discount = Amount.read(form, "discount");
        if (total != null) {
            product.put("total_amount", total.value());
        }
        if (shipping != null) {
            product.put("shipping_amount", shipping.value());
        }
        if (tax != null) {
            product.put("tax_amount", tax.value());
        }
        product.set("products", items(basket.items(form), "id"));
        data.put("currency_code", total == null ? "EUR" : total.currency());
        ObjectNode attributes = data.putObject("custom_attributes");
        text(attributes, "cart_id", form.text("cart"));
        if (discount != null) {
            attributes.put("discount", discount.value());
        }
        form.table("properties").forEach((key, value) -> attributes.set(key, Json.of(value)));
    }

    private static void change(ObjectNode data, String before, String after) {
        data.putObject("old").put("identity_type", "customer_id").put("identity", before);
        data.putObject("new").put("identity_type", "customer_id").put("identity", after);
    }

    private static ArrayNode items(List<Basket.Line> lines, String idName) {
        ArrayNode items = Json.NODES.arrayNode();
        for (Basket.Line line : lines) {
            ObjectNode item = items.addObject();
            item.put(idName, line.product());
            text(item, "sku", line.sku());
            text(item, "name", line.name());
            text(item, "category", line.category());
            item.put("quantity", line.quantity());
            if (line.price() != null) {
                item.put("price", line.price());
            }
        }
        return items;
    }

    private static void text(ObjectNode object, String name, String value) {
        if (value != null) {
            object.put(name, value);
        }
    }
}
