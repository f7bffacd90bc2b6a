package io.backstitch.pipeline.record;

/**
 * Makes the ids under which Customer.io recognises a repeated event.
 *
 * <p>Strict ULIDs (26 upper-case characters of Crockford's base 32, the first one 0 to 7): 48 bits
 * of time, then the first 80 bits of an HMAC-SHA256 over the fields that say what the operation is.
 * A pure function: the same fact has the same id after every replay, restore, rescale and upgrade,
 * and whoever the event is attributed to. Thread-safe.
 *
 * <p>The hashed text starts with a format version. Changing anything here changes every id, so that
 * everything still in flight would be delivered twice: raise the version instead, and keep the old
 * one for jobs that were started with it.
 */
public final class Ulids {
    /** Largest time a ULID can carry, in epoch milliseconds (the year 10889). */
    public static final long MAX_TIME = (1L << 48) - 1;

    /** Time part of ids that have no time of their own: 2020-01-01T00:00:00Z. */
    public static final long FACT_TIME = 1_577_836_800_000L;

    private static final String VERSION = "v1";
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int LENGTH = 26;

    private Ulids() {}

    /**
     * The id of one operation caused by a source event.
     *
     * @param key secret of the installation, at least one byte
     * @param namespace installation or workspace: ids of two namespaces never meet
     * @param source where the event came from, e.g. {@code mparticle}
     * @param device raw device id as the source spelled it, or null
     * @param messageId the source's id of the event
     * @param operation which of the operations caused by this event
     * @param rawTimeMs the event's own, unclamped time in epoch milliseconds; a time no ULID can
     *     carry becomes the nearest one that it can
     */
    public static String forEvent(
            byte[] key,
            String namespace,
            String source,
            String device,
            String messageId,
            String operation,
            long rawTimeMs) {
        byte[] hash =
                new KeyedHash(key)
                        .ofFields(
                                VERSION, "event", namespace, source, device, messageId, operation);
        return encode(Math.max(0, Math.min(MAX_TIME, rawTimeMs)), hash);
    }

    /**
     * The id of a fact that several source events may report, such as one order.
     *
     * @param key secret of the installation, at least one byte
     * @param namespace installation or workspace
     * @param kind what sort of fact, e.g. {@code order_completed}
     * @param businessKey which one, e.g. the order id
     */
    public static String forFact(byte[] key, String namespace, String kind, String businessKey) {
        byte[] hash = new KeyedHash(key).ofFields(VERSION, "fact", namespace, kind, businessKey);
        return encode(FACT_TIME, hash);
    }

    private static String encode(long time, byte[] hash) {
        char[] text = new char[LENGTH];
        for (int i = 0; i < 10; i++) {
            text[i] = CROCKFORD[(int) (time >>> (45 - 5 * i)) & 31];
        }
        for (int i = 0; i < 16; i++) {
            int bit = 5 * i;
            int pair = (hash[bit / 8] & 0xFF) << 8 | (hash[bit / 8 + 1] & 0xFF);
            text[10 + i] = CROCKFORD[pair >>> (11 - bit % 8) & 31];
        }
        return new String(text);
    }
}
