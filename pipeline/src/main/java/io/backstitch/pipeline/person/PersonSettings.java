package io.backstitch.pipeline.person;

import java.io.Serializable;

/**
 * What the ledger is told by configuration.
 *
 * @param abandonAfter milliseconds without activity after which a cart counts as abandoned
 * @param cartGrace milliseconds more that late uploads are given
 * @param orders what it is told about orders
 * @param channels who may be written to, and what waits until they can be
 * @param namespace namespace of the ULIDs; never changes once events were delivered
 * @param ulidKey secret key of the ULIDs; never changes either
 * @param contractVersion version of the data contract that is delivered
 * @param routes which source delivers which event
 * @param sabotage which rule to break, to prove that somebody notices; none in production
 */
public record PersonSettings(
        long abandonAfter,
        long cartGrace,
        OrderRules orders,
        ChannelRules channels,
        String namespace,
        byte[] ulidKey,
        String contractVersion,
        Routes routes,
        Sabotage sabotage)
        implements Serializable {

    /** The same with every source delivering everything. */
    public PersonSettings(
            long abandonAfter,
            long cartGrace,
            OrderRules orders,
            ChannelRules channels,
            String namespace,
            byte[] ulidKey,
            String contractVersion,
            Sabotage sabotage) {
        this(
                abandonAfter,
                cartGrace,
                orders,
                channels,
                namespace,
                ulidKey,
                contractVersion,
                Routes.ALL,
                sabotage);
    }

    /** A rule that is broken on purpose. */
    public enum Sabotage {
        NONE,
        /** No suppression of a cart whose order came late. */
        LATE,
        /** Events before the identify. */
        IDENTIFY,
        /** Event names as the source spelled them. */
        NAMES
    }
}
