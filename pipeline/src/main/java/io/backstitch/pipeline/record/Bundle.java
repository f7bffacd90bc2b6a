package io.backstitch.pipeline.record;

import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * The consecutive events of one input record that share the same identifiers, with the profile
 * attributes that came with them. One shuffle and one state access for all of them.
 *
 * @param level level whose step receives it
 * @param key identifier at that level
 * @param path where its events entered, {@code level:key}; null before the entry step has seen it
 * @param origin the input record
 * @param source {@code mparticle} or {@code orders}
 * @param platform {@code web}, {@code app} or {@code backend}
 * @param device raw device id as the source spells it, part of the deduplication key; or null
 * @param asserted identifiers the source wrote on these events
 * @param profile attributes that came with them, possibly none
 * @param events in event-time order, possibly none
 * @param statedAt when the source stated what a bundle without events says, epoch milliseconds:
 *     with a person a login, without one a logout; 0 for when it arrived, and for a bundle with
 *     events
 * @param stitch how the events found their person so far
 * @param awaits fences that must have arrived at the receiving key before this is taken
 * @param laneAwaits fences that must have come through the lower delivery lanes before what follows
 *     from this is delivered
 */
public record Bundle(
        String level,
        String key,
        String path,
        Origin origin,
        String source,
        String platform,
        String device,
        Ids asserted,
        List<Attribute> profile,
        List<Event> events,
        long statedAt,
        Stitch stitch,
        List<String> awaits,
        List<String> laneAwaits)
        implements Climb {

    public static final TypeInformation<Bundle> TYPE =
            new FlowType<>(Bundle.class, new BundleSerializer());

    /** The same content, addressed to another step. */
    public Bundle to(String newLevel, String newKey) {
        return with(newLevel, newKey, path, asserted, profile, events, stitch, awaits, laneAwaits);
    }

    public Bundle onPath(String newPath) {
        return with(level, key, newPath, asserted, profile, events, stitch, awaits, laneAwaits);
    }

    public Bundle withEvents(List<Event> newEvents) {
        return with(level, key, path, asserted, profile, newEvents, stitch, awaits, laneAwaits);
    }

    public Bundle withProfile(List<Attribute> newProfile) {
        return with(level, key, path, asserted, newProfile, events, stitch, awaits, laneAwaits);
    }

    public Bundle withStitch(Stitch newStitch) {
        return with(level, key, path, asserted, profile, events, newStitch, awaits, laneAwaits);
    }

    public Bundle awaiting(List<String> newAwaits, List<String> newLaneAwaits) {
        return with(level, key, path, asserted, profile, events, stitch, newAwaits, newLaneAwaits);
    }

    /** The same content with other asserted identifiers. */
    public Bundle asserting(Ids newAsserted) {
        return with(level, key, path, newAsserted, profile, events, stitch, awaits, laneAwaits);
    }

    /** Where it came from never changes; all that can is named here, once. */
    private Bundle with(
            String newLevel,
            String newKey,
            String newPath,
            Ids newAsserted,
            List<Attribute> newProfile,
            List<Event> newEvents,
            Stitch newStitch,
            List<String> newAwaits,
            List<String> newLaneAwaits) {
        return new Bundle(
                newLevel,
                newKey,
                newPath,
                origin,
                source,
                platform,
                device,
                newAsserted,
                newProfile,
                newEvents,
                statedAt,
                newStitch,
                newAwaits,
                newLaneAwaits);
    }
}
