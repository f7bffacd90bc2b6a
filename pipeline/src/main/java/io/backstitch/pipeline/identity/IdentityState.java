package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.record.Bundle;
import io.backstitch.pipeline.record.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a step knows of one identifier, besides what it holds and the message ids it has seen. */
final class IdentityState {
    /** Set by whoever changes anything here; not part of the state. */
    boolean changed;

    Owners owners = new Owners(List.of());

    /** True if it is too many people's: it tells no longer whose an event is. */
    boolean shared;

    /** Hashes of the people who were said to own it, where it can have only one owner. */
    final TreeSet<Long> tried = new TreeSet<>();

    /** Carts and orders that unresolved events were sent to: the next owner claims them. */
    final TreeSet<Address> transients = new TreeSet<>();

    /** Claims already sent: what was said last about what, both as hashes. */
    final TreeMap<Long, Long> taught = new TreeMap<>();

    /** What belongs to other devices by instruction, or for a destination, to itself above. */
    final List<DeviceAlias.Window> aliases = new ArrayList<>();

    /** Bundles in the settling list. */
    int settling;

    /** Bundles in the held list. */
    int held;

    /** Their size, roughly. */
    long heldBytes;

    /** Counts outbound anonymous ids; a new one after each claim of what was sent under it. */
    int episode;

    /**
     * From when on something may have been delivered under the current anonymous id; the greatest
     * long for nothing.
     */
    long anonymousFrom = Long.MAX_VALUE;

    /** When message ids are cleaned up next; 0 for not planned. */
    long cleanup;

    /** Day of the last use, since 1970; 0 where nobody asks. */
    long lastUse;

    /** When it is forgotten unless it is used; 0 for not planned. */
    long lifeEnds;

    /** Fences that came and were not asked for yet. */
    final TreeSet<String> arrived = new TreeSet<>();

    /** Fences that count once others have arrived. */
    final List<Fence> pending = new ArrayList<>();

    /** What waits, by path. */
    final TreeMap<String, Queue> queues = new TreeMap<>();

    /** True if it says nothing: the same as no state at all. */
    boolean isBlank() {
        return owners.isBlank()
                && !shared
                && tried.isEmpty()
                && transients.isEmpty()
                && taught.isEmpty()
                && aliases.isEmpty()
                && settling == 0
                && held == 0
                && episode == 0
                && anonymousFrom == Long.MAX_VALUE
                && cleanup == 0
                && arrived.isEmpty()
                && pending.isEmpty()
                && queues.isEmpty();
    }

    /** Forgets what was known at that time; what waits for a fence goes on, to be judged then. */
    void forget(long time) {
        reset();
        owners.forgetUntil(time);
        cleanup = 0;
    }

    /** Its life is over, and nothing waits there: only message ids have an end of their own. */
    void end() {
        reset();
        owners = new Owners(List.of());
        arrived.clear();
        lifeEnds = 0;
        lastUse = 0;
    }

    private void reset() {
        changed = true;
        shared = false;
        tried.clear();
        transients.clear();
        taught.clear();
        aliases.clear();
        episode = 0;
        anonymousFrom = Long.MAX_VALUE;
    }

    /** Bundles of one path behind a set of fences. */
    static final class Queue {
        final TreeSet<String> awaits = new TreeSet<>();
        final List<Bundle> bundles = new ArrayList<>();
    }
}
