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

    /** True if it carries a ledger. */
    public boolean isPerson() {
        return role == Role.PERSON;
    }
}
