package io.backstitch.pipeline.deliver;

import java.util.function.Consumer;

/**
 * The two things we ask of Customer.io. Every call ends in exactly one {@link Answer}, also when
 * there was none; implementations say on which thread.
 */
interface CustomerIoClient extends AutoCloseable {
    /** {@code POST /api/v2/batch} of the Track API. */
    void send(byte[] body, Consumer<Answer> then);

    /**
     * {@code GET /v1/customers/{value}/attributes?id_type=…} of the App API.
     *
     * @param idType {@code id} or {@code email}
     */
    void lookUp(String idType, String value, Consumer<Answer> then);

    /** Whether {@link #lookUp} may be used. */
    boolean canLookUp();

    /** Reads the secrets again, so that the next request uses what was rotated in. */
    void reloadSecrets();

    @Override
    void close();
}
