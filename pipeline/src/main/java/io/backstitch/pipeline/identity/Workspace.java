package io.backstitch.pipeline.identity;

/** By which identifiers a Customer.io workspace can know a person, besides its own. */
public enum Workspace {
    ID("id"),
    EMAIL("email"),
    ID_AND_EMAIL("id+email");

    private final String word;

    Workspace(String word) {
        this.word = word;
    }

    /** Whether people can be named so: {@code id} or {@code email}. */
    boolean knows(String personType) {
        return this == ID_AND_EMAIL || word.equals(personType);
    }

    /** As written in the configuration. */
    @Override
    public String toString() {
        return word;
    }
}
