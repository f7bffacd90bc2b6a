package io.backstitch.sandbox.customerio;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Remembers event ids. Guarded by the workspace's lock. */
final class Dedupe {

    private final boolean perPerson;
    private final boolean rawIds;
    private final long windowSeconds;
    private final Map<String, Long> seen = new HashMap<>();

    Dedupe(Behaviour.DedupeScope scope, Behaviour.NonUlidIds nonUlidIds, Duration window) {
        this.perPerson = scope == Behaviour.DedupeScope.PERSON;
        this.rawIds = nonUlidIds == Behaviour.NonUlidIds.DEDUPE;
        this.windowSeconds = window == null ? Long.MAX_VALUE : window.toSeconds();
    }

    /** Uses up an id; true if it had been used before, within the window. */
    boolean isRepeat(String id, Identifier who, Person person, long now) {
        if (id == null) {
            return false;
        }
        boolean ulid = Limits.isUlid(id);
        if (!ulid && !rawIds) {
            return false;
        }
        String key = ulid ? id.toUpperCase(Locale.ROOT) : id;
        if (perPerson) {
            key = (person == null ? who.kind() + ":" + who.key() : person.cioId) + " " + key;
        }
        Long before = seen.putIfAbsent(key, now);
        if (before == null) {
            return false;
        }
        if (now - before > windowSeconds) {
            seen.put(key, now);
            return false;
        }
        return true;
    }
}
