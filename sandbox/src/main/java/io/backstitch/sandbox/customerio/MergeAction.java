package io.backstitch.sandbox.customerio;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.backstitch.sandbox.customerio.Identifier.Kind;

/**
 * Applies a merge. Both people must exist, else nothing happens. The primary gets what it lacks
 * (attributes, identifiers), the last 30 days of events, which trigger nothing, and the journeys;
 * the secondary is gone.
 */
final class MergeAction {

    private static final long MOVED_SECONDS = 30L * 24 * 3600;

    private final Workspace w;

    MergeAction(Workspace workspace) {
        this.w = workspace;
    }

    void apply(Accepted a) {
        Operation op = a.operation();
        w.counters.operation(op.action().label);
        Person primary = w.people.find(op.who());
        Person secondary = w.people.find(op.secondary());
        if (primary == null || secondary == null) {
            return;
        }
        if (primary == secondary) {
            if (w.options.selfMerge == Behaviour.SelfMerge.DELETE_PROFILE) {
                remove(secondary, a);
            }
            return;
        }
        merge(primary, secondary, a);
    }

    private void merge(Person primary, Person secondary, Accepted a) {
        long now = Math.max(w.receive(primary, a), w.receive(secondary, a));
        primary.clock = now;
        w.journeys.advance(primary, now);
        w.journeys.advance(secondary, now);
        w.people.remove(secondary);
        identifiers(primary, secondary);
        secondary.attributes.forEach(
                (name, value) -> {
                    boolean own = name.equals("id") || name.equals("email");
                    if (!own && IdentifyAction.isEmpty(primary.attributes.get(name))) {
                        primary.attributes.put(name, value);
                        Long time = secondary.attributeTimes.get(name);
                        if (time != null) {
                            primary.attributeTimes.merge(name, time, Math::max);
                        }
                    }
                });
        for (Activity activity : secondary.activity) {
            if (!activity.isEvent()) {
                continue;
            }
            if (activity.timestamp() < now - MOVED_SECONDS) {
                w.counters.eventsLostInMerge++;
            } else {
                primary.activity.add(activity.via(Activity.Via.MERGE));
            }
        }
        w.anonymous.move(secondary, primary);
        w.journeys.move(secondary, primary, now);
        primary.activity.add(activity(secondary, a, now));
    }

    private void identifiers(Person primary, Person secondary) {
        if (primary.id == null && secondary.id != null) {
            w.people.assign(primary, new Identifier(Kind.ID, secondary.id));
            primary.attributes.put("id", secondary.attributes.get("id"));
        }
        if (primary.email == null && secondary.email != null) {
            w.people.assign(primary, new Identifier(Kind.EMAIL, secondary.email));
            primary.attributes.put("email", secondary.attributes.get("email"));
        }
    }

    private static Activity activity(Person secondary, Accepted a, long now) {
        ObjectNode attributes = Json.object().put("secondary_cio_id", secondary.cioId);
        if (secondary.id != null) {
            attributes.put("secondary_id", secondary.id);
        }
        if (secondary.email != null) {
            attributes.put("secondary_email", secondary.email);
        }
        return new Activity(
                a.seq(),
                a.operation().action().label,
                null,
                null,
                null,
                now,
                now,
                Activity.Via.DIRECT,
                new RawJson(Json.bytes(attributes)));
    }

    private void remove(Person person, Accepted a) {
        w.journeys.removed(person, w.receive(person, a));
        w.people.remove(person);
        w.anonymous.removed(person);
    }
}
