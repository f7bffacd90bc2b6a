package io.backstitch.pipeline.identity;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the steps are told by configuration; all times in milliseconds.
 *
 * @param levels the hierarchy, lowest first
 * @param hold how long and how much anonymous events wait for their person
 * @param life how long things are remembered
 * @param rules who may be whose
 * @param auditKey key of the hashes that stand for identifiers in the audit
 * @param sabotage which rule to break, to prove that somebody notices; none in production
 */
public record IdentitySettings(
        List<Level> levels, Hold hold, Life life, Rules rules, byte[] auditKey, Sabotage sabotage)
        implements Serializable {

    /**
     * @param window how long an anonymous event waits for its person, from its event time
     * @param lateness how much later than that pipeline time may be
     * @param minHold how long it waits at least, from its arrival
     * @param maxBundles most bundles one identifier holds; the oldest leave first
     * @param maxBytes most bytes of events one identifier holds; the oldest leave first
     */
    public record Hold(long window, long lateness, long minHold, int maxBundles, long maxBytes)
            implements Serializable {}

    /**
     * @param messages how long message ids are remembered
     * @param cart how long a cart is remembered after its last use
     * @param order the same of an order
     * @param device the same of a device
     */
    public record Life(long messages, long cart, long order, long device) implements Serializable {}

    /**
     * @param settle for how long disorder between a device's records is waited out; 0 for not
     * @param mpidEndsOwnership whether a new mpid on a device tells that its user has gone
     * @param maxOwners most owners of one identifier, by level
     * @param authoritative sources whose claims count; null for all
     * @param conflicts whose an identifier is that two people claim
     */
    public record Rules(
            long settle,
            boolean mpidEndsOwnership,
            Map<String, Integer> maxOwners,
            Set<String> authoritative,
            Conflicts conflicts)
            implements Serializable {}

    /** Whose a cart, an order or an address is that two people claim. */
    public enum Conflicts {
        /** Whoever was heard of first. */
        FIRST_WINS("first-wins"),
        /** Whoever said so last, by event time. */
        LATEST_WINS("latest-wins");

        private final String word;

        Conflicts(String word) {
            this.word = word;
        }

        /** As written in the configuration. */
        @Override
        public String toString() {
            return word;
        }
    }

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

    /** True if aliases may join identifiers of that level. */
    public boolean isUnrolled(String level) {
        for (Level known : levels) {
            if (known.isAbove() && known.stated().equals(level)) {
                return true;
            }
        }
        return false;
    }

    /** True if what this source states about an identifier counts against what is known. */
    boolean isAuthoritative(String source) {
        return rules.authoritative() == null || rules.authoritative().contains(source);
    }

    /** The most owners an identifier of that level may have. */
    int maxOwners(Level level) {
        int otherwise = level.role() == Level.Role.DEVICE ? 5 : 3;
        return rules.maxOwners().getOrDefault(level.name(), otherwise);
    }

    /** How long an identifier is remembered after its last use; the greatest long for ever. */
    long life(Level level) {
        return switch (level.role()) {
            case DEVICE -> life.device();
            case TRANSIENT -> level.name().equals("order_id") ? life.order() : life.cart();
            case PERSON -> Long.MAX_VALUE;
        };
    }
}
