package io.backstitch.pipeline.person;

import java.io.Serializable;

/**
 * What decides whether a person may be written to, and whether an event waits until they can be.
 *
 * @param unknown what eligibility is while nothing is known about consent
 * @param skewTolerance milliseconds by which clocks may differ: an opt-in no later than that after
 *     an opt-out is taken for older
 * @param channelWait milliseconds that an event which may trigger a journey waits for a channel; 0:
 *     none
 */
public record ChannelRules(Unknown unknown, long skewTolerance, long channelWait)
        implements Serializable {

    /** The rules of a configuration that says nothing. */
    public static final ChannelRules DEFAULT = new ChannelRules(Unknown.OMIT, 300_000, 0);

    /** What is said about eligibility without a consent or a refusal. */
    public enum Unknown {
        /** Nothing. */
        OMIT,
        FALSE,
        /** May be written to, if the channel works. */
        TRUE
    }
}
