package io.backstitch.cli.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;

/**
 * Compares a value that a file expects with the one that is there. Numbers are compared as numbers;
 * a list must have just these elements; of an object the expected fields count; null is "not
 * there"; {@code *} is "anything, but there"; {@code day 1 09:30} also is its Unix second.
 */
final class Values {
    private static final String ANYTHING = "*";

    private final Moments moments;

    Values(Moments moments) {
        this.moments = moments;
    }

    boolean same(Tree expected, JsonNode got) {
        if (Tree.isNull(expected)) {
            return absent(got);
        }
        if (absent(got)) {
            return false;
        }
        if (expected instanceof Tree.Table table) {
            return table(table, got);
        }
        if (expected instanceof Tree.Sequence sequence) {
            return sequence(sequence, got);
        }
        return scalar((Tree.Scalar) expected, got);
    }

    private static boolean absent(JsonNode got) {
        return got == null || got.isNull() || got.isMissingNode();
    }

    private boolean table(Tree.Table expected, JsonNode got) {
        if (!got.isObject()) {
            return false;
        }
        for (Map.Entry<String, Tree> field : expected.fields().entrySet()) {
            if (!same(field.getValue(), got.get(field.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private boolean sequence(Tree.Sequence expected, JsonNode got) {
        if (!got.isArray() || got.size() != expected.items().size()) {
            return false;
        }
        for (int i = 0; i < got.size(); i++) {
            if (!same(expected.items().get(i), got.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean scalar(Tree.Scalar expected, JsonNode got) {
        if (expected.text().equals(ANYTHING)) {
            return true;
        }
        if (expected.value() instanceof Boolean truth) {
            return got.isBoolean() && got.booleanValue() == truth;
        }
        if (expected.value() instanceof BigDecimal number) {
            // Identifiers look like numbers, but are text.
            return got.isNumber()
                    ? got.decimalValue().compareTo(number) == 0
                    : got.isTextual() && got.textValue().equals(expected.text());
        }
        if (got.isIntegralNumber()) {
            Long time = moments.parse(expected.text());
            return time != null && Math.floorDiv(time, 1000L) == got.longValue();
        }
        return got.isTextual() && got.textValue().equals(expected.text());
    }

    static String show(Tree tree) {
        if (Tree.isNull(tree)) {
            return "(none)";
        }
        return tree instanceof Tree.Scalar scalar ? scalar.text() : Json.text(Json.of(tree));
    }

    static String show(JsonNode node) {
        if (absent(node)) {
            return "(none)";
        }
        return node.isTextual()
                ? node.textValue()
                : node.isNumber() ? node.decimalValue().toPlainString() : Json.text(node);
    }
}
