package io.backstitch.cli.preflight;

import io.backstitch.pipeline.record.RawRecord;
import java.io.Serializable;

/** Where raw records come from: something with an end. */
interface Sample extends Serializable {

    /** Starts from the beginning. */
    Cursor open() throws Exception;

    /** Goes through it once. */
    interface Cursor extends AutoCloseable {
        /** The next record in the order of arrival, or null at the end. */
        RawRecord next() throws Exception;

        /** How much of it has been read, 0 to 1. */
        double share();

        @Override
        void close() throws Exception;
    }
}
