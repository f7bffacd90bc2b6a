package io.backstitch.cli.scenario;

import io.backstitch.cli.scenario.Expected.Doing;
import io.backstitch.cli.scenario.Expected.Person;
import io.backstitch.cli.scenario.Expected.Row;
import io.backstitch.cli.scenario.Tree.Scalar;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code expect:}. */
final class ExpectationParser {
    static final Set<String> FIELDS =
            Set.of(
                    "people",
                    "anonymous",
                    "dead_letters",
                    "failures",
                    "receipts",
                    "audit",
                    "counters");
    static final Set<String> PERSON =
            Set.of("id", "email", "attributes", "activity", "journeys", "segments");
    static final Set<String> DOING = Set.of("event", "identify", "merge", "at", "with");
    static final Set<String> DEAD_LETTER =
            Set.of(
                    "stage",
                    "reason",
                    "field",
                    "event",
                    "event_id",
                    "topic",
                    "whole_record",
                    "count");
    static final Set<String> FAILURE = Set.of("field", "reason", "count");
    static final Set<String> RECEIPT =
            Set.of(
                    "outcome",
                    "reason",
                    "kind",
                    "event",
                    "event_id",
                    "source",
                    "platform",
                    "person",
                    "order_id",
                    "cart_id",
                    "stitched",
                    "channel",
                    "topic",
                    "count");
    static final Set<String> AUDIT =
            Set.of(
                    "decision",
                    "reason",
                    "level",
                    "identifier",
                    "owner_level",
                    "owner",
                    "event_id",
                    "topic",
                    "count");
    static final Set<String> OUTCOMES = Set.of("waiting", "mailed", "exited", "no_channel");

    private static final Pattern LINE = Pattern.compile("(\\S+)(?: (?:at )?(.+))?");

    private final Moments moments;
    private final Faults faults;

    ExpectationParser(Moments moments, Faults faults) {
        this.moments = moments;
        this.faults = faults;
    }

    Expected read(Tree tree) {
        Form form = Form.of(tree, FIELDS, faults);
        return new Expected(
                form.has("people") ? people(form) : null,
                form.has("anonymous") ? anonymous(form) : null,
                rows(form, "dead_letters", DEAD_LETTER),
                rows(form, "failures", FAILURE),
                rows(form, "receipts", RECEIPT),
                rows(form, "audit", AUDIT),
                form.values("counters", BigDecimal.class, "a number"));
    }

    private List<Person> people(Form form) {
        List<Person> people = new ArrayList<>();
        for (Tree tree : form.list("people")) {
            Form person = Form.of(tree, PERSON, faults);
            Map<String, Tree> names = new LinkedHashMap<>();
            for (String kind : List.of("id", "email")) {
                if (person.has(kind) && person.get(kind) instanceof Scalar) {
                    names.put(kind, person.get(kind));
                } else if (person.has(kind)) {
                    person.fault(kind, "expected one value");
                }
            }
            if (names.values().stream().allMatch(Tree::isNull)) {
                faults.add(tree.place(), "expected an id or an email that tells who is meant");
            }
            people.add(
                    new Person(
                            tree.place(),
                            names,
                            person.table("attributes"),
                            person.has("activity") ? doings(person.list("activity")) : null,
                            journeys(person),
                            person.values("segments", Boolean.class, "true (in it) or false")));
        }
        return people;
    }

    private Map<String, List<Doing>> anonymous(Form form) {
        Map<String, List<Doing>> anonymous = new LinkedHashMap<>();
        form.table("anonymous")
                .forEach(
                        (device, list) -> {
                            if (list instanceof Tree.Sequence sequence) {
                                anonymous.put(device, doings(sequence.items()));
                            } else {
                                faults.add(list.place(), "expected a list of events");
                            }
                        });
        return anonymous;
    }

    private List<Doing> doings(List<Tree> trees) {
        List<Doing> doings = new ArrayList<>();
        for (Tree tree : trees) {
            Doing doing = tree instanceof Scalar scalar ? line(scalar) : doing(tree);
            if (doing != null) {
                doings.add(doing);
            }
        }
        return doings;
    }

    /** {@code checkout_started 09:30}. */
    private Doing line(Scalar scalar) {
        Matcher line = LINE.matcher(scalar.text());
        if (scalar.value() == null || !line.matches()) {
            faults.add(scalar.place(), "expected an event, such as add_to_cart 09:00");
            return null;
        }
        Long at = null;
        if (line.group(2) != null) {
            at = moments.parse(line.group(2));
            if (at == null) {
                faults.add(scalar.place(), Moments.EXPECTED + "; found '" + line.group(2) + "'");
            }
        }
        String word = line.group(1);
        boolean special = word.equals("identify") || word.equals("merge");
        return new Doing(special ? word : "event", special ? null : word, at, Map.of());
    }

    private Doing doing(Tree tree) {
        Form form = Form.of(tree, DOING, faults);
        Long at = moments.read(form, "at");
        if (form.has("identify")) {
            Tree with = form.get("identify");
            return new Doing(
                    "identify", null, at, Tree.isNull(with) ? Map.of() : form.table("identify"));
        }
        if (form.has("merge")) {
            return new Doing("merge", null, at, Map.of("secondary", form.get("merge")));
        }
        String event = form.required("event");
        return event == null ? null : new Doing("event", event, at, form.table("with"));
    }

    private Map<String, List<String>> journeys(Form person) {
        Map<String, List<String>> journeys = new LinkedHashMap<>();
        for (String journey : person.table("journeys").keySet()) {
            Form all = Form.of(person.get("journeys"), person.table("journeys").keySet(), faults);
            List<String> outcomes = all.texts(journey);
            for (String outcome : outcomes) {
                if (!OUTCOMES.contains(outcome)) {
                    all.fault(
                            journey,
                            "no such outcome '" + outcome + "'; known are " + Form.list(OUTCOMES));
                }
            }
            journeys.put(journey, outcomes);
        }
        return journeys;
    }

    private List<Row> rows(Form form, String name, Set<String> known) {
        if (!form.has(name)) {
            return null;
        }
        List<Row> rows = new ArrayList<>();
        for (Tree tree : form.list(name)) {
            Form row = Form.of(tree, known, faults);
            Map<String, String> fields = new LinkedHashMap<>();
            for (String field : row.names()) {
                if (known.contains(field) && !field.equals("count")) {
                    fields.put(field, row.text(field));
                }
            }
            rows.add(new Row(tree.place(), fields, count(row)));
        }
        return rows;
    }

    private static int count(Form row) {
        Tree count = row.get("count");
        boolean any = count instanceof Tree.Scalar scalar && scalar.text().equals("any");
        return any ? Row.ANY : row.number("count", 0, 1);
    }
}
