package io.backstitch.pipeline.record;

import java.util.List;

/**
 * A request to forget somebody. Every step hears of it (broadcast, for identifiers that only point
 * to the person), and each identifier it names gets one of its own, addressed to it.
 *
 * <p>It takes effect as of its arrival in Kafka: what happened until then is forgotten or kept out,
 * what happens afterwards is a new life.
 *
 * @param level level whose step receives it
 * @param key identifier of that level
 * @param origin the request's record
 * @param request the requester's id of it: a repeat under the same id does nothing
 * @param named every identifier that the request names, sorted
 * @param laneAwaits fences of lower delivery lanes, beyond those of the identifiers named, that the
 *     deletion must await
 */
public record Erase(
        String level,
        String key,
        Origin origin,
        String request,
        List<Named> named,
        List<String> laneAwaits)
        implements Climb {

    /** An identifier and its level. */
    public record Named(String level, String key) {
        /** Names the level only: keys are personal data. */
        @Override
        public String toString() {
            return level;
        }
    }

    /** When it takes effect, epoch milliseconds. */
    public long time() {
        return origin.kafkaTime();
    }

    /** The same request for another identifier. */
    public Erase to(String newLevel, String newKey, List<String> newLaneAwaits) {
        return new Erase(newLevel, newKey, origin, request, named, newLaneAwaits);
    }

    /** Comes on no device's path: nothing queues behind it. */
    @Override
    public String path() {
        return null;
    }
}
