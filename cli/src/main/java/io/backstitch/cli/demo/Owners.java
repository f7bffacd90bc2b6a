package io.backstitch.cli.demo;

import io.backstitch.cli.demo.World.Profile;
import io.backstitch.sandbox.shoppers.Truth;
import io.backstitch.sandbox.shoppers.Truth.ShopperTruth;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Tells whose profile a profile is: by customer id, else by email, in whatever case. */
final class Owners {
    static final int NOBODY = -1;

    private final Map<String, Integer> byCustomer = new HashMap<>();
    private final Map<String, Integer> byEmail = new HashMap<>();

    Owners(Truth truth) {
        for (ShopperTruth shopper : truth.shoppers()) {
            if (shopper.customerId() != null) {
                byCustomer.put(shopper.customerId(), shopper.index());
            }
            if (shopper.email() != null) {
                byEmail.put(shopper.email(), shopper.index());
            }
        }
    }

    /** Index of the shopper, or {@link #NOBODY}. */
    int of(Profile profile) {
        Integer customer = profile.id() == null ? null : byCustomer.get(profile.id());
        if (customer != null) {
            return customer;
        }
        // A forwarder may have put the address where the id belongs.
        String address = profile.email() == null ? profile.id() : profile.email();
        return address == null
                ? NOBODY
                : byEmail.getOrDefault(address.strip().toLowerCase(Locale.ROOT), NOBODY);
    }
}
