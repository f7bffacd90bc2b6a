package io.backstitch.cli.contract;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.schemas.contract.Form;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A property as a data plan's JSON schema describes it, as far as the contract has words for it.
 *
 * @param form the form in which it is carried over, or null if it cannot be
 * @param said the plan's own type, for people
 * @param minimum smallest value, or null
 * @param doc description, or empty
 * @param lost what of it is not carried over, one sentence each
 */
record PlanProperty(Form form, String said, BigDecimal minimum, String doc, List<String> lost) {
    /** What is understood; everything else is told. */
    private static final Set<String> KNOWN =
            Set.of("type", "format", "description", "minimum", "items", "properties", "required");

    static PlanProperty of(JsonNode definition) {
        TreeSet<String> types = types(definition.path("type"));
        String said = String.join(" or ", types);
        List<String> lost = new ArrayList<>();
        Form form = form(types, definition, lost);
        BigDecimal minimum = null;
        if (form == Form.DECIMAL || form == Form.INTEGER) {
            minimum = definition.path("minimum").isNumber() ? decimal(definition) : null;
        } else if (definition.has("minimum")) {
            lost.add("minimum is not checked");
        }
        for (Map.Entry<String, JsonNode> keyword : definition.properties()) {
            if (!KNOWN.contains(keyword.getKey())) {
                lost.add(unchecked(keyword.getKey(), keyword.getValue()));
            }
        }
        String doc = definition.path("description").asText("").strip();
        return new PlanProperty(form, said.isEmpty() ? "anything" : said, minimum, doc, lost);
    }

    private static BigDecimal decimal(JsonNode definition) {
        return definition.get("minimum").decimalValue();
    }

    private static TreeSet<String> types(JsonNode type) {
        TreeSet<String> types = new TreeSet<>();
        if (type.isTextual()) {
            types.add(type.textValue());
        }
        type.forEach(one -> types.add(one.asText()));
        types.remove("null");
        if (types.contains("number")) {
            types.remove("integer");
        }
        return types;
    }

    private static Form form(TreeSet<String> types, JsonNode definition, List<String> lost) {
        if (types.size() != 1) {
            lost.add(
                    (types.isEmpty() ? "the plan names no type" : "several types")
                            + ": it passes as an unknown property");
            return null;
        }
        return switch (types.first()) {
            case "string" -> text(definition.path("format").asText(""), lost);
            case "number" -> Form.DECIMAL;
            case "integer" -> Form.INTEGER;
            case "boolean" -> Form.BOOLEAN;
            case "array" -> list(definition.path("items"), lost);
            default -> {
                lost.add("an object inside: it passes as an unknown property");
                yield null;
            }
        };
    }

    private static Form text(String format, List<String> lost) {
        return switch (format) {
            case "" -> Form.TEXT;
            case "email" -> Form.EMAIL;
            case "date-time" -> {
                lost.add("a time: leaves as Unix seconds, not as text");
                yield Form.UNIX_SECONDS;
            }
            default -> {
                lost.add("format " + format + " is not checked");
                yield Form.TEXT;
            }
        };
    }

    private static Form list(JsonNode items, List<String> lost) {
        if (types(items.path("type")).equals(Set.of("string"))) {
            lost.add("a list of texts: leaves sorted, none twice");
            return Form.TEXTS;
        }
        lost.add("a list of something else than text: it passes as an unknown property");
        return null;
    }

    private static String unchecked(String keyword, JsonNode value) {
        boolean few = keyword.equals("enum") && value.size() <= 12;
        return keyword + (few ? " " + value : "") + " is not checked";
    }

    /** Whether a value of the plan's type can be read as that form. */
    boolean readableAs(Form other) {
        if (form == other) {
            return true;
        }
        return switch (other) {
            case DECIMAL, INTEGER -> said.equals("number") || said.equals("integer");
            case BOOLEAN -> said.equals("boolean");
            case ITEMS, TEXTS -> said.equals("array");
            default -> said.equals("string");
        };
    }
}
