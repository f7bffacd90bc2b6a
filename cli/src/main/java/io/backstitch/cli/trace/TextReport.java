package io.backstitch.cli.trace;

import io.backstitch.cli.topics.BoundedTopic.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A trail as text. */
final class TextReport {
    private static final String CAUSES =
            """

            Why it may not be there:
              - It waits. An event of nobody yet is held for stitch.window + stitch.lateness (25 hours
                unless configured); an order for its backend; everything while delivery is paused,
                stopped or behind. Its receipt is written when its way ends.
              - It has not been read yet, or never reached Kafka: look for it in the input topics.
              - Its way is older than the topics' retention%s.
              - It has another id here. An event's is the source's message id (mParticle's
                source_message_id, else a hash); an order's has no leading #. Emails, phones and
                devices are found by their keyed hash, under the key of your job (--config).
            """;

    private TextReport() {}

    static String of(String id, Trail trail, String note) {
        StringBuilder out = new StringBuilder();
        if (trail.isEmpty()) {
            out.append("Nothing was found about \"").append(id).append("\".\n\n");
            looked(trail, out);
            out.append(String.format(Locale.ROOT, CAUSES, oldest(trail)));
        } else {
            out.append('"').append(id).append("\" is ").append(kinds(trail)).append(".\n");
            for (Step step : trail.steps()) {
                step(step, out);
            }
            out.append('\n');
            looked(trail, out);
        }
        if (note != null) {
            out.append("\n").append(note).append('\n');
        }
        return out.toString();
    }

    private static String kinds(Trail trail) {
        List<String> kinds = new ArrayList<>();
        for (Map.Entry<IdKind, Integer> kind : trail.foundAs().entrySet()) {
            kinds.add(
                    kind.getKey().words()
                            + " ("
                            + Words.count(kind.getValue(), "record", "records")
                            + ")");
        }
        String all = String.join(", and ", kinds);
        return kinds.size() < 2 ? all : all + " (--as takes it for one of them)";
    }

    private static void step(Step step, StringBuilder out) {
        out.append('\n')
                .append(Words.time(step.at()))
                .append("  ")
                .append(Words.plain(step.title()));
        out.append("  ").append(step.verdict()).append('\n');
        for (Step.Line line : step.lines()) {
            out.append(String.format(Locale.ROOT, "    %-14s %s%n", line.label(), line.text()));
        }
    }

    private static void looked(Trail trail, StringBuilder out) {
        out.append("Looked at:\n");
        for (Extent extent : trail.extents()) {
            out.append(String.format(Locale.ROOT, "  %-28s ", extent.topic()));
            if (!extent.exists()) {
                out.append("does not exist in this Kafka, or may not be seen\n");
                continue;
            }
            out.append(Words.count(extent.records(), "record", "records"));
            if (extent.oldest() != null) {
                out.append(", the oldest of ").append(Words.time(extent.oldest()));
            }
            if (extent.unreadable() > 0) {
                out.append("; ").append(extent.unreadable());
                out.append(" could not be read (is it the right schema registry?)");
            }
            out.append('\n');
        }
    }

    private static String oldest(Trail trail) {
        Extent receipts = trail.extents().get(0);
        return receipts.oldest() == null
                ? ""
                : ": the oldest receipt is of " + Words.time(receipts.oldest());
    }
}
