package io.backstitch.sandbox.customerio;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Events of nobody yet, by anonymous id. An identify with the id binds it to a person for good: the
 * events of the last 30 days become the person's, and so do those that arrive up to five minutes
 * later; everything after that stays anonymous. Guarded by the workspace's lock.
 */
final class AnonymousEvents {

    static final long KEPT_SECONDS = 30L * 24 * 3600;
    static final long GRACE_SECONDS = 5 * 60;

    private static final class Inbox {
        final List<Activity> events = new ArrayList<>(2);
        Person owner;
        long boundAt;
        long clock = Long.MIN_VALUE;
    }

    private final Map<String, Inbox> byId = new LinkedHashMap<>();

    /** The highest receive time seen for this id, or for the person it is bound to. */
    long clock(String anonymousId) {
        Inbox inbox = byId.get(anonymousId);
        if (inbox == null) {
            return Long.MIN_VALUE;
        }
        return inbox.owner == null ? inbox.clock : Math.max(inbox.clock, inbox.owner.clock);
    }

    /** The person an event arriving now belongs to, or null if it stays anonymous. */
    Person owner(String anonymousId, long now) {
        Inbox inbox = byId.get(anonymousId);
        boolean inTime = inbox != null && inbox.owner != null;
        return inTime && now <= inbox.boundAt + GRACE_SECONDS ? inbox.owner : null;
    }

    void keep(String anonymousId, Activity event) {
        Inbox inbox = byId.computeIfAbsent(anonymousId, a -> new Inbox());
        inbox.events.add(event);
        inbox.clock = Math.max(inbox.clock, event.receivedAt());
    }

    /** True if the id is free or already this person's. */
    boolean mayBind(String anonymousId, Person person) {
        Inbox inbox = byId.get(anonymousId);
        return inbox == null || inbox.owner == null || inbox.owner == person;
    }

    /** Binds the id and hands over the events to attach; nothing if it was bound before. */
    List<Activity> bind(String anonymousId, Person person, long now) {
        Inbox inbox = byId.computeIfAbsent(anonymousId, a -> new Inbox());
        if (inbox.owner != null) {
            return List.of();
        }
        inbox.owner = person;
        inbox.boundAt = now;
        List<Activity> attached = new ArrayList<>(inbox.events);
        attached.removeIf(event -> event.receivedAt() < now - KEPT_SECONDS);
        inbox.events.clear();
        return attached;
    }

    /** A merge: the ids of one person lead to another. */
    void move(Person from, Person to) {
        for (String anonymousId : from.anonymousIds) {
            byId.get(anonymousId).owner = to;
            to.anonymousIds.add(anonymousId);
        }
    }

    /** The person is gone; the ids stay used. */
    void removed(Person person) {
        for (String anonymousId : person.anonymousIds) {
            byId.get(anonymousId).boundAt = Long.MIN_VALUE / 2;
        }
    }

    /** How many ids have events that are still anonymous and not older than 30 days. */
    int count(long now) {
        int count = 0;
        for (Inbox inbox : byId.values()) {
            int size = inbox.events.size();
            // Receive times rise within an inbox, so the last event is the youngest.
            if (size > 0 && inbox.events.get(size - 1).receivedAt() >= now - KEPT_SECONDS) {
                count++;
            }
        }
        return count;
    }

    /** Events that are still anonymous and not older than 30 days, by anonymous id. */
    Map<String, List<Activity>> kept(long now) {
        Map<String, List<Activity>> kept = new LinkedHashMap<>();
        byId.forEach(
                (id, inbox) -> {
                    List<Activity> events = new ArrayList<>(inbox.events);
                    events.removeIf(event -> event.receivedAt() < now - KEPT_SECONDS);
                    if (!events.isEmpty()) {
                        kept.put(id, events);
                    }
                });
        return kept;
    }
}
