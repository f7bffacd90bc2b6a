package io.backstitch.pipeline.person;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Event;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which source delivers an event that several report: one way per event. What the others report of
 * it is learned all the same.
 *
 * @param sources source by event; an event that is not named is delivered from every source
 */
public record Routes(Map<String, String> sources) implements Serializable {
    /** Why an event is not delivered. */
    public static final String REASON = "route";

    /** Every source delivers everything. */
    public static final Routes ALL = new Routes(Map.of());

    public Routes {
        sources = Map.copyOf(sources);
    }

    /** Whether this event is delivered from where it came. */
    public boolean deliver(Bundle bundle, Event event) {
        String source = sources.get(event.name());
        return source == null || source.equals(bundle.source());
    }

    /** What is wrong with the routes, one sentence each, sorted. */
    public List<String> faults(Collection<String> events, Collection<String> known) {
        List<String> faults = new ArrayList<>();
        new TreeMap<>(sources)
                .forEach(
                        (event, source) -> {
                            String key = PersonOptions.ROUTES.key() + "." + event + ": ";
                            if (!events.contains(event)) {
                                faults.add(
                                        key
                                                + "the contract has no event of this name; expected"
                                                + " one of "
                                                + String.join(", ", new TreeSet<>(events)));
                            }
                            if (!known.contains(source)) {
                                faults.add(
                                        key
                                                + "'"
                                                + source
                                                + "' is no source that is read; expected one of "
                                                + String.join(", ", new TreeSet<>(known)));
                            }
                        });
        return faults;
    }
}
