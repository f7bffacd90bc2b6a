package io.backstitch.cli.replay;

import io.backstitch.schemas.wire.DeadLetter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Plans as a table for people: one line per stage, reason and topic; nothing of the content. */
final class PlanTable {
    private static final List<String> HEAD =
            List.of("stage", "reason", "topic", "letters", "for example", "replay");

    private PlanTable() {}

    /** What one line is about. */
    private record Group(String stage, String reason, String topic, String left)
            implements Comparable<Group> {
        static Group of(Plan plan) {
            DeadLetter letter = plan.letter();
            String left = plan.left() == null ? "" : plan.left();
            return new Group(
                    letter.getStage().toString(), letter.getReason(), letter.getTopic(), left);
        }

        @Override
        public int compareTo(Group other) {
            return Comparator.comparing(Group::left)
                    .thenComparing(Group::stage)
                    .thenComparing(Group::reason)
                    .thenComparing(Group::topic)
                    .compare(this, other);
        }
    }

    /** What is replayed comes first, then what is left, with the reason. */
    static String of(List<Plan> plans) {
        Map<Group, List<Plan>> groups = new TreeMap<>();
        for (Plan plan : plans) {
            groups.computeIfAbsent(Group.of(plan), group -> new ArrayList<>()).add(plan);
        }
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEAD);
        groups.forEach((group, members) -> lines.add(line(group, members)));
        return print(lines);
    }

    private static List<String> line(Group group, List<Plan> members) {
        DeadLetter example = members.get(0).letter();
        return List.of(
                group.stage(),
                group.reason(),
                group.topic(),
                Integer.toString(members.size()),
                "partition " + example.getPartition() + ", offset " + example.getOffset(),
                group.left().isEmpty() ? "yes" : "no: " + group.left());
    }

    private static String print(List<List<String>> lines) {
        StringBuilder text = new StringBuilder();
        for (List<String> line : lines) {
            for (int column = 0; column < line.size() - 1; column++) {
                int at = column;
                int width = lines.stream().mapToInt(each -> each.get(at).length()).max().orElse(0);
                text.append(String.format(Locale.ROOT, "%-" + (width + 2) + "s", line.get(column)));
            }
            text.append(line.get(line.size() - 1)).append('\n');
        }
        return text.toString();
    }
}
