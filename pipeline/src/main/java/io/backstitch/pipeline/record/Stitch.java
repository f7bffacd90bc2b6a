package io.backstitch.pipeline.record;

/** How an event found its person. The order of constants is part of the state format. */
public enum Stitch {
    /** The person was known when it arrived. */
    KNOWN(null),
    /** It waited for its person. */
    HELD(null),
    /** Nobody came within the window; delivered anonymously. */
    EXPIRED("window"),
    /** It moved up with a ledger. */
    HANDOVER(null),
    /** It waited for its person, longer than Customer.io lets an event trigger anything. */
    HELD_PAST_TRIGGER("past_72h"),
    /** Its identifier held too much; delivered anonymously before its window ended. */
    EXPIRED_OVERFLOW("overflow"),
    /** Its identifier is too many people's; delivered anonymously at once. */
    EXPIRED_SHARED("shared_identifier");

    private final String reason;

    Stitch(String reason) {
        this.reason = reason;
    }

    /** What its receipt says besides, a stable snake_case word; or null. */
    public String reason() {
        return reason;
    }

    /** True if it waited for its person. */
    public boolean isHeld() {
        return this == HELD || this == HELD_PAST_TRIGGER;
    }

    /** True if it left without a person. */
    public boolean isExpired() {
        return this == EXPIRED || this == EXPIRED_OVERFLOW || this == EXPIRED_SHARED;
    }
}
