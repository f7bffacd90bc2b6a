package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A profile as it stands; immutable.
 *
 * @param cioId Customer.io's own id
 * @param id the identifier {@code id}, or null
 * @param email the identifier {@code email} as last written, or null
 * @param attributes by name, identifiers included; decimals exact
 * @param anonymousIds the anonymous ids bound to this person
 * @param events number of events, pages and screens in the feed
 * @param lastActivity highest receive time, Unix seconds; null if nothing happened
 * @param failures what was accepted for this person and not done
 */
public record PersonView(
        String cioId,
        String id,
        String email,
        Map<String, JsonNode> attributes,
        Set<String> anonymousIds,
        int events,
        Long lastActivity,
        List<Failure> failures) {

    static PersonView of(Person person) {
        int events = 0;
        for (Activity activity : person.activity) {
            if (activity.isEvent()) {
                events++;
            }
        }
        return new PersonView(
                person.cioId,
                person.id,
                person.email,
                Collections.unmodifiableMap(new TreeMap<>(person.attributes)),
                Set.copyOf(person.anonymousIds),
                events,
                person.lastActivity(),
                List.copyOf(person.failures));
    }
}
