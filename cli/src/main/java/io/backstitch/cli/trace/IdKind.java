package io.backstitch.cli.trace;

/** What an id may be the id of. */
enum IdKind {
    EVENT("an event id"),
    ULID("the id of an operation at Customer.io"),
    ORDER("an order id"),
    CART("a cart id"),
    PERSON("a person");

    private final String words;

    IdKind(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
