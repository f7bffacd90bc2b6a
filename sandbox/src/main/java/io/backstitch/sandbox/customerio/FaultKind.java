package io.backstitch.sandbox.customerio;

/** What can go wrong with a request. */
public enum FaultKind {
    /** Nothing: a gap in a script. */
    NONE,
    /** 429 without {@code Retry-After}; no effect. */
    RATE_LIMITED,
    /** 429 with {@code Retry-After}; no effect. */
    RATE_LIMITED_RETRY_AFTER,
    /** 408; no effect. */
    REQUEST_TIMEOUT,
    /** 500; no effect. */
    SERVER_ERROR,
    /** 502; no effect. */
    BAD_GATEWAY,
    /** 503; no effect. */
    UNAVAILABLE,
    /** 401 although the credentials are right; no effect. */
    UNAUTHORIZED,
    /** 302 to another host's region; no effect. */
    REDIRECT,
    /** The connection is closed before anything was read or done. */
    RESET,
    /** The request takes effect at once; the answer comes late. */
    SLOW,
    /** The request takes effect; the connection is closed without an answer. */
    RESPONSE_LOST,
    /** The request takes effect; the answer is 200 with a body that is not JSON. */
    GARBAGE
}
