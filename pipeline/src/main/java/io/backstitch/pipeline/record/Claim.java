package io.backstitch.pipeline.record;

import java.util.List;

/**
 * What an event teaches a step on the way: the identifier {@code key} belongs to {@code ownerKey}.
 *
 * @param level level of the identifier that is claimed
 * @param key that identifier
 * @param path where the teaching event entered
 * @param origin its input record
 * @param source what the record is of, e.g. {@code mparticle}: not everybody may claim
 * @param ownerLevel level of the owner
 * @param ownerKey the owner
 * @param asserted true if one source event stated both; false if a step inferred the owner
 * @param time event time of the statement, epoch milliseconds
 * @param eventId the teaching event
 * @param fence fence the step must send to the owner once it has released what it held; null if
 *     nobody waits for it
 * @param awaits fences that what is released must await at the owner, to arrive in one order with
 *     what the entry step sends there itself
 * @param profile attributes that came with the statement: whatever this step sends to the owner
 *     from now on must not get there before them
 */
public record Claim(
        String level,
        String key,
        String path,
        Origin origin,
        String source,
        String ownerLevel,
        String ownerKey,
        boolean asserted,
        long time,
        String eventId,
        String fence,
        List<String> awaits,
        List<Attribute> profile)
        implements Climb {

    /** The same claim, saying what must be awaited at the owner. */
    public Claim awaiting(List<String> newAwaits) {
        return new Claim(
                level,
                key,
                path,
                origin,
                source,
                ownerLevel,
                ownerKey,
                asserted,
                time,
                eventId,
                fence,
                newAwaits,
                profile);
    }

    /** The same statement about another identifier, with a fence of its own. */
    public Claim of(String newLevel, String newKey, String newFence) {
        return new Claim(
                newLevel,
                newKey,
                path,
                origin,
                source,
                ownerLevel,
                ownerKey,
                asserted,
                time,
                eventId,
                newFence,
                awaits,
                profile);
    }
}
