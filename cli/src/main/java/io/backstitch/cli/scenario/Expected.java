package io.backstitch.cli.scenario;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * What a file expects. Null is "not said, not compared"; an empty list or map is "nothing there".
 *
 * @param people all people there should be
 * @param anonymous activity of nobody, by device
 * @param deadLetters all dead letters; not said means none
 * @param failures all that Customer.io accepted and did not do; not said means none
 * @param receipts rows of which so many must be found
 * @param audit rows of which so many must be found
 * @param counters sums over the job's operators, by name
 */
record Expected(
        List<Person> people,
        Map<String, List<Doing>> anonymous,
        List<Row> deadLetters,
        List<Row> failures,
        List<Row> receipts,
        List<Row> audit,
        Map<String, BigDecimal> counters) {

    /**
     * @param names identifiers said, {@code id} and {@code email}; a null tree value is "has none"
     * @param attributes those said
     * @param activity all of it, or null
     * @param journeys outcomes in the order of entering, by journey
     * @param segments names of those the person must be in, each with true or false
     */
    record Person(
            Tree.Place place,
            Map<String, Tree> names,
            Map<String, Tree> attributes,
            List<Doing> activity,
            Map<String, List<String>> journeys,
            Map<String, Boolean> segments) {
        String label() {
            StringBuilder label = new StringBuilder();
            names.forEach(
                    (kind, value) -> {
                        if (!Tree.isNull(value)) {
                            label.append(label.isEmpty() ? "" : ", ").append(kind).append(' ');
                            label.append(((Tree.Scalar) value).text());
                        }
                    });
            return label.toString();
        }
    }

    /**
     * One line of a feed.
     *
     * @param type event, identify or merge
     * @param name of the event; else null
     * @param at epoch milliseconds, or null
     * @param with attributes said
     */
    record Doing(String type, String name, Long at, Map<String, Tree> with) {
        String label() {
            return name == null ? type : name;
        }
    }

    /**
     * @param fields said, as text; null is "has none"
     * @param count how many records have them all, or {@link #ANY}
     */
    record Row(Tree.Place place, Map<String, String> fields, int count) {
        /** However many there are, and none as well. */
        static final int ANY = -1;
    }
}
