package io.backstitch.cli.contract;

import java.util.Set;

/** What an import did, as Markdown that can be read in a terminal. */
final class ImportReport {
    private ImportReport() {}

    static String of(DataPlan plan, PlanImport.Result result, SemanticVersion version) {
        StringBuilder out = new StringBuilder();
        out.append("# Data plan ").append(plan.id()).append(", version ").append(plan.version());
        out.append("\n\n").append(plan.points().size()).append(" points became contract ");
        out.append(version).append(": ").append(result.schemas().size());
        out.append(" schemas, on top of those packaged.\n\n");
        events(out, "New events", result.added());
        events(out, "Events that the contract had already", result.known());
        if (!result.demanding().isEmpty()) {
            out.append(
                    """

                    ## Required properties

                    mParticle lets an event pass that lacks a required property. Here it becomes a dead letter. To
                    send such events nevertheless, flagged, write in the job's configuration:

                    """);
            out.append("    normalise.deliver-flagged: ");
            out.append(String.join(";", result.demanding())).append('\n');
        }
        out.append("\n## Not carried over, or differently\n\n");
        for (String note : result.notes()) {
            out.append("- ").append(note).append(".\n");
        }
        if (result.notes().isEmpty()) {
            out.append("Nothing.\n");
        }
        out.append(
                """

                ## To do by hand

                - `used_by` of new events: the journeys that rely on them; `contract check` names them.
                - `"personal": true` on properties that hold personal data.
                - Descriptions that say "From the data plan."
                """);
        return out.toString();
    }

    private static void events(StringBuilder out, String title, Set<String> names) {
        out.append("- ").append(title).append(" (").append(names.size()).append("): ");
        out.append(names.isEmpty() ? "none" : String.join(", ", names)).append("\n");
    }
}
