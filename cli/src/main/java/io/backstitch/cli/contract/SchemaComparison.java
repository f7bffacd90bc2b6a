package io.backstitch.cli.contract;

import io.backstitch.cli.contract.Change.Weight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * What differs between two Avro schemas of one subject, for those who wrote or read with the older
 * one.
 */
final class SchemaComparison {
    private final List<Change> changes = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private SchemaComparison() {}

    /**
     * @param subject begins every place
     */
    static List<Change> of(String subject, Schema before, Schema after) {
        SchemaComparison comparison = new SchemaComparison();
        comparison.type(subject, before, after);
        return List.copyOf(comparison.changes);
    }

    private void type(String where, Schema before, Schema after) {
        if (before.isUnion() || after.isUnion()) {
            union(where, before, after);
            return;
        }
        if (before.getType() != after.getType()
                || !Objects.equals(before.getLogicalType(), after.getLogicalType())) {
            breaking(where, "the type changed from " + name(before) + " to " + name(after));
            return;
        }
        switch (before.getType()) {
            case RECORD -> {
                if (seen.add(before.getFullName())) {
                    record(where, before, after);
                }
            }
            case ENUM -> symbols(where, before, after);
            case ARRAY -> type(where + "[]", before.getElementType(), after.getElementType());
            case MAP -> type(where + "{}", before.getValueType(), after.getValueType());
            default -> {}
        }
    }

    private void union(String where, Schema before, Schema after) {
        if (before.isNullable() && !after.isNullable()) {
            breaking(where, "became required");
        } else if (!before.isNullable() && after.isNullable()) {
            add(Weight.ADDITION, where, "may be null now");
        }
        Schema was = only(before);
        Schema is = only(after);
        if (was != null && is != null) {
            type(where, was, is);
        } else if (!before.equals(after)) {
            breaking(where, "the type changed from " + name(before) + " to " + name(after));
        }
    }

    private static Schema only(Schema schema) {
        if (!schema.isUnion()) {
            return schema;
        }
        List<Schema> rest = new ArrayList<>(schema.getTypes());
        rest.removeIf(branch -> branch.getType() == Schema.Type.NULL);
        return rest.size() == 1 ? rest.get(0) : null;
    }

    private void record(String where, Schema before, Schema after) {
        for (Schema.Field was : before.getFields()) {
            Schema.Field is = after.getField(was.name());
            if (is == null) {
                breaking(where + "." + was.name(), "the field was removed");
            } else {
                type(where + "." + was.name(), was.schema(), is.schema());
            }
        }
        for (Schema.Field is : after.getFields()) {
            if (before.getField(is.name()) != null) {
                continue;
            }
            if (is.hasDefaultValue()) {
                add(Weight.ADDITION, where + "." + is.name(), "new field");
            } else {
                breaking(
                        where + "." + is.name(),
                        "a new field without default: older records cannot be read");
            }
        }
    }

    private void symbols(String where, Schema before, Schema after) {
        for (String symbol : before.getEnumSymbols()) {
            if (!after.hasEnumSymbol(symbol)) {
                breaking(where, "the symbol " + symbol + " was removed");
            }
        }
        for (String symbol : after.getEnumSymbols()) {
            if (!before.hasEnumSymbol(symbol)) {
                add(Weight.ADDITION, where, "new symbol " + symbol);
            }
        }
    }

    private void breaking(String where, String words) {
        add(Weight.BREAKING, where, words);
    }

    private void add(Weight weight, String where, String words) {
        changes.add(new Change(weight, where, words, List.of()));
    }

    private static String name(Schema schema) {
        return schema.getLogicalType() == null
                ? schema.getType().getName()
                : schema.getLogicalType().getName();
    }
}
