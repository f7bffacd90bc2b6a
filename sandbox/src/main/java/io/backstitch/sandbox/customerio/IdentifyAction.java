package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.backstitch.sandbox.customerio.Identifier.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Applies an identify: finds or creates the person by the identifier sent and, failing that, by an
 * identifier among the attributes; then attributes, identifiers and the anonymous id.
 */
final class IdentifyAction {

    private static final String PREFERENCES = "cio_subscription_preferences";
    private static final String TOPIC_PREFIX = PREFERENCES + ".topics.";

    private final Workspace w;

    IdentifyAction(Workspace workspace) {
        this.w = workspace;
    }

    void apply(Accepted a) {
        Operation op = a.operation();
        ObjectNode attributes = op.attributes();
        attributes.remove(List.of("cio_id", "_created_in_customerio_at"));
        boolean noEmail = attributes.has("email") && isEmpty(attributes.get("email"));
        List<Identifier> given = new ArrayList<>(2);
        given(attributes, Kind.ID, given);
        given(attributes, Kind.EMAIL, given);
        if (w.people.isSuppressed(op.who()) || given.stream().anyMatch(w.people::isSuppressed)) {
            w.counters.ignoredSuppressed++;
            return;
        }
        Person person = resolve(a, given);
        if (person == null) {
            return;
        }
        long now = w.receive(person, a);
        long timestamp = op.timestamp() == null ? now : op.timestamp();
        boolean stale =
                w.options.identifyTimestamp == Behaviour.IdentifyTimestamp.PER_PROFILE
                        && timestamp < person.profileTime;
        person.profileTime = Math.max(person.profileTime, timestamp);
        if (stale) {
            w.counters.staleAttributes += attributes.size() + given.size();
        } else {
            if (noEmail && person.email != null) {
                releaseEmail(person, a, timestamp, now);
            }
            given.forEach(identifier -> assign(person, identifier, a, timestamp, now));
            String anonymousId = Json.textOrNull(attributes.get("anonymous_id"));
            boolean bindable = mayBind(person, anonymousId, a, now);
            if (!bindable) {
                attributes.remove("anonymous_id");
            }
            attributes(person, attributes, a, timestamp, now);
            if (bindable) {
                bind(person, anonymousId, now);
            }
        }
        w.counters.operation(op.action().label);
        person.activity.add(
                new Activity(
                        a.seq(),
                        op.action().label,
                        null,
                        null,
                        null,
                        timestamp,
                        now,
                        Activity.Via.DIRECT,
                        op.raw()));
    }

    /** The person to update, new if need be; null if the operation does nothing. */
    private Person resolve(Accepted a, List<Identifier> given) {
        Identifier who = a.operation().who();
        Person person = w.people.find(who);
        if (person != null) {
            return w.raced(person, a) ? create(a, who) : person;
        }
        if (who.kind() == Kind.CIO_ID) {
            w.counters.droppedUnknown++;
            w.fail(a.seq(), null, who.kind().field, Failure.UNKNOWN_CIO_ID, a.at());
            return null;
        }
        for (Identifier identifier : given) {
            Person known = w.people.find(identifier);
            if (known != null && mayTake(known, who)) {
                w.people.assign(known, who);
                known.attributes.put(who.kind().field, TextNode.valueOf(who.value()));
                return known;
            }
        }
        if (a.operation().updateOnly()) {
            w.fail(a.seq(), null, who.kind().field, Failure.UNKNOWN_PERSON, a.at());
            return null;
        }
        return create(a, who);
    }

    private Person create(Accepted a, Identifier who) {
        Person person = w.create(who, a);
        long now = w.receive(person, a);
        person.attributes.put(
                "_created_in_customerio_at", Json.MAPPER.getNodeFactory().numberNode(now));
        return person;
    }

    /** Whether a person found by another identifier can be given this one. */
    private boolean mayTake(Person person, Identifier who) {
        if (who.kind() == Kind.ID) {
            return person.id == null;
        }
        return person.email == null || w.options.emailChangeById;
    }

    /** Takes an identifier out of the attributes where the workspace has that kind. */
    private void given(ObjectNode attributes, Kind kind, List<Identifier> to) {
        Behaviour.WorkspaceKind without =
                kind == Kind.ID ? Behaviour.WorkspaceKind.EMAIL : Behaviour.WorkspaceKind.ID;
        JsonNode value = attributes.get(kind.field);
        if (value == null || w.options.workspace == without) {
            return;
        }
        attributes.remove(kind.field);
        String text = Json.textOrNull(value);
        if (text != null && !text.isBlank()) {
            to.add(new Identifier(kind, text));
        }
    }

