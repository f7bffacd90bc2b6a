package io.backstitch.pipeline.ingest;

import io.backstitch.schemas.registry.RegistryUnavailableException;

/**
 * One form in which sources write their records. A new one is a class of this interface and a line
 * in {@link Formats}.
 */
interface Format {
    /** What receipts, routes and deduplication call the source of these records. */
    String source();

    /**
     * Reads one record, which is not empty, into what comes of it. Whatever it holds, each of its
     * events ends as exactly one of: bundled, filtered, refused; or the whole record as poison.
     *
     * @throws RegistryUnavailableException if the schema cannot be had now: the job must try again,
     *     the record is not at fault
     */
    void read(RecordOutput out) throws RegistryUnavailableException;
}
