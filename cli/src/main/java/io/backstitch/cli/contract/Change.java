package io.backstitch.cli.contract;

import java.util.List;

/**
 * One difference between two contracts.
 *
 * @param weight what it means for those who rely on the older one
 * @param where event or property, e.g. {@code order_completed.revenue}
 * @param words what changed, for people
 * @param journeys those that rely on it
 */
record Change(Weight weight, String where, String words, List<String> journeys) {

    /** How much a change weighs, the heaviest last. */
    enum Weight {
        /** Nobody can tell the difference in the data: a description. Needs a new patch version. */
        NOTE("note"),
        /** More is understood or sent than before. Needs a new minor version. */
        ADDITION("added"),
        /** Something that journeys or sources rely on is different. Needs a new major version. */
        BREAKING("BREAKING");

        final String word;

        Weight(String word) {
            this.word = word;
        }
    }

    static Weight heaviest(List<Change> changes) {
        Weight heaviest = null;
        for (Change change : changes) {
            if (heaviest == null || change.weight.compareTo(heaviest) > 0) {
                heaviest = change.weight;
            }
        }
        return heaviest;
    }
}
