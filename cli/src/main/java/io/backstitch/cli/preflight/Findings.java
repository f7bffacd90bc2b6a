package io.backstitch.cli.preflight;

import io.backstitch.pipeline.person.PersonOptions;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;

/** Turns what was counted into an answer to each point. */
final class Findings {
    private final PeoplePoints people;
    private final EventPoints events;

    /**
     * @param limits percent, where not the usual ones
     * @param job says when a cart without its order is announced
     */
    Findings(PreflightRun.Result result, Map<Point, Double> limits, Configuration job) {
        Map<Point, Double> all = new EnumMap<>(Point.class);
        for (Point point : Point.values()) {
            all.put(point, limits.getOrDefault(point, point.limit));
        }
        people = new PeoplePoints(result, all);
        long deadline =
                job.get(PersonOptions.ABANDON_AFTER).toMillis()
                        + job.get(PersonOptions.CART_GRACE).toMillis();
        events = new EventPoints(result, all, deadline);
    }

    /** One for each point, in the order of the checklist. */
    List<Finding> all() {
        return List.of(
                people.identifier(),
                people.channels(),
                people.consent(),
                events.names(),
                events.properties(),
                people.stitching(),
                events.purchases(),
                events.paths(),
                people.person());
    }
}
