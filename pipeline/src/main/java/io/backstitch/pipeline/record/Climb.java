package io.backstitch.pipeline.record;

import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * A record that climbs the identity staircase: addressed to one key of one level's step. Records
 * only ever go from a lower level to a higher one.
 */
public sealed interface Climb permits Bundle, Claim, Fence, Handover, Erase, Alias, Ruling {
    TypeInformation<Climb> TYPE = new FlowType<>(Climb.class, new ClimbSerializer());

    /** Level whose step receives it. */
    String level();

    /** Identifier of that level: the key of the step's state. */
    String key();

    /**
     * The way it has come, as {@code level:key} of the step where its event entered: what follows
     * on the same path queues behind a fence; null for what comes on no path.
     */
    String path();
}
