package io.backstitch.pipeline.identity;

import io.backstitch.pipeline.person.Ledger;
import io.backstitch.pipeline.person.PersonKey;
import io.backstitch.pipeline.record.Attribute;
import io.backstitch.pipeline.record.Bundle;
import java.util.ArrayList;
import java.util.List;

/**
 * The outbound anonymous ids of a device: its key and an episode, a new one after each claim,
 * because Customer.io's cannot be used again.
 */
final class Anonymous {
    /** Carries the outbound anonymous id of a device's episode to wherever its event is held. */
    static final String OUTBOUND = "outbound_anonymous_id";

    private static final long LIFE = 30 * 86_400_000L;

    private final Here here;
    private final IdentityState identity;

    Anonymous(Here here) {
        this.here = here;
        this.identity = here.identity;
    }

    /** The id under which what the device held leaves now. */
    String leaving(Bundle bundle) {
        identity.anonymousFrom = Math.min(identity.anonymousFrom, now(bundle));
        identity.changed = true;
        return outboundId();
    }

    /** After a restore the watermark is unknown for a while; a record is at least as late. */
    private long now(Bundle bundle) {
        return Math.max(here.timers.currentWatermark(), bundle.origin().kafkaTime());
    }

    /**
     * Notes when a device's own will leave if nobody comes until then. A person who comes later and
     * finds it here takes over the anonymous id all the same: before a failure it may have left.
     */
    void willLeave(long until) {
        identity.anonymousFrom = Math.min(identity.anonymousFrom, until);
        identity.changed = true;
    }

    /** Notes under which id a cart's or an order's will leave if nobody comes until then. */
    Bundle mark(Bundle bundle, long until) {
        willLeave(until);
        return named(bundle);
    }

    /** Writes on a device's bundle under which id it leaves without a person. */
    Bundle named(Bundle bundle) {
        return here.is(Level.Role.DEVICE)
                ? bundle.asserting(bundle.asserted().with(OUTBOUND, outboundId()))
                : bundle;
    }

    /** Under which the device's events leave if nobody comes. */
    String outboundId() {
        String device = here.step.level.isAbove() ? here.me.key() + "+" : here.me.key();
        return identity.episode == 0 ? device : device + "." + identity.episode;
    }

    /** The owner takes over what was delivered under the device's anonymous id. */
    Bundle link(Bundle bundle, Address person) {
        long from = identity.anonymousFrom;
        if (from == Long.MAX_VALUE) {
            return bundle;
        }
        long now = now(bundle);
        identity.anonymousFrom = Long.MAX_VALUE;
        identity.changed = true;
        if (from > now) {
            return bundle;
        }
        String anonymousId = outboundId();
        identity.episode++;
        if (now - from > LIFE) {
            return bundle;
        }
        String fence = "anonymous|" + anonymousId + "|" + person.path();
        here.exits.fence(new PersonKey(PersonKey.ANONYMOUS, anonymousId), fence, List.of(), person);
        List<Attribute> profile = new ArrayList<>(bundle.profile());
        profile.add(
                new Attribute(
                        PersonKey.ANONYMOUS,
                        Ledger.jsonText(anonymousId),
                        bundle.origin().kafkaTime(),
                        0));
        List<String> lanes = new ArrayList<>(bundle.laneAwaits());
        lanes.add(fence);
        return bundle.withProfile(profile).awaiting(bundle.awaits(), lanes);
    }
}
