package io.backstitch.cli.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.cli.contract.Differences.Aspect;
import io.backstitch.cli.contract.Differences.Kind;
import io.backstitch.cli.contract.Differences.Pair;
import io.backstitch.cli.contract.Fate.End;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What would change, for people and for programs. */
final class DiffReport {
    private static final int ROWS = 50;
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private DiffReport() {}

    /**
     * @param before version of the older contract
     * @param after version of the newer one
     */
    static String text(Differences found, String before, String after) {
        StringBuilder out = new StringBuilder();
        out.append(found.records()).append(" records; old: contract ").append(before);
        out.append(", new: contract ").append(after).append("\n\n");
        row(out, "", "old", "new");
        for (Map.Entry<End, Pair> end : found.ends().entrySet()) {
            pair(out, end.getKey().word, end.getValue());
        }
        out.append('\n');
        row(out, "Events that are sent", "old", "new");
        found.events().forEach((name, pair) -> pair(out, "  " + name, pair));
        out.append('\n');
        if (found.isEmpty()) {
            return out.append("Nothing would change.\n").toString();
        }
        section(out, "Another fate", found.of(Aspect.FATE));
        section(out, "Another name", found.of(Aspect.NAME));
        section(out, "Other properties (types only)", found.of(Aspect.PROPERTY));
        if (found.beyond() > 0) {
            out.append("And ").append(found.beyond()).append(" differences of further kinds.\n");
        }
        return out.toString();
    }

    private static void pair(StringBuilder out, String what, Pair pair) {
        row(out, what, number(pair.before), number(pair.after));
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static void row(StringBuilder out, String what, String before, String after) {
        out.append(String.format(Locale.ROOT, "%-40s %10s %10s%n", what, before, after));
    }

    private static void section(
            StringBuilder out, String title, List<Map.Entry<Kind, Long>> kinds) {
        if (kinds.isEmpty()) {
            return;
        }
        out.append(title).append('\n');
        for (Map.Entry<Kind, Long> kind : kinds.subList(0, Math.min(ROWS, kinds.size()))) {
            out.append(String.format(Locale.ROOT, "%,10d  ", kind.getValue()));
            out.append(words(kind.getKey())).append('\n');
        }
        if (kinds.size() > ROWS) {
            out.append("            and ").append(kinds.size() - ROWS);
            out.append(" more kinds; --format json has all\n");
        }
        out.append('\n');
    }

    private static String words(Kind kind) {
        if (kind.aspect() != Aspect.PROPERTY) {
            return kind.event() + ": " + kind.before() + " -> " + kind.after();
        }
        String what = kind.event() + "." + kind.property() + ": ";
        if (kind.before().equals(kind.after())) {
            return what + "another value (" + kind.after() + ")";
        }
        return what + kind.before() + " -> " + kind.after();
    }

    static String json(Differences found, String before, String after) {
        ObjectNode root = JSON.createObjectNode();
        root.put("records", found.records());
        root.putObject("contract").put("old", before).put("new", after);
        ObjectNode ends = root.putObject("ends");
        found.ends().forEach((end, pair) -> pair(ends.putObject(key(end.word)), pair));
        ObjectNode events = root.putObject("events");
        found.events().forEach((name, pair) -> pair(events.putObject(name), pair));
        root.set("fates", kinds(found.of(Aspect.FATE)));
        root.set("names", kinds(found.of(Aspect.NAME)));
        root.set("properties", kinds(found.of(Aspect.PROPERTY)));
        root.put("beyond", found.beyond());
        try {
            return JSON.writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be printed", e);
        }
    }

    private static String key(String words) {
        return words.replace(' ', '_');
    }

    private static void pair(ObjectNode node, Pair pair) {
        node.put("old", pair.before).put("new", pair.after);
    }

    private static ArrayNode kinds(List<Map.Entry<Kind, Long>> kinds) {
        ArrayNode list = JSON.createArrayNode();
        for (Map.Entry<Kind, Long> kind : kinds) {
            ObjectNode node = list.addObject().put("event", kind.getKey().event());
            if (!kind.getKey().property().isEmpty()) {
                node.put("property", kind.getKey().property());
            }
            node.put("old", kind.getKey().before()).put("new", kind.getKey().after());
            node.put("count", kind.getValue());
        }
        return list;
    }
}
