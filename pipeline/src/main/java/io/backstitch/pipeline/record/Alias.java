package io.backstitch.pipeline.record;

/**
 * An explicit instruction of a source: two identifiers of one level are the same person. It goes to
 * the gate, which sees all of them and refuses chains, and from there to both identifiers.
 *
 * @param level {@link #GATE}, later the level of both identifiers
 * @param key empty, later one of the identifiers
 * @param origin the instruction's record
 * @param id the source's id of it
 * @param of level of both identifiers
 * @param source identifier that is given up
 * @param destination identifier that stays
 * @param from the source's events from this event time on belong to the destination, epoch
 *     milliseconds; matters for devices only
 * @param to until this event time, inclusive
 */
public record Alias(
        String level,
        String key,
        Origin origin,
        String id,
        String of,
        String source,
        String destination,
        long from,
        long to)
        implements Climb {

    /** Where instructions are judged before they reach a step; no level has this name. */
    public static final String GATE = "aliases";

    /** The same instruction, for one of its identifiers. */
    public Alias at(String identifier) {
        return new Alias(of, identifier, origin, id, of, source, destination, from, to);
    }

    /** Comes on no device's path: nothing queues behind it. */
    @Override
    public String path() {
        return null;
    }

    /** Names the level only: identifiers are personal data. */
    @Override
    public String toString() {
        return "Alias[" + of + "]";
    }
}
