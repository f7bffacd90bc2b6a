package io.backstitch.cli.contract;

/** What was handed over cannot be used; the message says what, why and what was expected. */
final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadInputException(String message) {
        super(message);
    }
}
