package io.backstitch.cli.contract;

import io.backstitch.cli.contract.Change.Weight;
import io.backstitch.schemas.contract.Field;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Compares the properties of one event, of the item or of the profile. */
final class FieldComparison {
    private final String owner;
    private final List<String> journeys;
    private final List<Change> changes = new ArrayList<>();

    private FieldComparison(String owner, List<String> journeys) {
        this.owner = owner;
        this.journeys = journeys;
    }

    /**
     * All differences, in the order of the older fields, then of the newer.
     *
     * @param owner event, {@code item} or {@code profile}
     * @param journeys those that rely on the owner
     */
    static List<Change> of(
            String owner, List<Field> before, List<Field> after, List<String> journeys) {
        FieldComparison comparison = new FieldComparison(owner, journeys);
        comparison.compare(before, after);
        return comparison.changes;
    }

    private void compare(List<Field> before, List<Field> after) {
        Map<String, Field> later = byName(after);
        Map<String, Field> earlier = byName(before);
        Spellings spellings = Spellings.ofFields(after);
        Spellings old = Spellings.ofFields(before);
        List<String> renamed = new ArrayList<>();
        for (Field was : before) {
            Field is = later.get(was.name());
            if (is != null) {
                same(was, is);
                lost(was.name(), old, spellings);
                continue;
            }
            String heir = Renaming.heir(old.of(was.name()), spellings, earlier.keySet());
            if (heir == null) {
                add(Weight.BREAKING, was.name(), "the property was removed");
            } else {
                renamed.add(heir);
                add(Weight.BREAKING, was.name(), "the property was renamed to " + heir);
                same(was, later.get(heir));
            }
        }
        for (Field is : after) {
            if (!earlier.containsKey(is.name()) && !renamed.contains(is.name())) {
                added(is);
            }
        }
    }

    private void added(Field is) {
        if (is.required()) {
            add(
                    Weight.BREAKING,
                    is.name(),
                    "a new property is required: what comes without it is refused");
        } else {
            add(Weight.ADDITION, is.name(), "new property, " + is.form().word());
        }
    }

    /** Spellings that no longer mean this property; new ones. */
    private void lost(String name, Spellings old, Spellings now) {
        Map<String, String> mine = now.of(name);
        Map<String, String> before = old.of(name);
        before.forEach(
                (folded, written) -> {
                    if (!mine.containsKey(folded)) {
                        String other = now.owner(folded);
                        add(
                                Weight.BREAKING,
                                name,
                                "the synonym '"
                                        + written
                                        + "' was lost"
                                        + (other == null ? "" : "; it means " + other + " now"));
                    }
                });
        mine.forEach(
                (folded, written) -> {
                    if (!before.containsKey(folded)) {
                        add(Weight.ADDITION, name, "new synonym '" + written + "'");
                    }
                });
    }

    private void same(Field was, Field is) {
        String name = is.name();
        if (was.form() != is.form()) {
            add(
                    Weight.BREAKING,
                    name,
                    "the type changed from " + was.form().word() + " to " + is.form().word());
        }
        if (was.required() != is.required()) {
            add(
                    Weight.BREAKING,
                    name,
                    is.required()
                            ? "became required: what comes without it is refused"
                            : "is no longer required: journeys may meet it absent");
        }
        if (was.derived() != is.derived()) {
            add(
                    Weight.BREAKING,
                    name,
                    is.derived()
                            ? "is computed now; what sources say is not taken any more"
                            : "is no longer computed; it is what sources say");
        }
        if (!Objects.equals(was.identifier(), is.identifier())) {
            add(
                    Weight.BREAKING,
                    name,
                    "identified "
                            + (was.identifier() == null ? "nobody" : "by " + was.identifier())
                            + " and now "
                            + (is.identifier() == null ? "nobody" : "by " + is.identifier()));
        }
        flag(name, "the money that carts and orders are counted by", was.amount(), is.amount());
        gain(name, "computed from the items where a source has none", was.itemsTotal(), is);
        if (was.flat() != is.flat()) {
            add(
                    is.flat() ? Weight.ADDITION : Weight.BREAKING,
                    name,
                    is.flat()
                            ? "may be given as a product's properties on the event itself"
                            : "may no longer be given as a product's properties on the event");
        }
        if (was.personal() != is.personal()) {
            add(
                    is.personal() ? Weight.ADDITION : Weight.BREAKING,
                    name,
                    (is.personal() ? "is now" : "is no longer") + " marked as personal data");
        }
        minimum(name, was.minimum(), is.minimum());
        if (!was.doc().equals(is.doc())) {
            add(Weight.NOTE, name, "the description changed");
        }
    }

    private void flag(String name, String what, boolean was, boolean is) {
        if (was != is) {
            add(Weight.BREAKING, name, (is ? "is now " : "is no longer ") + what);
        }
    }

    private void gain(String name, String what, boolean was, Field is) {
        if (was != is.itemsTotal()) {
            add(
                    is.itemsTotal() ? Weight.ADDITION : Weight.BREAKING,
                    name,
                    (is.itemsTotal() ? "is now " : "is no longer ") + what);
        }
    }

    private void minimum(String name, BigDecimal was, BigDecimal is) {
        if (is == null ? was == null : was != null && was.compareTo(is) == 0) {
            return;
        }
        boolean tighter = is != null && (was == null || is.compareTo(was) > 0);
        add(
                tighter ? Weight.BREAKING : Weight.ADDITION,
                name,
                "the smallest allowed value was "
                        + (was == null ? "not given" : was.toPlainString())
                        + " and is "
                        + (is == null ? "not given" : is.toPlainString()));
    }

    private void add(Weight weight, String name, String words) {
        changes.add(new Change(weight, owner + "." + name, words, journeys));
    }

    private static Map<String, Field> byName(List<Field> fields) {
        Map<String, Field> names = new LinkedHashMap<>();
        fields.forEach(field -> names.put(field.name(), field));
        return names;
    }
}
