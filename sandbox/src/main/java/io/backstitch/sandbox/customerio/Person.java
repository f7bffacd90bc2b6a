package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** A profile. Mutable, guarded by the workspace's lock. */
final class Person {

    final String cioId;
    final Ticket createdBy;
    String id;
    String email;
    final Map<String, JsonNode> attributes = new TreeMap<>();
    final Map<String, Long> attributeTimes = new HashMap<>();
    final List<Activity> activity = new ArrayList<>();
    final List<Failure> failures = new ArrayList<>(0);
    final List<Enrolment> enrolments = new ArrayList<>(0);

    /** Those of the enrolments that may still be waiting. */
    final List<Enrolment> waiting = new ArrayList<>(0);

    final Set<String> anonymousIds = new TreeSet<>();

    /** Latest timestamp of an identify that was applied. */
    long profileTime = Long.MIN_VALUE;

    /** Highest receive time. */
    long clock = Long.MIN_VALUE;

    /** Acceptance number of the latest operation. */
    long lastSeq;

    Person(String cioId, Ticket createdBy) {
        this.cioId = cioId;
        this.createdBy = createdBy;
    }

    /** What a human sees first: email, else id, else cio_id. */
    String label() {
        String address = mailAddress();
        return address != null ? address : id != null ? id : cioId;
    }

    /** Where mail goes, or null; in an id-only workspace email is a plain attribute. */
    String mailAddress() {
        return email != null ? email : text("email");
    }

    /** {@code unsubscribed}: true in any letter case, 1 or "1"; everything else is subscribed. */
    boolean unsubscribed() {
        JsonNode value = attributes.get("unsubscribed");
        if (value == null || !value.isValueNode()) {
            return false;
        }
        String text = value.asText().toLowerCase(Locale.ROOT);
        return text.equals("true") || text.equals("1");
    }

    String text(String attribute) {
        return Json.textOrNull(attributes.get(attribute));
    }

    Long lastActivity() {
        return clock == Long.MIN_VALUE ? null : Long.valueOf(clock);
    }

    ObjectNode attributesJson() {
        ObjectNode json = Json.object();
        attributes.forEach(json::set);
        return json;
    }
}
