package io.backstitch.sandbox.customerio;

/** Applies delete, suppress and unsuppress. Unknown people are no error. */
final class RemoveAction {

    private final Workspace w;

    RemoveAction(Workspace workspace) {
        this.w = workspace;
    }

    void delete(Accepted a) {
        w.counters.operation(a.operation().action().label);
        remove(w.people.find(a.operation().who()), a);
    }

    /** Deletes the person and blocks every identifier it had. */
    void suppress(Accepted a) {
        w.counters.operation(a.operation().action().label);
        Identifier who = a.operation().who();
        Person person = w.people.find(who);
        w.people.suppress(who, person);
        remove(person, a);
    }

    void unsuppress(Accepted a) {
        w.counters.operation(a.operation().action().label);
        w.people.unsuppress(a.operation().who());
    }

    private void remove(Person person, Accepted a) {
        if (person == null) {
            return;
        }
        w.journeys.removed(person, w.receive(person, a));
        w.people.remove(person);
        w.anonymous.removed(person);
    }
}
