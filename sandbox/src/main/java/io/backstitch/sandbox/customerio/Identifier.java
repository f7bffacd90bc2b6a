package io.backstitch.sandbox.customerio;

import java.util.Locale;

/** One identifier of a person; {@code key} is what is compared (emails without case). */
record Identifier(Kind kind, String value) {

    enum Kind {
        ID("id"),
        EMAIL("email"),
        PHONE("phone"),
        CIO_ID("cio_id"),
        ANONYMOUS("anonymous_id");

        final String field;

        Kind(String field) {
            this.field = field;
        }
    }

    String key() {
        return kind == Kind.EMAIL ? value.toLowerCase(Locale.ROOT) : value;
    }

    /** Whether a value is read as an email where its shape decides. */
    static boolean looksLikeEmail(String value) {
        int at = value.indexOf('@');
        return at > 0
                && at == value.lastIndexOf('@')
                && at < value.length() - 1
                && value.indexOf(' ') < 0;
    }

    /** The identifier in a v1 path: the shape of the value decides. */
    static Identifier ofPath(String value) {
        if (value.startsWith("cio_")) {
            return new Identifier(Kind.CIO_ID, value.substring(4));
        }
        return new Identifier(looksLikeEmail(value) ? Kind.EMAIL : Kind.ID, value);
    }
}
