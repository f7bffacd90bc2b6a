package io.backstitch.pipeline.deliver;

/**
 * What came back for one request, before anybody judged it.
 *
 * @param status HTTP status, or 0 if there was no answer
 * @param retryAfter value of the {@code Retry-After} header, or null
 * @param body the body, never null
 * @param failure for status 0: why there was no answer, a short word such as {@code timeout}
 */
record Answer(int status, String retryAfter, byte[] body, String failure) {
    private static final byte[] NOTHING = new byte[0];

    static Answer of(int status, String retryAfter, byte[] body) {
        return new Answer(status, retryAfter, body == null ? NOTHING : body, null);
    }

    static Answer none(String failure) {
        return new Answer(0, null, NOTHING, failure);
    }
}
