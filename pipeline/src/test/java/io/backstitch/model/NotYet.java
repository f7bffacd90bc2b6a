package io.backstitch.model;

/** Rules that are written down and that the pipeline does not keep yet. */
final class NotYet {
    /** An address that belongs to somebody else is not sent as one's own. */
    static final boolean REFUSED_ADDRESSES = false;

    private NotYet() {}
}
