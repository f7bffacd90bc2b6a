package io.backstitch.pipeline.identity;

import java.io.Serializable;

/**
 * One level of the staircase.
 *
 * @param name e.g. {@code email}; state and operator uids derive from it
 * @param role what an identifier of this level can do
 * @param personType how Customer.io names people of this level ({@code id}, {@code email}); null
 *     for levels that name nobody
 */
public record Level(String name, Role role, String personType) implements Serializable {

    /** What an identifier can do. */
    public enum Role {
        /** A device: has owners over time, holds events until it has one. */
        DEVICE,
        /** A cart or an order: links devices while it lives, holds, is never an identity. */
        TRANSIENT,
        /** Names a person: carries a ledger. */
        PERSON
    }

    private static final String ABOVE = "+";

    /** Name of the same level once more, directly above, where aliases promote identifiers to. */
    static String above(String level) {
        return level + ABOVE;
    }

    /** True for a level that is another one once more. */
    public boolean isAbove() {
        return name.endsWith(ABOVE);
    }

    /** Name under which sources state its identifiers. */
    String stated() {
        return isAbove() ? name.substring(0, name.length() - ABOVE.length()) : name;
    }

    /** This level once more. */
    Level above() {
        return new Level(above(name), role, personType);
    }

    /** True if it carries a ledger. */
    public boolean isPerson() {
        return role == Role.PERSON;
    }
}
