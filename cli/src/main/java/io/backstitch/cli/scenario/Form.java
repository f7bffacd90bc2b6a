package io.backstitch.cli.scenario;

import io.backstitch.cli.scenario.Tree.Place;
import io.backstitch.cli.scenario.Tree.Scalar;
import io.backstitch.cli.scenario.Tree.Sequence;
import io.backstitch.cli.scenario.Tree.Table;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table of known fields; whatever does not fit becomes a fault, and reading goes on. */
final class Form {
    private final Place place;
    private final Map<String, Tree> fields;
    private final Faults faults;

    private Form(Place place, Map<String, Tree> fields, Faults faults) {
        this.place = place;
        this.fields = fields;
        this.faults = faults;
    }

    /** The fields of {@code tree}, of which only the known ones may be there. */
    static Form of(Tree tree, Set<String> known, Faults faults) {
        if (!(tree instanceof Table table)) {
            faults.add(tree.place(), "expected fields (" + list(known) + "), found " + tree.kind());
            return new Form(tree.place(), Map.of(), faults);
        }
        table.fields()
                .forEach(
                        (name, value) -> {
                            if (!known.contains(name)) {
                                faults.add(value.place(), unknown(name, known));
                            }
                        });
        return new Form(table.place(), table.fields(), faults);
    }

    private static String unknown(String name, Set<String> known) {
        String hint = Faults.nearest(name, known);
        return "no such field" + (hint.isEmpty() ? "; known are " + list(known) : hint);
    }

    static String list(Set<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }

    Place place() {
        return place;
    }

    /** Where the field stands, or the table if it is not there. */
    Place place(String name) {
        Tree value = fields.get(name);
        return value == null ? place : value.place();
    }

    /** Those that are there, in the order of the file. */
    Set<String> names() {
        return fields.keySet();
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    /** The value, or null if the field is not there. */
    Tree get(String name) {
        return fields.get(name);
    }

    void fault(String name, String message) {
        faults.add(place(name), message);
    }

    /** Text, a number or a truth value as it is written; null if absent or null. */
    String text(String name) {
        Tree value = fields.get(name);
        if (value == null || Tree.isNull(value)) {
            return null;
        }
        if (value instanceof Scalar scalar) {
            return scalar.text();
        }
        faults.add(value.place(), "expected one value, found " + value.kind());
        return null;
    }

    /** As {@link #text}; a fault if it is missing. */
    String required(String name) {
        String text = text(name);
        if (text == null && !(fields.get(name) != null && !Tree.isNull(fields.get(name)))) {
            faults.add(place, name + " is missing");
        }
        return text;
    }

    /** A whole number of at least {@code least}; {@code otherwise} if absent. */
    int number(String name, int least, int otherwise) {
        Tree value = fields.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Scalar scalar && scalar.value() instanceof BigDecimal number) {
            try {
                if (number.intValueExact() >= least) {
                    return number.intValueExact();
                }
            } catch (ArithmeticException e) {
                // said below
            }
        }
        faults.add(value.place(), "expected a whole number of at least " + least);
        return otherwise;
    }

    boolean truth(String name) {
        Tree value = fields.get(name);
        if (value == null) {
            return false;
        }
        if (value instanceof Scalar scalar && scalar.value() instanceof Boolean truth) {
            return truth;
        }
        faults.add(value.place(), "expected true or false, found " + value.kind());
        return false;
    }

    /** The elements of a list; a single value counts as a list of one. */
    List<Tree> list(String name) {
        Tree value = fields.get(name);
        if (value == null || Tree.isNull(value)) {
            return List.of();
        }
        return value instanceof Sequence sequence ? sequence.items() : List.of(value);
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Tree item : list(name)) {
            if (item instanceof Scalar scalar && scalar.value() != null) {
                texts.add(scalar.text());
            } else {
                faults.add(item.place(), "expected text, found " + item.kind());
            }
        }
        return texts;
    }

    /** Free fields, in the order of the file. */
    Map<String, Tree> table(String name) {
        Tree value = fields.get(name);
        if (value == null || Tree.isNull(value)) {
            return Map.of();
        }
        if (value instanceof Table table) {
            return table.fields();
        }
        faults.add(value.place(), "expected fields, found " + value.kind());
        return Map.of();
    }

    /** Free fields whose values are all of one type; one of another is a fault. */
    <T> Map<String, T> values(String name, Class<T> type, String expected) {
        Map<String, T> values = new LinkedHashMap<>();
        table(name)
                .forEach(
                        (field, tree) -> {
                            if (tree instanceof Scalar scalar && type.isInstance(scalar.value())) {
                                values.put(field, type.cast(scalar.value()));
                            } else {
                                faults.add(tree.place(), "expected " + expected);
                            }
                        });
        return values;
    }
}
