package io.backstitch.pipeline.record;

/** How an event found its person. The order of constants is part of the state format. */
public enum Stitch {
    /** The person was known when it arrived. */
    KNOWN,
    /** It waited for its person. */
    HELD,
    /** Nobody came within the window; delivered anonymously. */
    EXPIRED,
    /** It moved up with a ledger. */
    HANDOVER
}
