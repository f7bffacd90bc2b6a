package io.backstitch.sandbox.shoppers;

/**
 * What a batch says about its user.
 *
 * @param customerId signed in as, or null
 * @param email known address, or null
 * @param profile whose account's attributes come along, or null
 */
record Who(String customerId, String email, Persona profile) {
    static final Who NOBODY = new Who(null, null, null);

    boolean known() {
        return customerId != null || email != null;
    }
}
