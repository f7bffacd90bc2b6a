package io.backstitch.pipeline.record;

/**
 * What a step has decided about an address that two people claim, on its way to one of them. An
 * address can be one profile's only at Customer.io, so whose it is must be known before anything
 * names it there.
 *
 * @param level level of the person concerned
 * @param key that person
 * @param path path of the claim that caused it
 * @param origin input record that caused it
 * @param address the address
 * @param verdict what was decided
 */
public record Ruling(
        String level, String key, String path, Origin origin, String address, Verdict verdict)
        implements Climb {

    /** What was decided; the order of constants is part of the wire format. */
    public enum Verdict {
        /** It is this person's now and was somebody else's. */
        GRANTED,
        /** It is somebody else's, and stays so. */
        REFUSED,
        /** It was this person's and is no more. */
        REVOKED,
        /** It is this person's now and was nobody's: whoever had it was erased. */
        FREED
    }

    /** The same, to whom the person turned out to be. */
    public Ruling to(String newLevel, String newKey) {
        return new Ruling(newLevel, newKey, path, origin, address, verdict);
    }

    /** Names the level only: addresses are personal data. */
    @Override
    public String toString() {
        return "Ruling[" + level + ", " + verdict + "]";
    }
}
