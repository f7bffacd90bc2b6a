package io.backstitch.cli.contract;

import io.backstitch.cli.contract.Change.Weight;
import io.backstitch.schemas.contract.Contract;
import io.backstitch.schemas.contract.EventType;
import io.backstitch.schemas.contract.Field;
import io.backstitch.schemas.contract.Form;
import io.backstitch.schemas.contract.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * What differs between two contracts, seen by those who rely on the older one: journeys that read
 * what leaves, and sources whose events are read. The order is that of the older contract.
 */
final class Comparison {
    private final List<Change> changes = new ArrayList<>();

    private Comparison() {}

    static List<Change> of(Contract before, Contract after) {
        Comparison comparison = new Comparison();
        comparison.events(before, after);
        comparison.add(
                FieldComparison.of("item", before.item(), after.item(), readers(before.events())));
        comparison.add(
                FieldComparison.of(
                        "profile", before.profile(), after.profile(), before.profileUsedBy()));
        return List.copyOf(comparison.changes);
    }

    private void events(Contract before, Contract after) {
        Map<String, EventType> earlier = byName(before);
        Map<String, EventType> later = byName(after);
        Spellings old = Spellings.ofEvents(before.events());
        Spellings now = Spellings.ofEvents(after.events());
        List<String> renamed = new ArrayList<>();
        for (EventType was : before.events()) {
            EventType is = later.get(was.name());
            if (is != null) {
                same(was, is);
                spellings(was, old, now);
                continue;
            }
            String heir = Renaming.heir(old.of(was.name()), now, earlier.keySet());
            if (heir == null) {
                String other = now.owner(Names.foldEvent(was.name()));
                add(
                        Weight.BREAKING,
                        was,
                        "the event was removed"
                                + (other == null
                                        ? ""
                                        : "; what is called so is " + other + " now"));
            } else {
                renamed.add(heir);
                add(Weight.BREAKING, was, "the event was renamed to " + heir);
                same(was, later.get(heir));
            }
        }
        for (EventType is : after.events()) {
            if (!earlier.containsKey(is.name()) && !renamed.contains(is.name())) {
                add(Weight.ADDITION, is, "new event");
            }
        }
    }

    private void same(EventType was, EventType is) {
        if (was.derived() != is.derived()) {
            add(
                    Weight.BREAKING,
                    was,
                    is.derived()
                            ? "is made by Backstitch only now; sources that send it are refused"
                            : "is no longer made by Backstitch; sources have to send it");
        }
        if (!Objects.equals(was.commerce(), is.commerce())) {
            add(
                    Weight.BREAKING,
                    was,
                    "its meaning for carts and orders changed from "
                            + (was.commerce() == null ? "none" : was.commerce())
                            + " to "
                            + (is.commerce() == null ? "none" : is.commerce()));
        }
        if (was.singleItem() != is.singleItem()) {
            add(
                    Weight.BREAKING,
                    was,
                    is.singleItem()
                            ? "is about one product now, whose properties stand on the event"
                            : "is no longer about one product");
        }
        if (!was.usedBy().equals(is.usedBy())) {
            add(Weight.NOTE, was, "other journeys rely on it: " + is.usedBy());
        }
        if (!was.doc().equals(is.doc())) {
            add(Weight.NOTE, was, "the description changed");
        }
        add(FieldComparison.of(is.name(), was.fields(), is.fields(), was.usedBy()));
    }

    private void spellings(EventType was, Spellings old, Spellings now) {
        Map<String, String> before = old.of(was.name());
        Map<String, String> mine = now.of(was.name());
        before.forEach(
                (folded, written) -> {
                    if (!mine.containsKey(folded)) {
                        String other = now.owner(folded);
                        add(
                                Weight.BREAKING,
                                was,
                                "the synonym '"
                                        + written
                                        + "' was lost"
                                        + (other == null
                                                ? ": such events are unplanned now"
                                                : "; it means " + other + " now"));
                    }
                });
        mine.forEach(
                (folded, written) -> {
                    if (!before.containsKey(folded)) {
                        add(Weight.ADDITION, was, "new synonym '" + written + "'");
                    }
                });
    }

    /** Journeys of the events that have items. */
    private static List<String> readers(List<EventType> events) {
        TreeSet<String> journeys = new TreeSet<>();
        for (EventType event : events) {
            for (Field field : event.fields()) {
                if (field.form() == Form.ITEMS) {
                    journeys.addAll(event.usedBy());
                }
            }
        }
        return List.copyOf(journeys);
    }

    private void add(Weight weight, EventType event, String words) {
        changes.add(new Change(weight, event.name(), words, event.usedBy()));
    }

    private void add(List<Change> more) {
        changes.addAll(more);
    }

    private static Map<String, EventType> byName(Contract contract) {
        Map<String, EventType> names = new LinkedHashMap<>();
        contract.events().forEach(event -> names.put(event.name(), event));
        return names;
    }
}
