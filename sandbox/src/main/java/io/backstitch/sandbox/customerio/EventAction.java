package io.backstitch.sandbox.customerio;

import io.backstitch.sandbox.customerio.Identifier.Kind;

/** Applies an event, page or screen: dedupe, then the person's feed or the anonymous store. */
final class EventAction {

    private final Workspace w;

    EventAction(Workspace workspace) {
        this.w = workspace;
    }

    void apply(Accepted a) {
        Operation op = a.operation();
        Person person = w.people.find(op.who());
        if (w.dedupe.isRepeat(op.ulid(), op.who(), person, a.at())) {
            w.counters.duplicatesIgnored++;
            return;
        }
        if (op.who().kind() == Kind.ANONYMOUS) {
            anonymous(a);
        } else {
            known(a, person);
        }
    }

    private void known(Accepted a, Person found) {
        Identifier who = a.operation().who();
        if (w.people.isSuppressed(who)) {
            w.counters.ignoredSuppressed++;
            return;
        }
        Person person = found;
        if (person == null || w.raced(person, a)) {
            if (who.kind() == Kind.CIO_ID || !w.options.eventsCreatePeople) {
                w.counters.droppedUnknown++;
                return;
            }
            person = w.create(who, a);
        }
        add(person, a, Activity.Via.DIRECT);
    }

    private void anonymous(Accepted a) {
        String anonymousId = a.operation().who().value();
        long now =
                w.clock.receive(a.at(), w.anonymous.clock(anonymousId), a.operation().timestamp());
        Person owner = w.anonymous.owner(anonymousId, now);
        if (owner != null) {
            add(owner, a, Activity.Via.ANONYMOUS);
            return;
        }
        count(a.operation());
        w.anonymous.keep(anonymousId, activity(a, now, Activity.Via.DIRECT));
    }

    private void add(Person person, Accepted a, Activity.Via via) {
        long now = w.receive(person, a);
        Activity activity = activity(a, now, via);
        person.activity.add(activity);
        count(a.operation());
        w.journeys.onEvent(person, activity, now);
    }

    private void count(Operation op) {
        w.counters.operation(op.action().label);
        w.counters.event(op.name());
    }

    private static Activity activity(Accepted a, long now, Activity.Via via) {
        Operation op = a.operation();
        return new Activity(
                a.seq(),
                op.action().label,
                op.name(),
                op.ulid(),
                op.eventId(),
                op.timestamp() == null ? now : op.timestamp(),
                now,
                via,
                op.raw());
    }
}
