package io.backstitch.schemas.contract;

import java.util.List;

/**
 * One planned event.
 *
 * @param name contract name, e.g. {@code checkout_started}
 * @param doc what it means
 * @param synonyms other spellings of the name; {@code commerce:<action>} is an mParticle product
 *     action
 * @param derived true if only Backstitch makes it
 * @param commerce its meaning for carts and orders ({@code view}, {@code cart_add} …), or null
 * @param singleItem true if it is about one product whose properties stand on the event itself
 * @param usedBy journeys that rely on it
 * @param fields its properties, in the order in which they are written
 */
public record EventType(
        String name,
        String doc,
        List<String> synonyms,
        boolean derived,
        String commerce,
        boolean singleItem,
        List<String> usedBy,
        List<Field> fields) {}
