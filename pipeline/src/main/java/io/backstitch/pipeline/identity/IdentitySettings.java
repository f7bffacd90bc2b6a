package io.backstitch.pipeline.identity;

import java.io.Serializable;
import java.util.List;

/**
 * What the steps are told by configuration; all times in milliseconds.
 *
 * @param levels the hierarchy, lowest first
 * @param window how long an anonymous event waits for its person, from its event time
 * @param lateness how much later than that pipeline time may be
 * @param minHold how long it waits at least, from its arrival
 * @param dedupeRetention how long message ids are remembered
 * @param maxHeld most bundles one identifier holds; the oldest leave first
 * @param auditKey key of the hashes that stand for identifiers in the audit
 * @param sabotage which rule to break, to prove that somebody notices; none in production
 */
public record IdentitySettings(
        List<Level> levels,
        long window,
        long lateness,
        long minHold,
        long dedupeRetention,
        int maxHeld,
        byte[] auditKey,
        Sabotage sabotage)
        implements Serializable {

    /** A rule that is broken on purpose. */
    public enum Sabotage {
        NONE,
        /** Nothing waits for its person. */
        STITCH,
        /** Nothing is recognised as seen before. */
        DEDUPE
    }

    /** The default hierarchy, for a workspace that knows {@code id} and {@code email}. */
    public static final List<Level> DEFAULT_LEVELS =
            List.of(
                    new Level("anonymous_id", Level.Role.DEVICE, null),
                    new Level("cart_id", Level.Role.TRANSIENT, null),
                    new Level("order_id", Level.Role.TRANSIENT, null),
                    new Level("email", Level.Role.PERSON, "email"),
                    new Level("customer_id", Level.Role.PERSON, "id"));

    int indexOf(String level) {
        for (int i = 0; i < levels.size(); i++) {
            if (levels.get(i).name().equals(level)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no such identity level: " + level);
    }

    Level level(String name) {
        return levels.get(indexOf(name));
    }
}
