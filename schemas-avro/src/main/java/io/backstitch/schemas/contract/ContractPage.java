package io.backstitch.schemas.contract;

import java.util.List;

/** Writes the reference page of a contract. */
public final class ContractPage {
    private ContractPage() {}

    /** Markdown, ends with a line break. The same contract always gives the same text. */
    public static String markdown(Contract contract) {
        StringBuilder page = new StringBuilder();
        page.append("# The data contract, version ").append(contract.version()).append("\n\n");
        page.append(
                """
                <!-- Generated from schemas-avro/src/main/avro/contract. Do not edit; see the test ContractPageTest. -->

                Names are compared without case, spaces and punctuation, so `Checkout Started`, `checkoutStarted` and
                `CHECKOUT_STARTED` need no synonym of their own. `commerce:<action>` is an mParticle product action.
                Every delivered event also carries `event_id`, `event_source` (web, app or backend) and `contract_version`.
                Other properties of a planned event pass through as they are. An event that lacks a required property, or
                holds a value whose meaning is not certain, becomes a dead letter that names the field.

                Forms: `text` trimmed; `word` lower case; `identifier` text of at most 150 bytes and no placeholder such as
                `null` or `0`; `order_id` an identifier without leading `#`; `email` lower case; `e164` such as
                `+4915112345678`; `currency` ISO 4217; `integer`; `decimal` a number without floating-point error; `boolean`;
                `unix_seconds`; `items` a list of items; `texts` a sorted list of texts, none twice.

                """);
        page.append("## Events\n");
        for (EventType event : contract.events()) {
            event(page, event);
        }
        page.append("\n## Item\n\n");
        fields(page, contract.item());
        page.append("\n## Profile\n\n");
        page.append("A user attribute that is not listed passes through as it is.\n\n");
        fields(page, contract.profile());
        return page.toString();
    }

    private static void event(StringBuilder page, EventType event) {
        page.append("\n### ").append(event.name()).append("\n\n").append(event.doc()).append('\n');
        if (event.derived()) {
            page.append("A source that sends it is refused.\n");
        }
        if (!event.synonyms().isEmpty()) {
            page.append("\nAlso known as: ").append(code(event.synonyms())).append(".\n");
        }
        if (!event.usedBy().isEmpty()) {
            page.append("\nUsed by: ").append(code(event.usedBy())).append(".\n");
        }
        page.append('\n');
        fields(page, event.fields());
    }

    private static void fields(StringBuilder page, List<Field> fields) {
        page.append("| property | form | required | meaning | also known as |\n");
        page.append("|---|---|---|---|---|\n");
        for (Field field : fields) {
            page.append("| `").append(field.name()).append("` | ").append(field.form().word());
            page.append(" | ").append(field.required() ? "yes" : "").append(" | ");
            page.append(field.doc());
            page.append(field.personal() ? " *Personal data.*" : "");
            page.append(" | ").append(code(field.synonyms()));
            if (!field.itemSynonyms().isEmpty()) {
                page.append(field.synonyms().isEmpty() ? "" : ", ");
                page.append(code(field.itemSynonyms())).append(" (inside an item)");
            }
            page.append(" |\n");
        }
    }

    private static String code(List<String> words) {
        return words.isEmpty() ? "" : "`" + String.join("`, `", words) + "`";
    }
}
