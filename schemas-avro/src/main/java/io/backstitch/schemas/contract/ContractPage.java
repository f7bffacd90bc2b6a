package io.backstitch.schemas.contract;

import java.util.ArrayList;
import java.util.List;

/** Writes about a contract: the whole of it on one page, or parts of it on pages of others. */
public final class ContractPage {
    private static final List<String> COLUMNS =
            List.of("property", "form", "required", "example", "meaning", "also known as");

    /** How names are compared. */
    public static final String NAMES =
            """
            Names are compared without case, spaces and punctuation, so `Checkout Started`, `checkoutStarted` and
            `CHECKOUT_STARTED` need no synonym of their own. `commerce:<action>` is an mParticle product action.
            """;

    /** What the forms mean. */
    public static final String FORMS =
            """
            Forms: `text` trimmed; `word` lower case; `identifier` text of at most 150 bytes and no placeholder such as
            `null` or `0`; `order_id` an identifier without leading `#`; `email` lower case; `e164` such as
            `+4915112345678`; `currency` ISO 4217; `integer`; `decimal` a number without floating-point error; `boolean`;
            `unix_seconds`; `items` a list of items; `texts` a sorted list of texts, none twice.
            """;

    private ContractPage() {}

    /** Markdown, ends with a line break. The same contract always gives the same text. */
    public static String markdown(Contract contract) {
        Page page = new Page("The data contract, version " + contract.version());
        page.comment(
                "Generated from schemas-avro/src/main/avro/contract. Do not edit; see the test"
                        + " ContractPageTest.");
        page.text(
                NAMES
                        + """
                        Every delivered event also carries `event_id`, `event_source` (web, app or backend) and `contract_version`.
                        Other properties of a planned event pass through as they are. An event that lacks a required property, or
                        holds a value whose meaning is not certain, becomes a dead letter that names the field.
                        """);
        page.text(FORMS);
        page.heading(2, "Events");
        for (EventType event : contract.events()) {
            page.heading(3, event.name());
            event(page, event);
        }
        page.heading(2, "Item");
        fields(page, contract.item());
        page.heading(2, "Profile");
        page.text("A user attribute that is not listed passes through as it is.");
        fields(page, contract.profile());
        return page.markdown();
    }

    /** What an event means, its other names, who relies on it, and its properties. */
    public static void event(Page page, EventType event) {
        page.text(event.doc() + (event.derived() ? "\nA source that sends it is refused." : ""));
        if (!event.synonyms().isEmpty()) {
            page.text("Also known as: " + code(event.synonyms()) + ".");
        }
        if (!event.usedBy().isEmpty()) {
            page.text("Used by: " + code(event.usedBy()) + ".");
        }
        if (event.fields().isEmpty()) {
            page.text("It has no properties of its own.");
        } else {
            fields(page, event.fields());
        }
    }

    /** A table of properties. */
    public static void fields(Page page, List<Field> fields) {
        List<List<String>> rows = new ArrayList<>();
        for (Field field : fields) {
            rows.add(
                    List.of(
                            "`" + field.name() + "`",
                            field.form().word(),
                            field.required() ? "yes" : "",
                            "`" + Examples.of(field) + "`",
                            field.doc() + (field.personal() ? " *Personal data.*" : ""),
                            spellings(field)));
        }
        page.table(COLUMNS, rows);
    }

    private static String spellings(Field field) {
        String inside = field.itemSynonyms().isEmpty() ? "" : code(field.itemSynonyms());
        return code(field.synonyms())
                + (inside.isEmpty() || field.synonyms().isEmpty() ? "" : ", ")
                + (inside.isEmpty() ? "" : inside + " (inside an item)");
    }

    /** Words as code, separated by commas. */
    public static String code(List<String> words) {
        return words.isEmpty() ? "" : "`" + String.join("`, `", words) + "`";
    }
}