    private void assign(
            Person person, Identifier identifier, Accepted a, long timestamp, long now) {
        String field = identifier.kind().field;
        if (identifier.kind() == Kind.EMAIL && !Identifier.looksLikeEmail(identifier.value())) {
            w.fail(a.seq(), person, field, Failure.NOT_AN_EMAIL, now);
            return;
        }
        String current = identifier.kind() == Kind.ID ? person.id : person.email;
        if (identifier.value().equals(current)) {
            isFresh(person, field, timestamp);
            return;
        }
        Person owner = w.people.find(identifier);
        if (owner != null && owner != person) {
            w.fail(a.seq(), person, field, Failure.TAKEN, now);
            return;
        }
        if (current != null && owner != person && !mayChange(a.operation().who(), identifier)) {
            w.fail(a.seq(), person, field, Failure.NEEDS_CIO_ID, now);
            return;
        }
        if (!isFresh(person, field, timestamp)) {
            w.counters.staleAttributes++;
            return;
        }
        w.people.assign(person, identifier);
        person.attributes.put(field, TextNode.valueOf(identifier.value()));
    }

    /** An empty value removes an attribute, here an identifier: the same rules as for a change. */
    private void releaseEmail(Person person, Accepted a, long timestamp, long now) {
        Identifier who = a.operation().who();
        if (person.id == null || !mayChange(who, new Identifier(Kind.EMAIL, person.email))) {
            w.fail(a.seq(), person, Kind.EMAIL.field, Failure.NEEDS_CIO_ID, now);
        } else if (!isFresh(person, Kind.EMAIL.field, timestamp)) {
            w.counters.staleAttributes++;
        } else {
            w.people.releaseEmail(person);
            person.attributes.remove(Kind.EMAIL.field);
        }
    }

    private boolean mayChange(Identifier who, Identifier to) {
        if (who.kind() == Kind.CIO_ID) {
            return true;
        }
        return to.kind() == Kind.EMAIL && who.kind() == Kind.ID && w.options.emailChangeById;
    }

    private void attributes(
            Person person, ObjectNode attributes, Accepted a, long timestamp, long now) {
        for (Map.Entry<String, JsonNode> e : attributes.properties()) {
            String name = e.getKey();
            if (!isFresh(person, name, timestamp)) {
                w.counters.staleAttributes++;
            } else if (name.startsWith(TOPIC_PREFIX)) {
                preferences(person).set(name.substring(TOPIC_PREFIX.length()), e.getValue());
            } else if (isEmpty(e.getValue())) {
                person.attributes.remove(name);
            } else if (person.attributes.size() >= Limits.ATTRIBUTES
                    && !person.attributes.containsKey(name)) {
                w.fail(a.seq(), person, name, Failure.TOO_MANY, now);
            } else {
                person.attributes.put(name, e.getValue());
            }
        }
    }

    private boolean mayBind(Person person, String anonymousId, Accepted a, long now) {
        if (anonymousId == null || anonymousId.isBlank()) {
            return false;
        }
        if (w.anonymous.mayBind(anonymousId, person)) {
            return true;
        }
        w.fail(a.seq(), person, "anonymous_id", Failure.NOT_REUSABLE, now);
        return false;
    }

    private void bind(Person person, String anonymousId, long now) {
        if (!w.options.anonymousMerge) {
            return;
        }
        person.anonymousIds.add(anonymousId);
        for (Activity event : w.anonymous.bind(anonymousId, person, now)) {
            Activity attached = event.via(Activity.Via.ANONYMOUS);
            person.activity.add(attached);
            w.journeys.onEvent(person, attached, now);
        }
    }

    /** Whether an update of this time may touch the attribute; ties may. */
    private boolean isFresh(Person person, String name, long timestamp) {
        if (w.options.identifyTimestamp == Behaviour.IdentifyTimestamp.PER_PROFILE) {
            return true;
        }
        Long last = person.attributeTimes.get(name);
        if (last != null && timestamp < last) {
            return false;
        }
        person.attributeTimes.put(name, timestamp);
        return true;
    }

    private static ObjectNode preferences(Person person) {
        JsonNode all = person.attributes.get(PREFERENCES);
        ObjectNode preferences = all instanceof ObjectNode o ? o : Json.object();
        person.attributes.put(PREFERENCES, preferences);
        return preferences.withObjectProperty("topics");
    }

    static boolean isEmpty(JsonNode value) {
        return value == null || value.isNull() || value.isTextual() && value.textValue().isEmpty();
    }
}
