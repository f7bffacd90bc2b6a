package io.backstitch.cli.contract;

import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import io.backstitch.schemas.contract.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each source format has what the contract wants: the format's own places, found by the same
 * spellings that reading goes by, and then those that a shop may name itself.
 */
final class FieldSources {
    private static final String NOWHERE = "";
    private static final String ACTION = "commerce:";
    private static final List<String> PRODUCT_ACTION =
            List.of(
                    "transaction_id",
                    "total_amount",
                    "tax_amount",
                    "shipping_amount",
                    "coupon_code",
                    "affiliation",
                    "products");
    private static final List<String> PRODUCT =
            List.of("id", "name", "brand", "category", "variant", "position", "price", "quantity");
    private static final List<String> SEGMENT =
            List.of(
                    "order_id",
                    "cart_id",
                    "total",
                    "revenue",
                    "value",
                    "shipping",
                    "tax",
                    "discount",
                    "currency",
                    "products",
                    "wishlist_id",
                    "wishlist_name",
                    "product_id",
                    "sku",
                    "category",
                    "name",
                    "brand",
                    "price",
                    "quantity",
                    "url",
                    "image_url",
                    "email");
    private static final List<String> SEGMENT_PRODUCT =
            List.of("product_id", "sku", "category", "name", "brand", "price", "quantity");

    /** The orders topic says all of it in these fields. */
    private static final Map<String, String> ORDER = new LinkedHashMap<>();

    static {
        ORDER.put("order_id", "order_id");
        ORDER.put("cart_id", "cart_id");
        ORDER.put("items", "items");
        ORDER.put("currency", "currency");
        ORDER.put("revenue", "revenue_minor");
        ORDER.put("amount", "revenue_minor");
        ORDER.put("discount", "discount_minor");
        ORDER.put("shipping", "shipping_minor");
        ORDER.put("tax", "tax_minor");
    }

    private static final List<String> ORDER_EVENTS =
            List.of("order_completed", "order_updated", "order_refunded", "order_cancelled");
    private static final List<String> ORDER_ITEM =
            List.of("product_id", "sku", "name", "category", "quantity");
    private static final List<String> ORDER_PROFILE =
            List.of("email", "phone", "first_name", "last_name");

    private final Contract contract;

    FieldSources(Contract contract) {
        this.contract = contract;
    }

    /**
     * One field's places; empty where a format has none.
     *
     * @param segment of RudderStack, too
     */
    record Places(String mparticle, String segment, String orders) {}

    /** Of a property of an event that sources send. */
    Places of(EventType event, Field field) {
        if (field.derived()) {
            String computed = "computed";
            return new Places(computed, computed, computed);
        }
        return new Places(mparticle(event, field), segment(event, field), orders(event, field));
    }

    /** Of a property of an item. */
    Places ofItem(Field field) {
        List<String> mparticle = found("product_action.products[].", PRODUCT, field, true);
        mparticle.add("product_action.products[].custom_attributes." + field.name());
        List<String> segment = found("properties.products[].", SEGMENT_PRODUCT, field, true);
        if (segment.isEmpty()) {
            segment.add("properties.products[]." + field.name());
        }
        String order = ORDER_ITEM.contains(field.name()) ? "items[]." + field.name() : NOWHERE;
        String orders = field.name().equals("price") ? "items[].price_minor" : order;
        return places(mparticle, segment, orders);
    }

    /** Of a person's attribute. */
    Places ofProfile(Field field) {
        if (field.derived()) {
            return new Places("computed", "computed", "computed");
        }
        List<String> mparticle = new ArrayList<>();
        if (field.form() == Form.EMAIL) {
            mparticle.add("user_identities.email");
        } else if (field.form() == Form.E164) {
            mparticle.add("user_identities.mobile_number");
        }
        mparticle.add("user_attributes." + field.name());
        String orders = ORDER_PROFILE.contains(field.name()) ? field.name() : NOWHERE;
        return places(mparticle, List.of("traits." + field.name()), orders);
    }

    private String mparticle(EventType event, Field field) {
        List<String> found = new ArrayList<>();
        if (event.synonyms().stream().anyMatch(name -> name.startsWith(ACTION))) {
            found.addAll(found("product_action.", PRODUCT_ACTION, field, false));
            if (event.singleItem()) {
                found.addAll(found("product_action.products[0].", PRODUCT, asItem(field), true));
            }
            if (field.form() == Form.CURRENCY) {
                found.add("currency_code");
            }
        }
        found.add("custom_attributes." + field.name());
        return code(found);
    }

    /** The same property of an item, if there is one: its spellings count inside a product. */
    private Field asItem(Field field) {
        for (Field ofItem : contract.item()) {
            if (ofItem.name().equals(field.name())) {
                return ofItem;
            }
        }
        return field;
    }

    private static String segment(EventType event, Field field) {
        List<String> found = found("properties.", SEGMENT, field, false);
        boolean order = Names.fold(event.name()).contains("order");
        if (!order) {
            found.remove("properties.total");
        } else if (found.contains("properties.total")) {
            found.remove("properties.total");
            found.add(0, "properties.total");
        }
        if (found.isEmpty()) {
            found.add("properties." + field.name());
        }
        return code(found);
    }

    private static String orders(EventType event, Field field) {
        String place = ORDER.get(field.name());
        if (place == null || !ORDER_EVENTS.contains(event.name())) {
            return NOWHERE;
        }
        return "`" + place + "`";
    }

    private static List<String> found(
            String prefix, List<String> names, Field field, boolean insideItem) {
        List<String> found = new ArrayList<>();
        for (String name : names) {
            if (spells(field, name, insideItem)) {
                found.add(prefix + name);
            }
        }
        return found;
    }

    private static boolean spells(Field field, String name, boolean insideItem) {
        String folded = Names.fold(name);
        return folded.equals(Names.fold(field.name()))
                || any(field.synonyms(), folded)
                || (insideItem && any(field.itemSynonyms(), folded));
    }

    private static boolean any(List<String> synonyms, String folded) {
        return synonyms.stream().anyMatch(synonym -> Names.fold(synonym).equals(folded));
    }

    private static Places places(List<String> mparticle, List<String> segment, String orders) {
        return new Places(
                code(mparticle), code(segment), orders.isEmpty() ? orders : "`" + orders + "`");
    }

    private static String code(List<String> places) {
        return "`" + String.join("`, `", places) + "`";
    }
}
