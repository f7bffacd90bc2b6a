package io.backstitch.cli.contract;

import io.backstitch.cli.contract.Change.Weight;
import java.util.List;

/** The judgement for people. */
final class CheckText {
    private CheckText() {}

    /** Changes, the heaviest first, each with the journeys that a breaking one hits. */
    static String changes(List<Change> changes) {
        StringBuilder out = new StringBuilder();
        Weight[] weights = Weight.values();
        for (int i = weights.length - 1; i >= 0; i--) {
            for (Change change : changes) {
                if (change.weight() == weights[i]) {
                    line(out, change);
                }
            }
        }
        return out.toString();
    }

    private static void line(StringBuilder out, Change change) {
        out.append("  ").append(change.weight().word);
        out.append(" ".repeat(Math.max(1, 10 - change.weight().word.length())));
        out.append(change.where()).append(": ").append(change.words()).append('\n');
        if (change.weight() == Weight.BREAKING && !change.journeys().isEmpty()) {
            out.append(" ".repeat(12)).append("hits the journeys ");
            out.append(String.join(", ", change.journeys())).append('\n');
        }
    }

    /** What is wrong with the version after these changes, or null. */
    static String versionFault(
            SemanticVersion before, SemanticVersion after, List<Change> changes) {
        Weight heaviest = Change.heaviest(changes);
        SemanticVersion lowest = before.after(heaviest);
        if (after.compareTo(lowest) >= 0) {
            return null;
        }
        if (heaviest == null) {
            return "The version went back from " + before + " to " + after + ".";
        }
        String why =
                switch (heaviest) {
                    case BREAKING -> "a breaking change needs a new major version";
                    case ADDITION -> "an addition needs a new minor version";
                    case NOTE -> "any change needs a new version";
                };
        return "The version must be at least "
                + lowest
                + " ("
                + why
                + "), but is "
                + after
                + ": set it in contract.json.";
    }
}
