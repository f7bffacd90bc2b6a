package io.backstitch.cli.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.backstitch.cli.scenario.Difference.Line;
import io.backstitch.cli.scenario.Expected.Doing;
import io.backstitch.sandbox.customerio.Activity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Compares a feed with the exact list that is expected, in order, and lays both side by side so
 * that what is missing or too much stands alone.
 */
final class Feed {
    private static final int GAP = 2;

    private final Moments moments;
    private final Values values;

    Feed(Moments moments) {
        this.moments = moments;
        this.values = new Values(moments);
    }

    /** Identifies and merges count only if the list names at least one of the kind. */
    List<Line> compare(String name, List<Doing> expected, List<Activity> all) {
        List<Activity> got = new ArrayList<>();
        for (Activity activity : all) {
            String type = type(activity);
            boolean named = expected.stream().anyMatch(doing -> doing.type().equals(type));
            if (activity.isEvent() || named) {
                got.add(activity);
            }
        }
        return lines(name, expected, got);
    }

    private static String type(Activity activity) {
        return activity.isEvent() ? "event" : activity.type();
    }

    private List<Line> lines(String name, List<Doing> expected, List<Activity> got) {
        int[][] cost = cost(expected, got);
        List<Line> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < expected.size() || j < got.size()) {
            boolean both = i < expected.size() && j < got.size();
            if (both && cost[i][j] == pair(expected.get(i), got.get(j)) + cost[i + 1][j + 1]) {
                lines.add(line(name, lines.size(), expected.get(i++), got.get(j++)));
            } else if (i < expected.size() && cost[i][j] == GAP + cost[i + 1][j]) {
                lines.add(line(name, lines.size(), expected.get(i++), null));
            } else {
                lines.add(line(name, lines.size(), null, got.get(j++)));
            }
        }
        return lines;
    }

    /** Least cost of laying the rests of both lists side by side. */
    private int[][] cost(List<Doing> expected, List<Activity> got) {
        int[][] cost = new int[expected.size() + 1][got.size() + 1];
        for (int i = expected.size(); i >= 0; i--) {
            for (int j = got.size(); j >= 0; j--) {
                if (i == expected.size() || j == got.size()) {
                    cost[i][j] = GAP * (expected.size() - i + got.size() - j);
                    continue;
                }
                int gaps = GAP + Math.min(cost[i + 1][j], cost[i][j + 1]);
                cost[i][j] = Math.min(gaps, pair(expected.get(i), got.get(j)) + cost[i + 1][j + 1]);
            }
        }
        return cost;
    }

    /** 0 where they are the same; cheaper than two gaps where at least the name is. */
    private int pair(Doing expected, Activity got) {
        if (!label(got).equals(expected.label())) {
            return 2 * GAP + 1;
        }
        return same(expected, got) ? 0 : GAP + 1;
    }

    private boolean same(Doing expected, Activity got) {
        if (expected.at() != null && Math.floorDiv(expected.at(), 1000L) != got.timestamp()) {
            return false;
        }
        for (Map.Entry<String, Tree> attribute : expected.with().entrySet()) {
            if (differs(attribute, got)) {
                return false;
            }
        }
        return true;
    }

    /** Of a merge, "secondary" is whichever name the other had. */
    private static JsonNode attribute(String name, JsonNode attributes) {
        if (!name.equals("secondary")) {
            return attributes.get(name);
        }
        JsonNode id = attributes.get("secondary_id");
        return id == null ? attributes.get("secondary_email") : id;
    }

    private Line line(String name, int number, Doing expected, Activity got) {
        boolean fits = expected != null && got != null && same(expected, got);
        return new Line(
                name + " " + (number + 1),
                expected == null ? "" : show(expected, got),
                got == null ? "" : show(got, expected),
                fits);
    }

    private static String label(Activity activity) {
        return activity.isEvent() ? activity.name() : activity.type();
    }

    /** Beside something, only the attributes that differ. */
    private String show(Doing doing, Activity beside) {
        StringBuilder text = new StringBuilder(doing.label());
        if (doing.at() != null) {
            text.append(' ').append(moments.show(doing.at()));
        }
        for (Map.Entry<String, Tree> attribute : doing.with().entrySet()) {
            if (beside == null || differs(attribute, beside)) {
                text.append("  ").append(attribute.getKey()).append('=');
                text.append(Values.show(attribute.getValue()));
            }
        }
        return text.toString();
    }

    private String show(Activity activity, Doing beside) {
        StringBuilder text = new StringBuilder(label(activity));
        text.append(' ').append(moments.show(activity.timestamp() * 1000));
        if (beside != null) {
            JsonNode attributes = activity.attributes().tree();
            for (Map.Entry<String, Tree> attribute : beside.with().entrySet()) {
                if (differs(attribute, activity)) {
                    text.append("  ").append(attribute.getKey()).append('=');
                    text.append(Values.show(attribute(attribute.getKey(), attributes)));
                }
            }
        }
        return text.toString();
    }

    private boolean differs(Map.Entry<String, Tree> expected, Activity got) {
        return !values.same(
                expected.getValue(), attribute(expected.getKey(), got.attributes().tree()));
    }
}
