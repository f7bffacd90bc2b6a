package io.backstitch.schemas.contract;

import java.math.BigDecimal;
import java.util.List;

/**
 * One property of an event, an item or the profile.
 *
 * @param name contract name
 * @param doc what it means
 * @param synonyms other spellings; case, spaces and punctuation do not matter
 * @param itemSynonyms spellings that are only certain inside an item, such as {@code id}
 * @param form the form in which it leaves
 * @param required true if an event without it is refused
 * @param personal true for personal data
 * @param derived true if only Backstitch computes it
 * @param identifier identity level that it asserts, or null
 * @param amount true for the money that carts and orders are counted by
 * @param itemsTotal true if it may be computed from complete items when the source has none
 * @param flat true for items that may be given as product properties on the event itself
 * @param minimum smallest value, or null
 * @param example a value it may have, as JSON, or null; see {@link Examples}
 */
public record Field(
        String name,
        String doc,
        List<String> synonyms,
        List<String> itemSynonyms,
        Form form,
        boolean required,
        boolean personal,
        boolean derived,
        String identifier,
        boolean amount,
        boolean itemsTotal,
        boolean flat,
        BigDecimal minimum,
        String example) {

    /** Without an example of its own. */
    public Field(
            String name,
            String doc,
            List<String> synonyms,
            List<String> itemSynonyms,
            Form form,
            boolean required,
            boolean personal,
            boolean derived,
            String identifier,
            boolean amount,
            boolean itemsTotal,
            boolean flat,
            BigDecimal minimum) {
        this(
                name,
                doc,
                synonyms,
                itemSynonyms,
                form,
                required,
                personal,
                derived,
                identifier,
                amount,
                itemsTotal,
                flat,
                minimum,
                null);
    }
}
