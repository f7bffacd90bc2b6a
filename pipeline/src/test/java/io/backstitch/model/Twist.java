package io.backstitch.model;

/** A setting, or a kind of shop, in which a history takes place; a plain one has none. */
public enum Twist {
    /** Records wait where they enter until what happened before them has arrived. */
    SETTLE,
    /** Devices tell by their mpid that another user is at work. */
    MPIDS,
    /** Of two who claim something the later one has it. */
    LATEST_WINS,
    /** A client's report of an order waits for the backend's. */
    BACKEND_ONLY,
    /** One device of everybody, and few people may own a device. */
    CROWD,
    /** One cart of everybody. */
    GIFTS,
    /** Old orders are reduced to their figures. */
    FOLDING
}
