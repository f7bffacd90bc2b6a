package io.backstitch.cli.scenario;

import io.backstitch.cli.scenario.Difference.Line;
import io.backstitch.cli.scenario.Expected.Doing;
import io.backstitch.cli.scenario.Expected.Person;
import io.backstitch.cli.scenario.Outcome.Somebody;
import io.backstitch.sandbox.customerio.Activity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a file expects against what there is. What the file does not say is not compared. */
final class Comparison {
    private final Expected expected;
    private final Outcome got;
    private final Values values;
    private final Feed feed;
    private final List<Difference> parts = new ArrayList<>();

    private Comparison(Scenario scenario, Outcome got) {
        this.expected = scenario.expect();
        this.got = got;
        this.values = new Values(scenario.moments());
        this.feed = new Feed(scenario.moments());
    }

    /** The parts that are not as expected; empty if all are. */
    static List<Difference> of(Scenario scenario, Outcome got) {
        Comparison comparison = new Comparison(scenario, got);
        comparison.run();
        comparison.parts.removeIf(part -> part.wrong() == 0);
        return comparison.parts;
    }

    private void run() {
        if (expected.people() != null) {
            people();
        }
        if (expected.anonymous() != null) {
            anonymous();
        }
        rows("dead letters", expected.deadLetters(), Rows.deadLetters(got.deadLetters()), true);
        rows("accepted and not done", expected.failures(), Rows.failures(got.failures()), true);
        rows("receipts", expected.receipts(), Rows.receipts(got.receipts()), false);
        rows("identity audit", expected.audit(), Rows.audits(got.audits()), false);
        counters();
    }

    private void rows(
            String title,
            List<Expected.Row> rows,
            List<Map<String, String>> records,
            boolean complete) {
        List<Expected.Row> said = rows == null ? List.of() : rows;
        if (complete || rows != null) {
            parts.add(Rows.compare(title, said, records, complete));
        }
    }

    private void people() {
        List<Somebody> unclaimed = new ArrayList<>(got.people());
        for (Person person : expected.people()) {
            Somebody found = find(person, unclaimed);
            List<Line> lines = new ArrayList<>();
            if (found == null) {
                lines.add(new Line("profile", "one", "nobody is called so", false));
            } else {
                unclaimed.remove(found);
                person(person, found, lines);
            }
            parts.add(new Difference("person " + person.label(), lines));
        }
        for (Somebody somebody : unclaimed) {
            List<Line> lines = new ArrayList<>();
            lines.add(new Line("profile", "none", somebody.label(), false));
            lines.addAll(feed.compare("activity", List.of(), somebody.activity()));
            parts.add(new Difference("person " + somebody.label() + " (not expected)", lines));
        }
    }

    /** By the first identifier that the file says and somebody has. */
    private Somebody find(Person person, List<Somebody> among) {
        for (Map.Entry<String, Tree> name : person.names().entrySet()) {
            for (Somebody somebody : among) {
                if (!Tree.isNull(name.getValue())
                        && values.same(
                                name.getValue(), somebody.view().attributes().get(name.getKey()))) {
                    return somebody;
                }
            }
        }
        return null;
    }

    private void person(Person person, Somebody somebody, List<Line> lines) {
        person.names().forEach((name, value) -> attribute(name, value, somebody, lines));
        person.attributes().forEach((name, value) -> attribute(name, value, somebody, lines));
        if (person.activity() != null) {
            lines.addAll(feed.compare("activity", person.activity(), somebody.activity()));
        }
        person.journeys()
                .forEach(
                        (journey, outcomes) -> {
                            List<String> got = somebody.journeys().get(journey);
                            lines.add(
                                    new Line(
                                            "journey " + journey,
                                            words(outcomes),
                                            got == null ? "no such journey" : words(got),
                                            outcomes.equals(got)));
                        });
        person.segments()
                .forEach(
                        (segment, in) -> {
                            Boolean got = somebody.segments().get(segment);
                            lines.add(
                                    new Line(
                                            "segment " + segment,
                                            member(in),
                                            got == null ? "no such segment" : member(got),
                                            in.equals(got)));
                        });
    }

    private static String member(boolean in) {
        return in ? "in it" : "not in it";
    }

    private static String words(List<String> outcomes) {
        return outcomes.isEmpty() ? "never entered" : String.join(", ", outcomes);
    }

    private void attribute(String name, Tree value, Somebody somebody, List<Line> lines) {
        var there = somebody.view().attributes().get(name);
        lines.add(
                new Line(name, Values.show(value), Values.show(there), values.same(value, there)));
    }

    /** Outbound ids of a device are its own name and that with .1, .2, ... */
    private void anonymous() {
        List<String> unclaimed = new ArrayList<>(got.anonymous().keySet());
        for (Map.Entry<String, List<Doing>> device : expected.anonymous().entrySet()) {
            List<Activity> activity = new ArrayList<>();
            got.anonymous()
                    .forEach(
                            (id, list) -> {
                                if (isOf(device.getKey(), id)) {
                                    unclaimed.remove(id);
                                    activity.addAll(list);
                                }
                            });
            activity.sort(Comparator.comparingLong(Activity::seq));
            parts.add(
                    new Difference(
                            "anonymous " + device.getKey(),
                            feed.compare("activity", device.getValue(), activity)));
        }
        for (String id : unclaimed) {
            parts.add(
                    new Difference(
                            "anonymous " + id + " (not expected)",
                            feed.compare("activity", List.of(), got.anonymous().get(id))));
        }
    }

    private static boolean isOf(String device, String id) {
        return id.equals(device)
                || id.startsWith(device + ".") && id.substring(device.length() + 1).matches("\\d+");
    }

    private void counters() {
        List<Line> lines = new ArrayList<>();
        expected.counters()
                .forEach(
                        (name, value) -> {
                            BigDecimal there = got.counters().get(name);
                            String hint =
                                    "no such counter"
                                            + Faults.nearest(name, got.counters().keySet());
                            lines.add(
                                    new Line(
                                            name,
                                            value.toPlainString(),
                                            there == null ? hint : there.toPlainString(),
                                            there != null && there.compareTo(value) == 0));
                        });
        parts.add(new Difference("counters", lines));
    }
}
